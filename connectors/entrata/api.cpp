#include "connectors/entrata/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/base/ascii.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"

namespace m2::connectors {
namespace {

constexpr auto kBases = std::to_array<EntrataBase>({
    {"v1", "https://{subdomain}.entrata.com/api/v1/{service}"},
    {"gateway", "https://apis.entrata.com/ext/orgs/{subdomain}/v1/{service}"},
    {"legacy", "https://{subdomain}.entrata.com/api/{service}"},
});

// Entrata documents codes of HTTP and the 3xx as a range; 310, 314 and 1403 are as clients met
// them.
constexpr int kDone = 200;
constexpr int kNotFinished = 310;
constexpr int kNotSupported = 314;
constexpr int kOtherClient = 1403;
constexpr std::string_view kNoRecords = "No records found";

bool is_subdomain(std::string_view name) {
  constexpr std::size_t kLongest = 63;  // a label of a domain name
  const bool has_ends = !name.empty() && name.front() != '-' && name.back() != '-';
  return has_ends && name.size() <= kLongest && std::all_of(name.begin(), name.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '-';
         });
}

bool is_soap(std::string_view url) {
  const std::string lowered = lower(url);
  constexpr std::array<std::string_view, 3> kMarks = {"soap", "wsdl", ".asmx"};
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
    return lowered.find(mark) != std::string::npos;
  });
}

bool put_in(std::string& url, std::string_view placeholder, std::string_view value) {
  const std::size_t at = url.find(placeholder);
  if (at != std::string::npos) url.replace(at, placeholder.size(), value);
  return at != std::string::npos;
}

std::string_view name_of(EntrataAuth auth) {
  switch (auth) {
    case EntrataAuth::Basic:
      return "basic";
    case EntrataAuth::ApiKey:
      return "apikey";
    case EntrataAuth::OAuth:
      return "oauth";
  }
  return "basic";
}

HttpHeader auth_header(const EntrataConnection& connection) {
  switch (connection.auth) {
    case EntrataAuth::Basic:
      return basic_auth_header(connection.user, connection.secret);
    case EntrataAuth::ApiKey:
      return secret_header("X-Api-Key", connection.secret);
    case EntrataAuth::OAuth:
      return secret_header("Authorization", "Bearer " + connection.secret);
  }
  return {};
}

// A code is a number or text; other text is none.
std::optional<std::int64_t> number_in(const JsonValue* value) {
  const auto text = value == nullptr ? std::nullopt : scalar_text(*value);
  return text ? whole_number(*text) : std::nullopt;
}

EntrataFault fault_of(int code) {
  switch (code) {
    case kNotFinished:
    case 429:
    case 500:
    case 501:
    case 502:
    case 503:
    case 504:
      return EntrataFault::Passing;
    case kNotSupported:
      return EntrataFault::NotSupported;
    case 401:
    case kOtherClient:
      return EntrataFault::Credentials;
    case 403:
      return EntrataFault::NotGranted;
    default:
      return EntrataFault::Request;
  }
}

}  // namespace

std::span<const EntrataBase> entrata_bases() {
  return kBases;
}

Result<std::string> entrata_url(const EntrataConnection& connection, std::string_view service) {
  if (!is_subdomain(connection.subdomain)) {
    return Error{ErrorCode::Invalid,
                 fmt::format("`{}` is no subdomain of Entrata: write `acme` for acme.entrata.com",
                             readable(connection.subdomain))};
  }
  if (is_soap(connection.base)) {
    return Error{ErrorCode::Invalid,
                 "the SOAP gateway of Entrata was retired in April 2025: leave out `base`, and ask "
                 "Entrata for a user of the modern API"};
  }
  const auto known = std::find_if(kBases.begin(), kBases.end(), [&](const EntrataBase& base) {
    return base.name == connection.base || (connection.base.empty() && &base == &kBases[0]);
  });
  std::string url(known != kBases.end() ? known->url : std::string_view(connection.base));
  if (!put_in(url, "{subdomain}", connection.subdomain) || !put_in(url, "{service}", service)) {
    return Error{ErrorCode::Invalid,
                 fmt::format("`{}` is no base of Entrata: v1, gateway, legacy or a URL with "
                             "{{subdomain}} and {{service}} was expected",
                             shown_url(connection.base))};
  }
  if (origin_of(url).empty()) {
    return Error{ErrorCode::Invalid,
                 fmt::format("`{}` names no host, or somebody before it", shown_url(url))};
  }
  return url;
}

Result<HttpRequest> entrata_request(const EntrataConnection& connection, const EntrataCall& call) {
  M2_TRY(std::string url, entrata_url(connection, call.service));
  if (connection.secret.empty())
    return Error{ErrorCode::Invalid, "Entrata wants a password, a key or a token"};
  HttpRequest request;
  request.method = HttpMethod::Post;
  request.url = std::move(url);
  if (call.page)
    request.url += fmt::format("?page_no={}&per_page={}", call.page->number, call.page->rows);
  request.headers = {auth_header(connection),
                     {"Content-Type", "application/json"},
                     {"Accept", "application/json"}};
  request.is_search = call.method.starts_with("get");
  JsonWriter json(JsonWriter::Style::Compact);
  json.begin_object();
  json.key("auth").begin_object().key("type").text(name_of(connection.auth)).end_object();
  json.key("requestId").text("1");
  json.key("method").begin_object().key("name").text(call.method);
  if (!call.version.empty()) json.key("version").text(call.version);
  json.key("params").raw(call.params).end_object().end_object();
  request.body = json.take();
  return request;
}

void EntrataReply::forget() {
  fault_ = EntrataFault::None;
  code_ = 0;
  message_.clear();
  result_ = nullptr;
}

void EntrataReply::read(const HttpResponse& response) {
  forget();
  code_ = response.status;
  read_body(response);
  if (fault_ != EntrataFault::None) result_ = nullptr;
}

// It is an error if the status says so, if there is one, or if the code is not 200: faults come
// within answers of status 200, too.
void EntrataReply::read_body(const HttpResponse& response) {
  const bool is_json = !document_.parse(response.body) && document_.root().IsObject();
  if (!is_json) {
    fault_ = response.status >= 400 ? fault_of(response.status) : EntrataFault::Malformed;
    message_ = response.status >= 400 ? "" : "the answer is cut, or no JSON";
    return;
  }
  const JsonValue* root = find(document_.root(), "response");
  if (root == nullptr) root = &document_.root();
  const JsonValue* error = root->IsObject() ? find(*root, "error") : nullptr;
  const JsonValue* const told = error != nullptr && error->IsObject() ? error : root;
  if (const auto code = number_in(told->IsObject() ? find(*told, "code") : nullptr))
    code_ = static_cast<int>(*code);
  if (const JsonValue* text = told->IsObject() ? find(*told, "message") : nullptr)
    message_ = told_by_server(scalar_text(*text).value_or(""));
  if (error != nullptr || response.status >= 400 || code_ != kDone) {
    if (code_ == kDone) code_ = response.status;
    fault_ = fault_of(code_);
    return;
  }
  result_ = root->IsObject() ? find(*root, "result") : nullptr;
  if (result_ == nullptr) {
    fault_ = EntrataFault::Malformed;
    message_ = "the answer has no result";
    return;
  }
  // No rows come as a sentence.
  const auto text = scalar_text(*result_);
  if (text && text->starts_with(kNoRecords)) result_ = nullptr;
}

std::optional<Milliseconds> entrata_rate_wait(const HttpResponse& response) {
  const auto remaining = response.header("X-RateLimit-Remaining");
  const auto reset = response.header("X-RateLimit-Reset");
  if (!remaining || !reset) return std::nullopt;
  const std::vector<std::string_view> left = split(*remaining, ';');
  const std::vector<std::string_view> seconds = split(*reset, ';');
  std::optional<Milliseconds> shortest;
  for (std::size_t i = 0; i < std::min(left.size(), seconds.size()); ++i) {
    const std::string_view count = trim(left[i].substr(0, left[i].find('/')));
    const auto wait = whole_number(trim(seconds[i]));
    if (count != "0" || !wait) continue;
    const Milliseconds told = std::chrono::seconds(*wait);
    if (!shortest || told < *shortest) shortest = told;
  }
  return shortest;
}

}  // namespace m2::connectors

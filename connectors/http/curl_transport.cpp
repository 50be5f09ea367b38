#include "connectors/http/curl_transport.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/text.h"

namespace m2::connectors {
namespace {

constexpr std::size_t kLongestHeaders = std::size_t{256} << 10;

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListDeleter>;

// What an answer is collected in; its bounds are those of the memory it may take.
struct Answer {
  HttpResponse response;
  std::size_t largest = 0;
  std::size_t header_bytes = 0;
  bool is_too_large = false;
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* to) {
  Answer& answer = *static_cast<Answer*>(to);
  const std::size_t length = size * count;
  if (answer.response.body.size() + length > answer.largest) {
    answer.is_too_large = true;
    return 0;  // ends the exchange
  }
  answer.response.body.append(bytes, length);
  return length;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* to) {
  Answer& answer = *static_cast<Answer*>(to);
  const std::string_view line(bytes, size * count);
  answer.header_bytes += line.size();
  if (answer.header_bytes > kLongestHeaders) return 0;
  if (line.starts_with("HTTP/")) answer.response.headers.clear();  // of the last answer
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    answer.response.headers.push_back(
        {std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
  }
  return line.size();
}

TransportFault fault_of(CURLcode code) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return TransportFault::BadRequest;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return TransportFault::NotResolved;
    case CURLE_COULDNT_CONNECT:
      return TransportFault::Refused;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return TransportFault::Tls;
    case CURLE_OPERATION_TIMEDOUT:
      return TransportFault::TimedOut;
    case CURLE_FILESIZE_EXCEEDED:
      return TransportFault::TooLarge;
    default:
      return TransportFault::Broken;
  }
}

bool is_redirect(int status) {
  constexpr std::array kRedirects = {301, 302, 303, 307, 308};
  return std::find(kRedirects.begin(), kRedirects.end(), status) != kRedirects.end();
}

Exchange failed(TransportFault fault, std::string message) {
  return {std::nullopt, {fault, std::move(message)}};
}

class CurlTransport final : public Transport {
 public:
  explicit CurlTransport(CurlOptions options) : options_(std::move(options)) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    M2_CHECK(started == CURLE_OK, "libcurl starts");
    easy_.reset(curl_easy_init());
    M2_CHECK(easy_ != nullptr, "libcurl has a handle");
  }

  Exchange send(const HttpRequest& request) override {
    HttpRequest asked = request;
    for (std::size_t redirects = 0;; ++redirects) {
      if (auto refused = refusal(asked)) return std::move(*refused);
      Exchange exchange = send_once(asked);
      if (!exchange.response || !is_redirect(exchange.response->status)) return exchange;
      if (auto refused = follow(*exchange.response, asked, redirects)) return std::move(*refused);
    }
  }

 private:
  // Nothing that must not be sent is.
  [[nodiscard]] std::optional<Exchange> refusal(const HttpRequest& request) const {
    const std::string origin = origin_of(request.url);
    if (origin.empty()) return failed(TransportFault::BadRequest, "the URL names no host");
    if (origin.starts_with("http:") && !options_.allows_plain_http) {
      return failed(TransportFault::BadRequest,
                    "the URL begins with http://, which anybody on the way can read; https:// was "
                    "expected");
    }
    for (const HttpHeader& header : request.headers) {
      const std::string line = header.name + header.value;
      const bool has_control = std::any_of(line.begin(), line.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
      });
      if (!has_control && !header.value.empty()) continue;
      return failed(TransportFault::BadRequest,
                    fmt::format("the value for header {} {}", readable(header.name),
                                has_control ? "has a character that cannot be sent" : "is empty"));
    }
    return std::nullopt;
  }

  // Asks the place that the answer names, on the same host only: what is secret was meant for that
  // one. A failure when it may not.
  std::optional<Exchange> follow(const HttpResponse& response, HttpRequest& asked,
                                 std::size_t redirects) const {
    const char* target = nullptr;
    curl_easy_getinfo(easy_.get(), CURLINFO_REDIRECT_URL, &target);
    const std::string to = target == nullptr ? "" : target;
    const std::string host = origin_of(to);
    if (host != origin_of(asked.url)) {
      return failed(TransportFault::SentOn,
                    fmt::format("the server sends on to another host ({}), which is not followed",
                                host.empty() ? "it does not say which" : host));
    }
    const bool keeps_method = response.status == 307 || response.status == 308;
    if (asked.method != HttpMethod::Get && !keeps_method) {
      return failed(
          TransportFault::SentOn,
          fmt::format("the server sends a {} on with status {}, which would drop its body",
                      to_string(asked.method), response.status));
    }
    if (redirects == options_.most_redirects) {
      return failed(TransportFault::SentOn,
                    fmt::format("the server sends on and on, {} times", redirects + 1));
    }
    asked.url = to;
    return std::nullopt;
  }

  Exchange send_once(const HttpRequest& request) {
    Answer answer;
    answer.largest = options_.largest_answer;
    std::array<char, CURL_ERROR_SIZE> problem{};
    const List headers = headers_of(request);
    prepare(request, headers.get(), answer, problem.data());
    const CURLcode code = curl_easy_perform(easy_.get());
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK) {
      answer.response.status = static_cast<int>(status);
      return {std::move(answer.response), {}};
    }
    if (answer.header_bytes > kLongestHeaders)
      return failed(TransportFault::TooLarge, "the headers of the answer have no end");
    if (answer.is_too_large || code == CURLE_FILESIZE_EXCEEDED) {
      return failed(TransportFault::TooLarge, fmt::format("the answer is larger than {} bytes",
                                                          with_separators(answer.largest)));
    }
    const std::string why =
        readable(problem[0] != '\0' ? problem.data() : curl_easy_strerror(code));
    return failed(is_connecting(code) ? TransportFault::Refused : fault_of(code), why);
  }

  // Ran out of time before a byte was sent.
  [[nodiscard]] bool is_connecting(CURLcode code) const {
    long sent = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &sent);
    return code == CURLE_OPERATION_TIMEDOUT && sent == 0;
  }

  static List headers_of(const HttpRequest& request) {
    curl_slist* list = curl_slist_append(nullptr, "Expect:");  // no round trip before a body
    for (const HttpHeader& header : request.headers)
      list = curl_slist_append(list, (header.name + ": " + header.value).c_str());
    return List(list);
  }

  void prepare(const HttpRequest& request, curl_slist* headers, Answer& answer, char* problem) {
    CURL* const easy = easy_.get();
    curl_easy_reset(easy);  // connections stay
    set(CURLOPT_ERRORBUFFER, problem);
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, options_.allows_plain_http ? "https,http" : "https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_ACCEPT_ENCODING, "");  // whatever curl can unpack
    set(CURLOPT_USERAGENT, "metro2");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options_.largest_answer));
    set(CURLOPT_WRITEFUNCTION, take_body);
    set(CURLOPT_WRITEDATA, &answer);
    set(CURLOPT_HEADERFUNCTION, take_header);
    set(CURLOPT_HEADERDATA, &answer);
    // On a connection that was kept curl sends again what it got no answer to, without a word.
    if (!request.is_repeatable()) set(CURLOPT_FRESH_CONNECT, 1L);
    if (request.method == HttpMethod::Get) return;
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.data());
    if (request.method != HttpMethod::Post)
      set(CURLOPT_CUSTOMREQUEST, std::string(to_string(request.method)).c_str());
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(easy_.get(), option, value);
    M2_CHECK(code == CURLE_OK, "libcurl takes an option of its documentation");
  }

  CurlOptions options_;
  std::unique_ptr<CURL, EasyDeleter> easy_;
};

}  // namespace

std::unique_ptr<Transport> curl_transport(CurlOptions options) {
  return std::make_unique<CurlTransport>(std::move(options));
}

}  // namespace m2::connectors

#include "connectors/loanpro/api.h"

#include <fmt/format.h>

#include "connectors/http/clock.h"
#include "connectors/http/retry.h"
#include "engine/base/date.h"
#include "engine/base/text.h"

namespace m2::connectors {
namespace {

Result<HttpRequest> a_get(const LoanProConnection& connection, std::string url) {
  if (connection.token.empty() || connection.instance.empty()) {
    return Error{
        ErrorCode::Invalid,
        "LoanPro wants a token and the id of the instance: both stand in Settings, Company, "
        "API"};
  }
  HttpRequest request;
  request.url = std::move(url);
  request.headers = {secret_header("Authorization", "Bearer " + connection.token),
                     {"Autopal-Instance-Id", connection.instance},
                     {"Content-Type", "application/json"},
                     {"Accept", "application/json"}};
  return request;
}

Result<void> check_base(const LoanProConnection& connection) {
  if (!origin_of(connection.base).empty() && connection.base.ends_with('/')) return {};
  return Error{ErrorCode::Invalid, fmt::format("`{}` is no base of LoanPro: a URL that ends with / "
                                               "was expected, as {}",
                                               shown_url(connection.base), kLoanProBase)};
}

// The path and the query of a URL.
std::string_view path_of(std::string_view url) {
  const std::size_t host = url.find("://");
  if (host == std::string_view::npos) return {};
  const std::size_t path = url.find('/', host + 3);
  return path == std::string_view::npos ? std::string_view() : url.substr(path);
}

// {"message": "…"}, {"message": {"value": "…"}}.
std::string_view message_in(const JsonValue& of) {
  const JsonValue* message = of.IsObject() ? find(of, "message") : nullptr;
  if (message != nullptr && message->IsObject()) message = find(*message, "value");
  return message == nullptr ? "" : scalar_text(*message).value_or("");
}

}  // namespace

Result<HttpRequest> loanpro_list(const LoanProConnection& connection, const LoanProQuery& query) {
  M2_TRY_VOID(check_base(connection));
  if (query.filter.empty()) {
    return Error{ErrorCode::Invalid,
                 fmt::format("LoanPro lists no {} without a filter", query.entity)};
  }
  std::string url = fmt::format("{}odata.svc/{}?$filter={}&$orderby={}&$top={}&$skip={}",
                                connection.base, query.entity, percent_encoded(query.filter),
                                percent_encoded(query.order_by), query.top, query.skip);
  if (!query.expand.empty())
    url += "&$expand=" + percent_encoded(fmt::format("{}", fmt::join(query.expand, ",")));
  return a_get(connection, std::move(url));
}

Result<HttpRequest> loanpro_next(const LoanProConnection& connection, std::string_view next) {
  M2_TRY_VOID(check_base(connection));
  const std::string_view ours = path_of(connection.base);
  const std::string_view path = path_of(next);
  const bool is_ours = path.starts_with(ours) && path.find("..") == std::string_view::npos &&
                       path.find_first_of("\r\n ") == std::string_view::npos;
  if (!is_ours) {
    return Error{ErrorCode::Invalid,
                 "LoanPro names a next page that is none of its own; it is not asked for"};
  }
  return a_get(connection, connection.base + std::string(path.substr(ours.size())));
}

std::string loanpro_datetime(std::int64_t unix_seconds) {
  const std::int64_t days =
      (unix_seconds < 0 ? unix_seconds - kSecondsADay + 1 : unix_seconds) / kSecondsADay;
  const std::int64_t of_day = unix_seconds - days * kSecondsADay;
  const Date day = Date::from_days(0).plus_days(days);
  return fmt::format("datetime'{}T{:02}:{:02}:{:02}'", day.to_string(), of_day / 3600,
                     of_day / 60 % 60, of_day % 60);
}

void LoanProReply::forget() {
  fault_ = LoanProFault::None;
  status_ = 0;
  message_.clear();
  data_ = nullptr;
}

void LoanProReply::read(const HttpResponse& response) {
  forget();
  status_ = response.status;
  const bool is_json = !document_.parse(response.body) && document_.root().IsObject();
  if (response.status >= 400) return read_fault(response.status);
  if (!is_json) {
    fault_ = LoanProFault::Malformed;
    message_ = "the answer is cut, or no JSON";
    return;
  }
  data_ = find(document_.root(), "d");
  if (data_ != nullptr && data_->IsObject() && find(*data_, "error") == nullptr) return;
  data_ = nullptr;
  if (message_in(document_.root()).empty() && find(document_.root(), "error") == nullptr) {
    fault_ = LoanProFault::Malformed;
    message_ = "the answer has no data";
    return;
  }
  read_fault(response.status);
}

// In any of three shapes, which may stand under "d".
void LoanProReply::read_fault(int status) {
  fault_ = is_passing_status(status)        ? LoanProFault::Passing
           : status == 401                  ? LoanProFault::Credentials
           : status == 403                  ? LoanProFault::NotGranted
           : status == 404 || status == 410 ? LoanProFault::NotThere
                                            : LoanProFault::Refused;
  if (!document_.root().IsObject()) return;
  const JsonValue* from = find(document_.root(), "d");
  if (from == nullptr || !from->IsObject()) from = &document_.root();
  const JsonValue* const error = find(*from, "error");
  message_ = told_by_server(message_in(error != nullptr ? *error : *from));
}

const JsonValue* LoanProReply::rows() const {
  const JsonValue* const rows = data_ == nullptr ? nullptr : find(*data_, "results");
  return rows != nullptr && rows->IsArray() ? rows : nullptr;
}

std::optional<std::int64_t> LoanProReply::total() const {
  const JsonValue* const summary = data_ == nullptr ? nullptr : find(*data_, "summary");
  const JsonValue* const total =
      summary == nullptr || !summary->IsObject() ? nullptr : find(*summary, "total");
  const auto text = total == nullptr ? std::nullopt : scalar_text(*total);
  return text ? whole_number(*text) : std::nullopt;
}

}  // namespace m2::connectors

#include "connectors/loanpro/client.h"

#include <fmt/format.h>

namespace m2::connectors {

LoanProClient::LoanProClient(LoanProConnection connection, Transport& transport, HttpClock& clock,
                             HttpOptions options)
    : connection_(std::move(connection)),
      name_(options.connection),
      http_(transport, clock, with_retries(std::move(options), reply_)) {}

// Each answer is read once, when it is asked whether it passes.
HttpOptions LoanProClient::with_retries(HttpOptions options, LoanProReply& reply) {
  options.retry.is_passing = [&reply](const HttpResponse& response) {
    reply.read(response);
    return reply.fault() == LoanProFault::Passing || reply.fault() == LoanProFault::Malformed;
  };
  return options;
}

Result<void> LoanProClient::ask(const HttpRequest& request) {
  reply_.forget();
  if (auto response = http_.send(request); !response) {
    Error error = std::move(response.error());
    if (!reply_.message().empty()) error.message += ": " + reply_.message();
    return error;
  }
  if (reply_.fault() != LoanProFault::None) return told(request);
  return {};
}

Result<void> LoanProClient::each_row(LoanProQuery query, const RowSink& sink) {
  for (std::size_t pass = 0; pass < kMostPasses; ++pass) {
    M2_TRY(const bool is_whole, each_row_once(query, sink));
    if (is_whole) return {};
  }
  return Error{
      ErrorCode::Unavailable,
      fmt::format("connection `{}`: {} changes faster than it can be read", name_, query.entity)};
}

// Whether the number of rows was the same all the time.
Result<bool> LoanProClient::each_row_once(LoanProQuery query, const RowSink& sink) {
  std::optional<std::int64_t> total;
  bool is_whole = true;
  for (std::size_t page = 0; page < kMostPages; ++page) {
    M2_TRY(const HttpRequest request, loanpro_list(connection_, query));
    M2_TRY_VOID(ask(request));
    const JsonValue* const rows = reply_.rows();
    if (rows == nullptr) return told(request);
    is_whole = is_whole && (!total || reply_.total() == total);
    total = reply_.total();
    if (rows->Empty()) return is_whole;
    query.skip += rows->Size();
    for (const JsonValue& row : rows->GetArray()) M2_TRY_VOID(sink(row));
  }
  return Error{ErrorCode::Unavailable, fmt::format("connection `{}`: {} has no end after {} pages",
                                                   name_, query.entity, kMostPages)};
}

Result<void> LoanProClient::each_changed(const std::string& entity, const std::string& field,
                                         std::int64_t since, std::vector<std::string> expand,
                                         const RowSink& sink) {
  return each_row({.entity = entity,
                   .filter = fmt::format("{} ge {}", field, loanpro_datetime(since)),
                   .expand = std::move(expand),
                   .order_by = fmt::format("{} asc,id asc", field)},
                  sink);
}

Error LoanProClient::told(const HttpRequest& request) const {
  const std::string said =
      fmt::format("connection `{}`: {}: LoanPro answers {}{}{}", name_, shown(request),
                  reply_.status(), reply_.message().empty() ? "" : ": ", reply_.message());
  switch (reply_.fault()) {
    case LoanProFault::Credentials:
      return {ErrorCode::Unavailable,
              said +
                  "; the token does not hold, or no longer: make a new one in Settings, Company, "
                  "API, and enter it"};
    case LoanProFault::NotGranted:
      return {ErrorCode::Unavailable,
              said + "; the role of the token's user lacks this endpoint or method"};
    case LoanProFault::NotThere:
      return {ErrorCode::NotFound, said};
    case LoanProFault::None:
      return {ErrorCode::Unavailable, said + "; a list was expected"};
    default:
      return {ErrorCode::Invalid, said};
  }
}

}  // namespace m2::connectors

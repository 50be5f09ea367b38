#include "connectors/loanpro/client.h"

#include <fmt/format.h>

namespace m2::connectors {

LoanProClient::LoanProClient(LoanProConnection connection, Transport& transport, HttpClock& clock,
                             HttpOptions options)
    : connection_(std::move(connection)), asking_(transport, clock, std::move(options)) {}

Result<void> LoanProClient::each_row(LoanProQuery query, const RowSink& sink) {
  for (std::size_t pass = 0; pass < kMostPasses; ++pass) {
    M2_TRY(const bool is_whole, each_row_once(query, sink));
    if (is_whole) return {};
  }
  return Error{ErrorCode::Unavailable,
               fmt::format("connection `{}`: {} changes faster than it can be read", asking_.name(),
                           query.entity)};
}

// Whether these were all rows: as many as LoanPro says there are, and no other number on any page.
Result<bool> LoanProClient::each_row_once(LoanProQuery query, const RowSink& sink) {
  std::optional<std::int64_t> total;
  bool is_whole = true;
  std::int64_t count = static_cast<std::int64_t>(query.skip);
  for (std::size_t page = 0; page < kMostPages; ++page) {
    M2_TRY(const HttpRequest request, loanpro_list(connection_, query));
    M2_TRY_VOID(asking_.send(request));
    const LoanProReply& reply = asking_.reply();
    if (reply.fault() != LoanProFault::None) return told(request);
    const JsonValue* const rows = reply.rows();
    if (rows == nullptr) return told(request);
    is_whole = is_whole && (page == 0 || reply.total() == total);
    total = reply.total();
    if (rows->Empty()) return is_whole && (!total || *total == count);
    query.skip += rows->Size();
    count += rows->Size();
    for (const JsonValue& row : rows->GetArray()) M2_TRY_VOID(sink(row));
  }
  return Error{ErrorCode::Unavailable, fmt::format("connection `{}`: {} has no end after {} pages",
                                                   asking_.name(), query.entity, kMostPages)};
}

Result<void> LoanProClient::each_changed(const std::string& entity, const std::string& field,
                                         std::int64_t since, std::vector<std::string> expand,
                                         const RowSink& sink) {
  return each_row({.entity = entity,
                   .filter = fmt::format("{} ge {}", field, loanpro_datetime(since)),
                   .expand = std::move(expand)},
                  sink);
}

Error LoanProClient::told(const HttpRequest& request) const {
  const LoanProReply& reply = asking_.reply();
  const std::string said =
      fmt::format("connection `{}`: {}: LoanPro answers {}{}{}", asking_.name(), shown(request),
                  reply.status(), reply.message().empty() ? "" : ": ", reply.message());
  switch (reply.fault()) {
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

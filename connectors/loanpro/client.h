#pragma once
// LoanProClient: pages of one connection, asked again while what is wrong passes.
//
//   LoanProClient client(connection, *transport, machine_clock(), {.connection = "main"});
//   M2_TRY_VOID(client.each_changed("Loans", "lastUpdated", since, {}, take_loan));

#include <functional>

#include "connectors/http/asking.h"
#include "connectors/loanpro/api.h"

namespace m2::connectors {

class LoanProClient {
 public:
  LoanProClient(LoanProConnection connection, Transport& transport, HttpClock& clock,
                HttpOptions options);
  LoanProClient(const LoanProClient&) = delete;
  LoanProClient& operator=(const LoanProClient&) = delete;

  using RowSink = std::function<Result<void>(const JsonValue& row)>;
  /// Every row, page after page, until a page is empty: fewer than asked for says nothing. Where
  /// the number of rows changed meanwhile one may have moved to a page that was read before, so all
  /// are asked for again, and come to the sink again. Errors: Invalid (the connection, or what was
  /// asked), Unavailable (token, role, gave up, no end), TooLarge, and those of the sink.
  Result<void> each_row(LoanProQuery query, const RowSink& sink);
  /// Rows whose `field`, a time, is that of `since` or later: what changed in the same second as
  /// the last row of the last sync comes again, so that none is lost. In the order of their ids,
  /// which a change does not move. A row that changes while they are read may come as it was, so
  /// the next `since` is a time before this began.
  Result<void> each_changed(const std::string& entity, const std::string& field, std::int64_t since,
                            std::vector<std::string> expand, const RowSink& sink);

  /// Of the last call: what LoanPro said was wrong.
  [[nodiscard]] LoanProFault fault() const { return asking_.reply().fault(); }
  [[nodiscard]] const HttpClient& http() const { return asking_.http(); }

 private:
  Result<bool> each_row_once(LoanProQuery query, const RowSink& sink);
  [[nodiscard]] Error told(const HttpRequest& request) const;

  static constexpr std::size_t kMostPages = 100'000;
  static constexpr std::size_t kMostPasses = 5;

  LoanProConnection connection_;
  Asking<LoanProReply> asking_;
};

}  // namespace m2::connectors

#pragma once
// Books: what a furnisher knows of an account, day by day: what fell due, what was paid, since when
// it is late. Days past due are calendar days from the oldest due date that is not paid; payments
// go to the oldest due date first.
//
//   books.falls_due(day, 450); books.pay(day, 450); books.end_day(day);
//   books.days_past_due(month_end)

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/date.h"

namespace m2::oracle {

class AccountBooks {
 public:
  void falls_due(Date day, std::int64_t amount) { unpaid_.push_back({day, amount}); }
  /// To the oldest due first; what is left over pays nothing in advance.
  void pay(std::int64_t amount);
  /// At the end of each day: a run of lateness begins or ends.
  void end_day(Date day);
  /// Nothing more falls due, and nothing is asked for any more.
  void forgive() { unpaid_.clear(); }

  [[nodiscard]] int days_past_due(Date day) const;
  [[nodiscard]] std::int64_t open() const;
  /// What is 30 and more days late.
  [[nodiscard]] std::int64_t past_due(Date day) const;
  [[nodiscard]] std::int64_t oldest_amount() const {
    return unpaid_.empty() ? 0 : unpaid_.front().amount;
  }
  /// Days that the account would be late if the oldest due were paid on `day`.
  [[nodiscard]] int days_past_due_without_oldest(Date day) const;
  /// First missed due date of the running delinquency, and 30 days.
  [[nodiscard]] std::optional<Date> first_delinquency() const { return first_; }

 private:
  struct Due {
    Date day;
    std::int64_t amount = 0;
  };
  std::deque<Due> unpaid_;
  std::optional<Date> first_;
};

/// "11", "71", "78", "80", "82", "83", "84".
std::string_view status_of(int days_past_due);
/// '0' to '6'.
char rating_of(int days_past_due);

/// The letter that a report leaves in the history of the next one.
char letter_of(std::string_view status, std::string_view rating, bool zero_balance_line);

}  // namespace m2::oracle

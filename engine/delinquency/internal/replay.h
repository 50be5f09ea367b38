#pragma once
// Replay: payments applied one day after the other, for the orders where it matters which charges
// were due when a payment came.
//
//   replay.start(order, debts, moves);
//   for_each_day(debts, moves, [&](const DayEvents& today) { replay.advance(today); … });
//
// Oldest first needs none of this: there the sum of all money says which charges it covers.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/delinquency/internal/events.h"

namespace m2::internal {

/// From the end of `day` on, `paid` cents of the debt are paid.
struct Posting {
  std::int32_t day = 0;
  std::uint32_t debt = 0;
  std::int64_t paid = 0;
};

class Replay {
 public:
  /// The spans must stay valid until the last advance().
  void start(Order order, std::span<const Debt> debts, std::span<const Move> moves);
  /// Takes in the events of the next day. A day with a reversal starts over without what was
  /// reversed.
  void advance(const DayEvents& today);

  /// After each day: what reportable debts leave open, the index of the oldest of them (meaningful
  /// while something is open), and what is left over.
  [[nodiscard]] std::int64_t unpaid() const { return unpaid_; }
  [[nodiscard]] std::uint32_t oldest() const { return oldest_; }
  [[nodiscard]] std::int64_t left() const { return left_; }
  [[nodiscard]] const std::vector<Posting>& postings() const { return postings_; }

 private:
  struct Applied {
    std::uint32_t debt = 0;
    std::int64_t cents = 0;
  };

  void forget();
  void apply(const DayEvents& today, std::int32_t as_of);
  void open(std::uint32_t debt);
  void pay_from(std::int32_t first_due);
  void take_back(std::int64_t cents);
  void publish(const DayEvents& today);

  Order order_ = Order::ByPriority;
  std::span<const Debt> debts_;
  std::span<const Move> moves_;
  std::int64_t left_ = 0;
  std::int64_t unpaid_ = 0;
  std::uint32_t oldest_ = 0;
  std::vector<std::int64_t> paid_;      // by debt
  std::vector<std::int64_t> posted_;    // by debt: the last published `paid_`
  std::vector<std::uint32_t> open_;     // debts due and not covered, in the order they are paid
  std::vector<Applied> applied_;        // where money went, in the sequence it did
  std::vector<std::uint32_t> touched_;  // debts whose `paid_` may have changed today
  std::vector<Posting> postings_;
};

}  // namespace m2::internal

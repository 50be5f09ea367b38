#pragma once
// Seeded random ledgers for the comparison and the laws.

#include <random>
#include <vector>

#include "engine/delinquency/allocation.h"

namespace m2::oracle {

struct Ledger {
  std::vector<Charge> charges;
  std::vector<Payment> payments;
};

inline const Date kFirstDay = Date::from_days(20089);  // 2025-01-01
inline constexpr int kDays = 130;

class RandomLedgers {
 public:
  explicit RandomLedgers(std::uint32_t seed) : engine_(seed) {}

  /// From 0 to `most`, the same on every platform.
  int below_or(int most) {
    return static_cast<int>(engine_() % static_cast<std::uint32_t>(most + 1));
  }
  bool one_in(int n) { return below_or(n - 1) == 0; }

  /// Events crowd on few days, so that equal dates are common.
  Date event_day() {
    const int day = below_or(kDays - 20);
    return kFirstDay.plus_days(one_in(2) ? day : day / 10 * 10);
  }

  Ledger next() {
    Ledger ledger;
    const int charges = below_or(8);
    const int payments = below_or(8);
    for (int i = 0; i < charges; ++i) {
      const int cents = one_in(8) ? -below_or(9) : below_or(20);
      ledger.charges.push_back({.due = event_day(),
                                .cents = cents,
                                .tie = engine_(),
                                .rank = static_cast<std::uint32_t>(below_or(2)),
                                .reportable = !one_in(4)});
    }
    for (int i = 0; i < payments; ++i) {
      Payment payment{.paid_on = event_day(), .cents = below_or(25)};
      if (one_in(5)) payment.cents = -below_or(15);
      if (one_in(4)) payment.reversed_on = payment.paid_on.plus_days(below_or(60) - 2);
      ledger.payments.push_back(payment);
    }
    return ledger;
  }

  std::mt19937& engine() { return engine_; }

 private:
  std::mt19937 engine_;
};

inline Allocation prepared(Order order, const Ledger& ledger) {
  Allocation allocation;
  allocation.start(order);
  allocation.charges() = ledger.charges;
  allocation.payments() = ledger.payments;
  REQUIRE(allocation.prepare());
  return allocation;
}

inline bool same(const Standing& a, const Standing& b) {
  return a.balance == b.balance && a.unpaid == b.unpaid && a.credit == b.credit &&
         a.oldest_unpaid_due == b.oldest_unpaid_due && a.late_since == b.late_since &&
         a.days_late_when_settled == b.days_late_when_settled &&
         a.late_since_when_settled == b.late_since_when_settled;
}

inline bool same(const ChargeState& a, const ChargeState& b) {
  return a.is_due == b.is_due && a.paid == b.paid && a.unpaid == b.unpaid &&
         a.settled_on == b.settled_on;
}

}  // namespace m2::oracle

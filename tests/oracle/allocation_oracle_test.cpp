#include <sstream>

#include "tests/oracle/allocation_ledgers.h"
#include "tests/oracle/allocation_naive.h"

using namespace m2;
using namespace m2::oracle;

namespace {

std::string text(const std::optional<Date>& date) {
  return date ? date->to_string() : "-";
}

std::string text(const Standing& s) {
  std::ostringstream out;
  out << "balance " << s.balance << " unpaid " << s.unpaid << " credit " << s.credit << " oldest "
      << text(s.oldest_unpaid_due) << " late since " << text(s.late_since) << " settled after "
      << s.days_late_when_settled << " late since " << text(s.late_since_when_settled);
  return out.str();
}

std::string text(const Ledger& ledger) {
  std::ostringstream out;
  for (const Charge& c : ledger.charges) {
    out << "\n  charge " << c.due.to_string() << ' ' << c.cents << " tie " << c.tie << " rank "
        << c.rank << (c.reportable ? "" : " not reportable");
  }
  for (const Payment& p : ledger.payments) {
    out << "\n  payment " << p.paid_on.to_string() << ' ' << p.cents << " reversed "
        << text(p.reversed_on);
  }
  return out.str();
}

// Compares every day; `allocation` is reused, as the interpreter does.
void compare(Allocation& allocation, Order order, const Ledger& ledger, Date last) {
  allocation.start(order);
  allocation.charges() = ledger.charges;
  allocation.payments() = ledger.payments;
  REQUIRE(allocation.prepare());
  std::vector<ChargeState> charges;
  for (const NaiveDay& expected : naive_days(order, ledger.charges, ledger.payments, last)) {
    const Standing found = allocation.standing(expected.day);
    allocation.charge_states(expected.day, charges);
    bool agrees = same(found, expected.standing) && charges.size() == expected.charges.size();
    for (std::size_t i = 0; agrees && i < charges.size(); ++i) {
      agrees = same(charges[i], expected.charges[i]);
    }
    if (agrees) continue;
    INFO("order " << static_cast<int>(order) << " on " << expected.day.to_string() << text(ledger));
    CHECK(text(found) == text(expected.standing));
    for (std::size_t i = 0; i < charges.size(); ++i) {
      CAPTURE(i);
      CHECK(charges[i].is_due == expected.charges[i].is_due);
      CHECK(charges[i].paid == expected.charges[i].paid);
      CHECK(charges[i].unpaid == expected.charges[i].unpaid);
      CHECK(text(charges[i].settled_on) == text(expected.charges[i].settled_on));
    }
    FAIL("the timeline and the literal replay disagree");
  }
}

constexpr Order kOrders[] = {Order::OldestFirst, Order::ByPriority, Order::SameMonthFirst};

}  // namespace

SCENARIO("the timeline agrees with the literal replay on random ledgers, every day") {
  RandomLedgers ledgers(20250131);
  Allocation allocation;
  for (int i = 0; i < 1200; ++i) {
    const Ledger ledger = ledgers.next();
    if (ledger.charges.empty() && ledger.payments.empty()) continue;
    for (const Order order : kOrders) {
      compare(allocation, order, ledger, kFirstDay.plus_days(kDays));
    }
  }
}

SCENARIO("the timeline agrees with the literal replay on every small ledger around day 30") {
  // Two charges and two payments; each value is one where something can tip.
  const auto at = [](int days) { return kFirstDay.plus_days(days); };
  std::vector<Charge> charges;
  for (const int due : {0, 1}) {
    for (const int cents : {-1, 1, 2}) {
      for (const bool reportable : {true, false}) {
        charges.push_back({.due = at(due), .cents = cents, .reportable = reportable});
      }
    }
  }
  std::vector<Payment> payments;
  for (const int paid_on : {0, 1, 30, 31}) {
    for (const int cents : {-1, 1, 2}) {
      payments.push_back({.paid_on = at(paid_on), .cents = cents});
      if (cents > 0 && paid_on < 30) {
        payments.push_back({.paid_on = at(paid_on), .cents = cents, .reversed_on = at(31)});
      }
    }
  }

  Allocation allocation;
  std::size_t ledgers = 0;
  for (Charge first : charges) {
    for (Charge second : charges) {
      second.tie = 1;
      first.rank = 1;
      for (std::size_t i = 0; i < payments.size(); ++i) {
        for (std::size_t j = i; j < payments.size(); ++j) {
          const Ledger ledger{{first, second}, {payments[i], payments[j]}};
          const Order order = kOrders[ledgers++ % std::size(kOrders)];
          compare(allocation, order, ledger, at(33));
        }
      }
    }
  }
  CHECK(ledgers == 144 * 136);
}

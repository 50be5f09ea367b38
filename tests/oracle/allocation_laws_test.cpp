#include <algorithm>

#include "engine/delinquency/buckets.h"
#include "tests/oracle/allocation_ledgers.h"

using namespace m2;
using namespace m2::oracle;

namespace {

constexpr int kLedgers = 2000;

// Calls `check(day)` for every day of the ledgers and some around them.
template <class Check>
void for_each_day(Check check) {
  for (int day = -5; day < kDays + 40; ++day) check(kFirstDay.plus_days(day));
}

bool same_every_day(const Allocation& a, const Allocation& b) {
  bool equal = true;
  for_each_day([&](Date day) { equal = equal && same(a.standing(day), b.standing(day)); });
  return equal;
}

std::int32_t days_late(const Allocation& ledger, Date day) {
  return days_past_due(ledger.standing(day).oldest_unpaid_due, day);
}

Order any_order(RandomLedgers& random) {
  return static_cast<Order>(random.below_or(2));
}

}  // namespace

SCENARIO("splitting a payment in two on the same day changes nothing") {
  RandomLedgers random(1);
  for (int i = 0; i < kLedgers; ++i) {
    const Ledger whole = random.next();
    if (whole.payments.empty()) continue;
    Ledger split = whole;
    const auto which =
        static_cast<std::size_t>(random.below_or(static_cast<int>(whole.payments.size()) - 1));
    Payment part = split.payments[which];
    part.cents = random.below_or(20);
    split.payments[which].cents -= part.cents;
    split.payments.push_back(part);
    const Order order = any_order(random);
    REQUIRE(same_every_day(prepared(order, whole), prepared(order, split)));
  }
}

SCENARIO("the sequence in which the source lists its rows changes nothing") {
  RandomLedgers random(2);
  for (int i = 0; i < kLedgers; ++i) {
    const Ledger ledger = random.next();
    Ledger shuffled = ledger;
    std::shuffle(shuffled.charges.begin(), shuffled.charges.end(), random.engine());
    std::shuffle(shuffled.payments.begin(), shuffled.payments.end(), random.engine());
    const Order order = any_order(random);
    REQUIRE(same_every_day(prepared(order, ledger), prepared(order, shuffled)));
  }
}

SCENARIO("oldest first, one more payment lowers what is owed and never adds a day past due") {
  RandomLedgers random(3);
  for (int i = 0; i < kLedgers; ++i) {
    const Ledger ledger = random.next();
    Ledger more = ledger;
    const Payment extra{.paid_on = random.event_day(), .cents = 1 + random.below_or(20)};
    more.payments.push_back(extra);
    const Allocation before = prepared(Order::OldestFirst, ledger);
    const Allocation after = prepared(Order::OldestFirst, more);
    for_each_day([&](Date day) {
      REQUIRE(days_late(after, day) <= days_late(before, day));
      REQUIRE(after.standing(day).balance <= before.standing(day).balance);
    });
  }
}

SCENARIO("oldest first, a reversal date and a negative payment on that date are the same") {
  RandomLedgers random(4);
  for (int i = 0; i < kLedgers; ++i) {
    const Ledger dated = random.next();
    Ledger rows = dated;
    for (std::size_t p = 0; p < dated.payments.size(); ++p) {
      const Payment& payment = dated.payments[p];
      if (!payment.reversed_on) continue;
      rows.payments[p].reversed_on.reset();
      const Date on = std::max(payment.paid_on, *payment.reversed_on);
      rows.payments.push_back({.paid_on = on, .cents = -payment.cents});
    }
    REQUIRE(
        same_every_day(prepared(Order::OldestFirst, dated), prepared(Order::OldestFirst, rows)));
  }
}

SCENARIO("with everything reportable, every order owes what was charged less what was paid") {
  RandomLedgers random(5);
  for (int i = 0; i < kLedgers; ++i) {
    Ledger ledger = random.next();
    for (Charge& charge : ledger.charges) charge.reportable = true;
    const Allocation allocation = prepared(any_order(random), ledger);
    for_each_day([&](Date day) {
      std::int64_t owed = 0;
      for (const Charge& charge : ledger.charges) owed += charge.due <= day ? charge.cents : 0;
      for (const Payment& payment : ledger.payments) {
        const bool counts =
            payment.paid_on <= day && (!payment.reversed_on || *payment.reversed_on > day);
        owed -= counts ? payment.cents : 0;
      }
      REQUIRE(allocation.standing(day).balance == owed);
    });
  }
}

SCENARIO("late_since stands still while a run of delinquency is unbroken, and only then exists") {
  RandomLedgers random(6);
  for (int i = 0; i < kLedgers; ++i) {
    const Allocation ledger = prepared(any_order(random), random.next());
    std::optional<Date> yesterday;
    for_each_day([&](Date day) {
      const Standing today = ledger.standing(day);
      REQUIRE(today.late_since.has_value() == (bucket(days_late(ledger, day)) > 0));
      if (today.late_since && yesterday) REQUIRE(today.late_since == yesterday);
      if (today.late_since && !yesterday) REQUIRE(today.late_since == today.oldest_unpaid_due);
      yesterday = today.late_since;
    });
  }
}

SCENARIO("paid and unpaid make up each charge, and the open reportable ones make up the standing") {
  RandomLedgers random(7);
  std::vector<ChargeState> states;
  for (int i = 0; i < kLedgers; ++i) {
    const Ledger ledger = random.next();
    const Allocation allocation = prepared(any_order(random), ledger);
    for_each_day([&](Date day) {
      allocation.charge_states(day, states);
      REQUIRE(states.size() == ledger.charges.size());
      std::int64_t unpaid = 0;
      bool all_paid = true;
      for (std::size_t c = 0; c < states.size(); ++c) {
        const Charge& charge = ledger.charges[c];
        REQUIRE(states[c].is_due == (charge.due <= day));
        const std::int64_t owed = states[c].is_due ? std::max<std::int64_t>(charge.cents, 0) : 0;
        REQUIRE(states[c].paid + states[c].unpaid == owed);
        REQUIRE(states[c].settled_on.has_value() == (states[c].is_due && states[c].unpaid == 0));
        if (charge.reportable) unpaid += states[c].unpaid;
        all_paid = all_paid && states[c].unpaid == 0;
      }
      const Standing standing = allocation.standing(day);
      REQUIRE(standing.unpaid == unpaid);
      REQUIRE((standing.credit == 0 || all_paid));
    });
  }
}

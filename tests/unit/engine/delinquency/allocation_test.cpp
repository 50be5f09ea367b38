#include "engine/delinquency/allocation.h"

#include <limits>

#include "tests/support/ledger.h"

using namespace m2;
using test::allocated;
using test::bounced;
using test::charge;
using test::day;
using test::payment;
using test::ranked;
using test::unreported;

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

std::vector<ChargeState> states(const Allocation& ledger, const char* on) {
  std::vector<ChargeState> out;
  ledger.charge_states(day(on), out);
  return out;
}

// What is open of each charge, in whole dollars, charges in the order given.
std::vector<std::int64_t> open_on(const Allocation& ledger, const char* on) {
  std::vector<std::int64_t> open;
  for (const ChargeState& state : states(ledger, on)) open.push_back(state.unpaid / 100);
  return open;
}

using Open = std::vector<std::int64_t>;

}  // namespace

SCENARIO("an account without a ledger owes nothing and was never late") {
  const Standing standing = allocated({}, {}).standing(day("2025-01-31"));
  CHECK(standing.balance == 0);
  CHECK(standing.credit == 0);
  CHECK_FALSE(standing.oldest_unpaid_due);
  CHECK_FALSE(standing.late_since);
  CHECK(standing.days_late_when_settled == 0);
  CHECK_FALSE(standing.late_since_when_settled);
}

SCENARIO("everything counts from the end of its day") {
  const Allocation ledger = allocated({charge("2025-01-01", 100)}, {payment("2025-01-31", 100)});
  CHECK(ledger.standing(day("2024-12-31")).unpaid == 0);
  CHECK(ledger.standing(day("2025-01-01")).unpaid == 10000);
  CHECK(ledger.standing(day("2025-01-30")).unpaid == 10000);
  CHECK(ledger.standing(day("2025-01-31")).unpaid == 0);

  THEN("what is paid on day 30 was never 30 days late") {
    for (Date at = day("2025-01-01"); at < day("2025-03-01"); at = at.plus_days(1)) {
      CHECK_FALSE(ledger.standing(at).late_since);
    }
    CHECK(ledger.standing(day("2025-01-31")).days_late_when_settled == 30);
    CHECK_FALSE(ledger.standing(day("2025-01-31")).late_since_when_settled);
  }
  THEN("what is paid on day 31 was") {
    const Allocation later = allocated({charge("2025-01-01", 100)}, {payment("2025-02-01", 100)});
    CHECK(later.standing(day("2025-01-31")).late_since == day("2025-01-01"));
    CHECK_FALSE(later.standing(day("2025-02-01")).late_since);
    CHECK(later.standing(day("2025-02-01")).days_late_when_settled == 31);
    CHECK(later.standing(day("2025-02-01")).late_since_when_settled == day("2025-01-01"));
  }
}

SCENARIO("a run of delinquency keeps the date it began with until the account is below 30 days") {
  const std::vector<Charge> rent = {charge("2025-01-01", 100), charge("2025-02-01", 100),
                                    charge("2025-03-01", 100), charge("2025-04-01", 100)};
  WHEN("old charges are paid while others are 30 days old") {
    const Allocation ledger =
        allocated(rent, {payment("2025-03-05", 100), payment("2025-04-05", 100)});
    CHECK(ledger.standing(day("2025-03-04")).late_since == day("2025-01-01"));
    CHECK(ledger.standing(day("2025-03-05")).late_since == day("2025-01-01"));
    CHECK(ledger.standing(day("2025-04-05")).late_since == day("2025-01-01"));
    CHECK(ledger.standing(day("2025-04-05")).oldest_unpaid_due == day("2025-03-01"));
  }
  WHEN("one day lies below 30") {
    // 2 March: February is 29 days old; 3 March: 30
    const Allocation ledger = allocated(rent, {payment("2025-03-02", 100)});
    CHECK(ledger.standing(day("2025-03-01")).late_since == day("2025-01-01"));
    CHECK_FALSE(ledger.standing(day("2025-03-02")).late_since);
    CHECK(ledger.standing(day("2025-03-03")).late_since == day("2025-02-01"));
  }
  WHEN("the payment comes on the very day the next charge is 30 days old") {
    const Allocation ledger = allocated(rent, {payment("2025-03-03", 100)});
    THEN("no day lies below 30, so the run goes on") {
      CHECK(ledger.standing(day("2025-03-03")).late_since == day("2025-01-01"));
    }
  }
}

SCENARIO("lateness when settled speaks of the last time the account became or stayed clear") {
  const std::vector<Charge> rent = {charge("2025-01-01", 100), charge("2025-03-01", 100)};
  WHEN("a late January is followed by a March paid on its due date") {
    const Allocation ledger =
        allocated(rent, {payment("2025-02-15", 100), payment("2025-03-01", 100)});
    CHECK(ledger.standing(day("2025-02-28")).days_late_when_settled == 45);
    CHECK(ledger.standing(day("2025-02-28")).late_since_when_settled == day("2025-01-01"));
    CHECK(ledger.standing(day("2025-03-01")).days_late_when_settled == 0);
    CHECK_FALSE(ledger.standing(day("2025-03-01")).late_since_when_settled);
  }
  WHEN("March is covered by credit") {
    const Allocation ledger = allocated(rent, {payment("2025-02-15", 300)});
    CHECK(ledger.standing(day("2025-02-28")).days_late_when_settled == 45);
    CHECK(ledger.standing(day("2025-03-01")).days_late_when_settled == 0);
  }
  WHEN("March stays open") {
    const Allocation ledger = allocated(rent, {payment("2025-02-15", 100)});
    CHECK(ledger.standing(day("2025-03-31")).days_late_when_settled == 0);
    CHECK_FALSE(ledger.standing(day("2025-03-31")).late_since_when_settled);
  }
  WHEN("only a charge that is not reported falls due later") {
    const Allocation ledger =
        allocated({rent[0], unreported(charge("2025-02-20", 50))}, {payment("2025-02-15", 200)});
    CHECK(ledger.standing(day("2025-02-28")).days_late_when_settled == 45);
  }
  WHEN("more money arrives on a clear account") {
    const Allocation ledger =
        allocated({rent[0]}, {payment("2025-02-15", 100), payment("2025-02-20", 100)});
    CHECK(ledger.standing(day("2025-02-28")).days_late_when_settled == 45);
  }
}

SCENARIO("money left over is credit and covers the next charge on its due date") {
  const Allocation ledger = allocated({charge("2025-01-01", 100), charge("2025-02-01", 100)},
                                      {payment("2025-01-05", 150)});
  CHECK(ledger.standing(day("2025-01-04")).balance == 10000);
  CHECK(ledger.standing(day("2025-01-31")).balance == -5000);
  CHECK(ledger.standing(day("2025-01-31")).credit == 5000);
  CHECK(ledger.standing(day("2025-02-01")).credit == 0);
  CHECK(ledger.standing(day("2025-02-01")).unpaid == 5000);
  const auto charges = states(ledger, "2025-01-31");
  CHECK(charges[0].settled_on == day("2025-01-05"));
  CHECK_FALSE(charges[1].is_due);
  CHECK(charges[1].paid == 0);
  CHECK(states(ledger, "2025-02-01")[1].paid == 5000);
}

SCENARIO("charges that are not reported take their payments too, and count nowhere else") {
  const Allocation ledger = allocated(
      {unreported(charge("2025-01-01", 500)), charge("2025-01-01", 100), charge("2025-02-01", 100)},
      {payment("2025-01-05", 450), payment("2025-02-10", 100)});
  CHECK(open_on(ledger, "2025-01-31") == Open{50, 100, 0});
  CHECK(ledger.standing(day("2025-01-31")).balance == 10000);
  CHECK(ledger.standing(day("2025-01-31")).oldest_unpaid_due == day("2025-01-01"));
  CHECK(open_on(ledger, "2025-02-28") == Open{0, 50, 100});
  CHECK(ledger.standing(day("2025-02-28")).unpaid == 15000);

  AND_THEN("an unpaid fee alone leaves the account current and without credit") {
    const Allocation fee =
        allocated({charge("2025-01-01", 100), unreported(charge("2025-01-02", 50))},
                  {payment("2025-01-01", 120)});
    const Standing standing = fee.standing(day("2025-06-30"));
    CHECK(standing.balance == 0);
    CHECK(standing.credit == 0);
    CHECK_FALSE(standing.oldest_unpaid_due);
  }
}

SCENARIO("a bounced payment counts through the day before it bounced") {
  const Allocation ledger =
      allocated({charge("2025-01-01", 100), charge("2025-02-01", 100)},
                {bounced("2025-03-10", payment("2025-01-01", 100)), payment("2025-02-01", 100)});
  CHECK(ledger.standing(day("2025-03-09")).balance == 0);
  CHECK(ledger.standing(day("2025-03-10")).balance == 10000);
  THEN("the other payments move up to the oldest charge") {
    CHECK(open_on(ledger, "2025-03-10") == Open{0, 100});
    CHECK(ledger.standing(day("2025-03-10")).late_since == day("2025-02-01"));
  }
  THEN("months before stay as they were") {
    CHECK_FALSE(ledger.standing(day("2025-02-28")).oldest_unpaid_due);
  }
  THEN("one that bounced on its own day, or before, never counts") {
    const auto reversed_on = GENERATE("2025-01-05", "2025-01-04");
    const Allocation never =
        allocated({charge("2025-01-01", 100)}, {bounced(reversed_on, payment("2025-01-05", 100))});
    CHECK(never.standing(day("2025-01-04")).unpaid == 10000);
    CHECK(never.standing(day("2025-01-05")).unpaid == 10000);
  }
}

SCENARIO("a negative payment takes money back on its own date") {
  const Allocation ledger = allocated({charge("2025-01-01", 100)},
                                      {payment("2025-01-01", 100), payment("2025-02-15", -100)});
  CHECK(ledger.standing(day("2025-02-14")).balance == 0);
  CHECK(ledger.standing(day("2025-02-15")).oldest_unpaid_due == day("2025-01-01"));
  CHECK(ledger.standing(day("2025-02-15")).late_since == day("2025-01-01"));

  AND_THEN("what exceeds all money received is owed, does not age, and is made good first") {
    const Allocation more = allocated({}, {payment("2025-01-01", -30), payment("2025-03-01", 50)});
    CHECK(more.standing(day("2025-02-28")).balance == 3000);
    CHECK(more.standing(day("2025-02-28")).credit == 0);
    CHECK_FALSE(more.standing(day("2025-02-28")).oldest_unpaid_due);
    CHECK(more.standing(day("2025-03-01")).balance == -2000);
  }
}

SCENARIO("a negative charge is money on its due date") {
  const Allocation ledger = allocated({charge("2025-01-01", 100), charge("2025-01-10", -40)}, {});
  CHECK(ledger.standing(day("2025-01-09")).balance == 10000);
  CHECK(ledger.standing(day("2025-01-10")).balance == 6000);
  const auto charges = states(ledger, "2025-01-31");
  CHECK(charges[0].paid == 4000);
  CHECK(charges[1].is_due);
  CHECK(charges[1].unpaid == 0);
  CHECK(charges[1].settled_on == day("2025-01-10"));
}

SCENARIO("charges of one due date are paid in the order of their tie") {
  Charge second = charge("2025-01-01", 100);
  second.tie = 2;
  Charge first = charge("2025-01-01", 100);
  first.tie = 1;
  CHECK(open_on(allocated({second, first}, {payment("2025-01-01", 120)}), "2025-01-01") ==
        Open{80, 0});
}

SCENARIO("a settled charge knows since when") {
  const auto order = GENERATE(Order::OldestFirst, Order::ByPriority, Order::SameMonthFirst);
  const Allocation ledger =
      allocated({charge("2025-01-01", 100)},
                {payment("2025-01-03", 60), bounced("2025-01-20", payment("2025-01-05", 40)),
                 payment("2025-01-25", 40)},
                order);
  CHECK_FALSE(states(ledger, "2025-01-04")[0].settled_on);
  CHECK(states(ledger, "2025-01-19")[0].settled_on == day("2025-01-05"));
  CHECK_FALSE(states(ledger, "2025-01-20")[0].settled_on);
  CHECK(states(ledger, "2025-01-20")[0].paid == 6000);
  CHECK(states(ledger, "2025-01-31")[0].settled_on == day("2025-01-25"));
}

SCENARIO("by priority, money goes to the best rank among the charges already due") {
  const std::vector<Charge> charges = {ranked(2, charge("2025-01-01", 50)),   // fee
                                       ranked(0, charge("2025-01-05", 100)),  // rent
                                       ranked(0, charge("2025-02-05", 100)),  // rent
                                       ranked(1, charge("2025-01-05", 30))};  // utilities
  const auto open = [&](const std::vector<Payment>& payments, const char* on) {
    return open_on(allocated(charges, payments, Order::ByPriority), on);
  };
  CHECK(open({payment("2025-01-05", 120)}, "2025-01-31") == Open{50, 0, 0, 10});
  THEN("a charge that is not due yet takes nothing, whatever its rank") {
    CHECK(open({payment("2025-01-02", 40)}, "2025-02-05") == Open{10, 100, 100, 30});
  }
  THEN("what is left over is credit") {
    CHECK(open({payment("2025-01-05", 200)}, "2025-02-05") == Open{0, 0, 80, 0});
  }
  THEN("a payment that bounced never went anywhere: the later one moves up") {
    CHECK(open({bounced("2025-01-20", payment("2025-01-01", 50)), payment("2025-01-05", 140)},
               "2025-01-31") == Open{40, 0, 0, 0});
    CHECK(open({payment("2025-01-01", 50), bounced("2025-01-20", payment("2025-01-05", 100))},
               "2025-01-31") == Open{0, 100, 0, 30});
  }
  THEN("a negative payment takes back what was applied last") {
    CHECK(open({payment("2025-01-01", 50), payment("2025-01-05", 120), payment("2025-01-20", -50)},
               "2025-01-31") == Open{0, 30, 0, 30});
  }
}

SCENARIO("same month first pays the month of the payment, then the oldest") {
  const std::vector<Charge> charges = {charge("2025-01-01", 100), charge("2025-02-01", 100),
                                       charge("2025-02-15", 100), charge("2025-03-01", 100)};
  const auto open = [&](const std::vector<Payment>& payments, const char* on) {
    return open_on(allocated(charges, payments, Order::SameMonthFirst), on);
  };
  CHECK(open({payment("2025-02-20", 150)}, "2025-02-28") == Open{100, 0, 50, 0});
  CHECK(open({payment("2025-02-20", 250)}, "2025-02-28") == Open{50, 0, 0, 0});
  THEN("a charge of the month that is not due yet waits") {
    CHECK(open({payment("2025-02-10", 150)}, "2025-02-28") == Open{50, 0, 100, 0});
  }
  THEN("January grows old while later months are paid, and is what the account is late with") {
    const Allocation ledger = allocated(
        charges, {payment("2025-02-20", 200), payment("2025-03-01", 100)}, Order::SameMonthFirst);
    CHECK(ledger.standing(day("2025-03-31")).oldest_unpaid_due == day("2025-01-01"));
    CHECK(ledger.standing(day("2025-03-31")).late_since == day("2025-01-01"));
  }
}

SCENARIO("amounts beyond 64 bits are refused, and the object goes on with the next account") {
  const auto order = GENERATE(Order::OldestFirst, Order::ByPriority, Order::SameMonthFirst);
  // charge, payment, fits
  const auto [charged, paid, fits] =
      GENERATE(table<std::int64_t, std::int64_t, bool>({{kMost, 0, true},
                                                        {kMost, 1, false},
                                                        {kMost - 1, 1, true},
                                                        {kMost - 1, -1, true},
                                                        {kMost, -1, false},
                                                        {kLeast, 0, false},
                                                        {0, kLeast, false},
                                                        {-kMost, 0, true}}));
  Allocation ledger;
  ledger.start(order);
  ledger.charges().push_back({.due = day("2025-01-01"), .cents = charged});
  ledger.payments().push_back({.paid_on = day("2025-01-01"), .cents = paid});
  CHECK(ledger.prepare() == fits);
  if (fits) CHECK(ledger.standing(day("2025-01-01")).balance == charged - paid);

  ledger.start(order);
  ledger.charges().push_back(charge("2025-01-01", 100));
  REQUIRE(ledger.prepare());
  CHECK(ledger.standing(day("2025-01-01")).balance == 10000);
}

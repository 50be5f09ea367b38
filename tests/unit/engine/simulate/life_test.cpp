#include "engine/simulate/life.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/simulate/lease.h"
#include "engine/simulate/loan.h"
#include "tests/support/golden.h"

using namespace m2;
using namespace m2::simulate;

namespace {

Date day(std::string_view text) {
  return *Date::parse_iso(text);
}

Scenario months(std::uint64_t seed, int count, std::string_view first = "2024-07") {
  const Period begin = *Period::parse(first);
  return {seed, begin, begin.plus(count - 1).last_day()};
}

using Told = std::vector<std::tuple<Date, EventKind, std::int64_t>>;
Told until(const std::vector<Event>& events, Date last) {
  Told told;
  for (const Event& event : events) {
    if (event.day <= last) told.emplace_back(event.day, event.kind, event.cents);
  }
  return told;
}

}  // namespace

SCENARIO("fifty accounts in a row share out the fifty places, in the order of the seed") {
  for (const Vendor vendor : {Vendor::Entrata, Vendor::LoanPro}) {
    const Knows knows = vendor == Vendor::Entrata ? Knows::Rent : Knows::Loan;
    std::map<Destiny, std::size_t> count;
    std::set<std::vector<Destiny>> orders;
    for (const std::uint64_t seed : {1U, 2U}) {
      std::vector<Destiny> order;
      for (std::uint64_t number = 100; number < 100 + kPlaces; ++number)
        order.push_back(destiny_of(months(seed, 12), vendor, number));
      if (orders.empty()) {
        for (const Destiny destiny : order) ++count[destiny];
      }
      orders.insert(order);
    }
    CHECK(orders.size() == 2);
    for (const DestinyFacts& row : destiny_facts()) {
      CAPTURE(row.key);
      if (row.knows == knows) CHECK(count[row.destiny] == row.places);
    }
  }
}

SCENARIO("every kind of event occurs in two hundred accounts of two years") {
  const auto seed = GENERATE(1U, 7U, 20'260'630U);
  CAPTURE(seed);
  const Scenario scenario = months(seed, 24);
  std::map<EventKind, std::size_t> rent, loan;
  for (std::uint64_t number = 0; number < 200; ++number) {
    for (const auto& [on, kind, cents] : until(live_lease(scenario, number).events, scenario.as_of))
      ++rent[kind];
    for (const auto& [on, kind, cents] : until(live_loan(scenario, number).events, scenario.as_of))
      ++loan[kind];
  }
  for (const EventFacts& event : event_facts()) {
    CAPTURE(event.key);
    CHECK((rent[event.kind] > 0) == (event.knows != Knows::Loan));
    CHECK((loan[event.kind] > 0) == (event.knows != Knows::Rent));
  }
}

SCENARIO("a longer life begins as the shorter one") {
  const Scenario shorter = months(7, 11);
  const Scenario longer = months(7, 30);
  for (std::uint64_t number = 0; number < 300; ++number) {
    CAPTURE(number);
    CHECK(until(live_lease(shorter, number).events, shorter.as_of) ==
          until(live_lease(longer, number).events, shorter.as_of));
    CHECK(until(live_loan(shorter, number).events, shorter.as_of) ==
          until(live_loan(longer, number).events, shorter.as_of));
  }
}

SCENARIO("another seed is another portfolio") {
  std::size_t same = 0;
  for (std::uint64_t number = 0; number < 100; ++number) {
    const Scenario one = months(1, 12);
    const Scenario two = months(2, 12);
    same += until(live_lease(one, number).events, one.as_of) ==
                    until(live_lease(two, number).events, two.as_of)
                ? 1
                : 0;
  }
  CHECK(same < 5);
}

SCENARIO("money covers the oldest due first, and what is not reported takes its share") {
  const std::vector<Due> dues{{day("2026-01-01"), 1'000, true},
                              {day("2026-01-06"), 75, false},
                              {day("2026-02-01"), 1'000, true}};
  const std::vector<Receipt> receipts{{day("2026-01-10"), 1'050}, {day("2026-02-10"), 300}};
  const Books january(dues, receipts, day("2026-01-31"));
  CHECK(january.unpaid() == 0);
  CHECK(january.all_unpaid() == 25);
  CHECK_FALSE(january.oldest_unpaid());
  const Books february(dues, receipts, day("2026-02-20"));
  CHECK(february.unpaid() == 725);
  CHECK(february.oldest_unpaid() == day("2026-02-01"));
  CHECK(february.days_past_due(day("2026-02-20")) == 19);
  CHECK_FALSE(clear_since(dues, receipts, day("2026-02-20")));
  CHECK(clear_since(dues, receipts, day("2026-01-31")) == day("2026-01-10"));
}

SCENARIO("a payment that bounced is owed again from that day on") {
  const std::vector<Due> dues{{day("2026-01-01"), 1'000, true}};
  const std::vector<Receipt> receipts{{day("2026-01-02"), 1'000}, {day("2026-01-09"), -1'000}};
  CHECK(Books(dues, receipts, day("2026-01-08")).unpaid() == 0);
  CHECK(Books(dues, receipts, day("2026-01-09")).unpaid() == 1'000);
}

SCENARIO("a ledger adds up: who left and owes nothing is at zero") {
  const Scenario scenario = months(3, 36);
  std::size_t left = 0;
  for (std::uint64_t number = 0; number < 400; ++number) {
    const Lease lease = live_lease(scenario, number);
    if (lease.destiny != Destiny::LeavesPaid || !lease.moved_out) continue;
    CAPTURE(number);
    ++left;
    std::int64_t sum = 0;
    for (const LedgerRow& row : lease.ledger) sum += row.cents;
    CHECK(sum == 0);
    CHECK(Books(lease.dues(), lease.receipts(), *lease.moved_out).unpaid() == 0);
  }
  CHECK(left > 10);
}

SCENARIO("a loan's even payment pays it in its term, the last one by a few cents less") {
  const Scenario scenario = months(3, 12);
  for (std::uint64_t number = 0; number < 300; ++number) {
    const Loan loan = live_loan(scenario, number);
    CAPTURE(number, loan.amount, loan.payment, loan.last_payment);
    CHECK(loan.last_payment <= loan.payment);
    CHECK(loan.last_payment >
          loan.payment - static_cast<std::int64_t>(2 * loan.instalments.size()));
    std::int64_t principal = loan.amount;
    for (std::size_t i = 0; i < loan.instalments.size(); ++i) {
      CHECK(loan.principals[i] == principal);
      principal -= loan.instalments[i].cents - loan.interests[i];
    }
    CHECK(principal == 0);
  }
}

SCENARIO("docs/simulate.md lists every event with its meaning, and every destiny") {
  const std::string page = test::read(test::project_path("docs/simulate.md"));
  const char* vendors[] = {"both", "leases", "loans"};
  for (const EventFacts& event : event_facts()) {
    const std::string row = fmt::format("| `{}` | {} | {} |\n", event.key,
                                        vendors[static_cast<int>(event.knows)], event.about);
    CAPTURE(row);
    CHECK(page.find(row) != std::string::npos);
  }
  for (const DestinyFacts& destiny : destiny_facts()) {
    CAPTURE(destiny.key);
    CHECK(page.find(fmt::format("`{}`", destiny.key)) != std::string::npos);
  }
}

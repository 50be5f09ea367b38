// A reused Allocation makes no allocation of memory.

#include "tests/support/allocations.h"
#include "tests/support/ledger.h"

using namespace m2;
using test::day;

SCENARIO("an Allocation that has seen an account of the same size allocates nothing") {
  const auto order = GENERATE(Order::OldestFirst, Order::ByPriority, Order::SameMonthFirst);
  Allocation allocation;
  std::vector<ChargeState> states;
  const Date first = day("2025-12-01");

  const auto one_account = [&] {
    allocation.start(order);
    for (int month = 0; month < 12; ++month) {  // newest first, so that sorting is part of it
      const Date due = first.plus_months(-month);
      allocation.charges().push_back({due, 145000, 1, static_cast<std::uint32_t>(month % 3), true});
      allocation.charges().push_back({due, 5000, 2, 0, false});
      allocation.payments().push_back({due.plus_days(40), 150000, std::nullopt});
      allocation.payments().push_back({due.plus_days(3), 20000, due.plus_days(9)});
      allocation.payments().push_back({due.plus_days(60), -100, std::nullopt});
    }
    std::int64_t balances = allocation.prepare() ? 0 : -1;
    for (int month = 0; month < 25; ++month) {
      balances += allocation.standing(first.plus_months(-month)).balance;
    }
    allocation.charge_states(first, states);
    return balances;
  };

  const std::int64_t balances = one_account();
  const std::size_t before = test::allocations();
  const std::int64_t again = one_account();
  const std::size_t after = test::allocations();
  CHECK(before > 0);
  CHECK(after == before);
  CHECK(again == balances);
}

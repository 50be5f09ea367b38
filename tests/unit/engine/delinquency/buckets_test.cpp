#include "engine/delinquency/buckets.h"

#include "tests/support/ledger.h"

using namespace m2;
using test::day;

SCENARIO("days past due decide the bucket, and a boundary day belongs to the later one") {
  // clang-format off
  const auto [days, expected] = GENERATE(table<int, int>({
      {0, 0}, {1, 0}, {29, 0},
      {30, 1}, {59, 1},
      {60, 2}, {89, 2},
      {90, 3}, {119, 3},
      {120, 4}, {149, 4},
      {150, 5}, {179, 5},
      {180, 6}, {181, 6}, {400, 6}, {3'000'000, 6},
      {-1, 0}, {-400, 0}}));
  // clang-format on
  CAPTURE(days);
  CHECK(bucket(days) == expected);
}

SCENARIO("the due date is day 0, and an account with nothing unpaid is not late") {
  CHECK(days_past_due(day("2025-01-01"), day("2025-01-01")) == 0);
  CHECK(days_past_due(day("2025-01-01"), day("2025-01-02")) == 1);
  CHECK(days_past_due(day("2025-01-01"), day("2025-01-31")) == 30);
  CHECK(days_past_due(day("2024-02-28"), day("2024-03-01")) == 2);
  CHECK(days_past_due(day("2025-02-01"), day("2025-01-31")) == 0);
  CHECK(days_past_due(std::nullopt, day("2025-01-31")) == 0);
}

#include "engine/delinquency/schedule.h"

#include <string>

#include "tests/support/ledger.h"

using namespace m2;
using test::day;

namespace {

constexpr std::int64_t kCents = 33536;

std::string dates(const std::vector<Instalment>& list) {
  std::string text;
  for (const Instalment& one : list) {
    if (!text.empty()) text += ' ';
    text += one.due.to_string();
  }
  return text;
}

std::string due_dates(Frequency every, const char* first, const char* last,
                      const std::vector<DueDateChange>& changes = {}) {
  std::vector<Instalment> list;
  REQUIRE(instalments({kCents, every, day(first), day(last)}, changes, list));
  return dates(list);
}

}  // namespace

SCENARIO("each frequency steps from the first date") {
  // clang-format off
  const auto [every, first, last, expected] = GENERATE(table<Frequency, const char*, const char*, const char*>({
      {Frequency::Week,        "2025-01-30", "2025-02-13", "2025-01-30 2025-02-06 2025-02-13"},
      {Frequency::TwoWeeks,    "2025-02-20", "2025-03-20", "2025-02-20 2025-03-06 2025-03-20"},
      {Frequency::Month,       "2025-01-15", "2025-03-15", "2025-01-15 2025-02-15 2025-03-15"},
      {Frequency::TwoMonths,   "2025-11-15", "2026-03-15", "2025-11-15 2026-01-15 2026-03-15"},
      {Frequency::ThreeMonths, "2025-11-30", "2026-05-30", "2025-11-30 2026-02-28 2026-05-30"},
      {Frequency::SixMonths,   "2025-08-31", "2026-08-31", "2025-08-31 2026-02-28 2026-08-31"},
      {Frequency::Year,        "2024-02-29", "2028-02-29", "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29"},
      // a shorter month lends its last day, the next one has the first date's day again
      {Frequency::Month,       "2025-01-31", "2025-04-30", "2025-01-31 2025-02-28 2025-03-31 2025-04-30"},
      // two days of the month that lie 15 apart
      {Frequency::HalfMonth,   "2025-01-01", "2025-02-16", "2025-01-01 2025-01-16 2025-02-01 2025-02-16"},
      {Frequency::HalfMonth,   "2025-01-15", "2025-03-15", "2025-01-15 2025-01-30 2025-02-15 2025-02-28 2025-03-15"},
      {Frequency::HalfMonth,   "2025-01-16", "2025-02-16", "2025-01-16 2025-02-01 2025-02-16"},
      {Frequency::HalfMonth,   "2025-01-31", "2025-03-31", "2025-01-31 2025-02-16 2025-02-28 2025-03-16 2025-03-31"},
      // both ends are inclusive, a day short of the next one is not enough
      {Frequency::Month,       "2025-01-15", "2025-02-14", "2025-01-15"},
      {Frequency::Month,       "2025-01-15", "2025-01-15", "2025-01-15"},
      {Frequency::Month,       "2025-01-15", "2025-01-14", ""},
  }));
  // clang-format on
  CAPTURE(first, last);
  CHECK(due_dates(every, first, last) == expected);
}

SCENARIO("instalments are numbered and carry the amount") {
  std::vector<Instalment> list{{7, day("2020-01-01"), 1}};
  REQUIRE(instalments({kCents, Frequency::Month, day("2025-01-15"), day("2025-02-15")}, {}, list));
  REQUIRE(list.size() == 2);
  CHECK(list[0].id == 1);
  CHECK(list[1].id == 2);
  CHECK(list[1].cents == kCents);
}

SCENARIO("a due-date change moves its instalment and the schedule goes on from there") {
  const auto monthly = [](const std::vector<DueDateChange>& changes) {
    return due_dates(Frequency::Month, "2025-08-15", "2025-11-15", changes);
  };
  const auto change = [](const char* from, const char* to) {
    return DueDateChange{day(from), day(to)};
  };
  THEN("later instalments follow, in both directions") {
    CHECK(monthly({change("2025-09-15", "2025-12-15")}) ==
          "2025-08-15 2025-12-15 2026-01-15 2026-02-15");
    CHECK(monthly({change("2025-10-15", "2025-10-01")}) ==
          "2025-08-15 2025-09-15 2025-10-01 2025-11-01");
    CHECK(monthly({change("2025-08-15", "2025-08-31")}) ==
          "2025-08-31 2025-09-30 2025-10-31 2025-11-30");
  }
  THEN("a second change speaks of the dates the first one left") {
    CHECK(monthly({change("2025-09-15", "2025-09-20"), change("2025-10-20", "2025-10-15")}) ==
          "2025-08-15 2025-09-20 2025-10-15 2025-11-15");
    CHECK(monthly({change("2025-09-15", "2025-09-20"), change("2025-09-20", "2025-09-15")}) ==
          "2025-08-15 2025-09-15 2025-10-15 2025-11-15");
  }
  THEN("a change that repeats what followed anyway, or meets no instalment, moves nothing") {
    const std::string expected = "2025-08-15 2025-09-20 2025-10-20 2025-11-20";
    CHECK(monthly({change("2025-09-15", "2025-09-20"), change("2025-10-15", "2025-10-20")}) ==
          expected);
    CHECK(monthly({change("2025-09-15", "2025-09-20"), change("2026-02-15", "2026-02-20")}) ==
          expected);
  }
}

SCENARIO("a schedule beyond all reason is refused and leaves nothing behind") {
  std::vector<Instalment> list;
  const Date first = day("2025-01-01");
  const auto weeks = [&](std::size_t count) {
    return Schedule{kCents, Frequency::Week, first,
                    first.plus_days(7 * (static_cast<std::int64_t>(count) - 1))};
  };
  REQUIRE(instalments(weeks(kMaxInstalments), {}, list));
  CHECK(list.size() == kMaxInstalments);
  CHECK_FALSE(instalments(weeks(kMaxInstalments + 1), {}, list));
  CHECK(list.empty());

  AND_THEN("also at the end of the calendar, where steps stand still") {
    const Date end = day("9999-12-31");
    CHECK_FALSE(instalments({kCents, Frequency::Month, end, end}, {}, list));
    CHECK(list.empty());
  }
  AND_THEN("also when there are more changes than any loan has") {
    const std::vector<DueDateChange> changes(kMaxDueDateChanges + 1, {first, first});
    CHECK_FALSE(instalments(weeks(1), changes, list));
    CHECK(instalments(weeks(1), std::span(changes).first(kMaxDueDateChanges), list));
  }
}

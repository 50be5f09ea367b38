#include "engine/base/date.h"

using namespace m2;

namespace {
Date day(const char* iso) {
  return *Date::parse_iso(iso);
}
}  // namespace

SCENARIO("only real days are dates") {
  CHECK(Date::parse_iso("2024-02-29"));
  CHECK_FALSE(Date::parse_iso("2026-02-29"));
  CHECK_FALSE(Date::parse_iso("1900-02-29"));
  CHECK(Date::parse_iso("2000-02-29"));
  CHECK_FALSE(Date::parse_iso("2026-13-01"));
  CHECK_FALSE(Date::parse_iso("2026-00-10"));
  CHECK_FALSE(Date::parse_iso("2026-01-32"));
  CHECK_FALSE(Date::parse_iso("2026-1-3"));
  CHECK_FALSE(Date::parse_iso("20a6-01-03"));
  CHECK(Date::parse_metro2("05312026") == day("2026-05-31"));
  CHECK_FALSE(Date::parse_metro2("00000000"));
  CHECK_FALSE(Date::parse_metro2("13012026"));
}

SCENARIO("one character that is no digit makes eight of them no date") {
  const std::string good = "05312026";
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int c = 0; c < 256; ++c) {
      std::string text = good;
      text[at] = static_cast<char>(c);
      CAPTURE(at, c);
      if (c < '0' || c > '9') CHECK_FALSE(Date::parse_metro2(text));
    }
  }
  CHECK_FALSE(Date::parse_metro2("5312026"));
  CHECK_FALSE(Date::parse_metro2("053120266"));
}

SCENARIO("every day of the range survives civil form, text and Metro 2 form") {
  for (std::int32_t d = Date::kFirstDay; d <= Date::kLastDay; d += 97) {
    const Date date = Date::from_days(d);
    const CivilDate c = date.civil();
    REQUIRE(Date::from_civil(c.year, c.month, c.day) == date);
    REQUIRE(Date::parse_iso(date.to_string()) == date);
    char bytes[8];
    date.write_metro2(bytes);
    REQUIRE(Date::parse_metro2({bytes, 8}) == date);
  }
}

SCENARIO("a month later is the same day or the last day of a shorter month") {
  CHECK(day("2026-01-31").plus_months(1) == day("2026-02-28"));
  CHECK(day("2024-01-31").plus_months(1) == day("2024-02-29"));
  CHECK(day("2026-01-31").plus_months_into_next(1) == day("2026-03-01"));
  CHECK(day("2026-01-28").plus_months_into_next(1) == day("2026-02-28"));
  CHECK(day("2026-03-31").plus_months(-1) == day("2026-02-28"));
  CHECK(day("2026-01-15").plus_months(-13) == day("2024-12-15"));
}

SCENARIO("whole months between two days") {
  CHECK(months_between(day("2026-01-31"), day("2026-02-28")) == 1);
  CHECK(months_between(day("2026-01-15"), day("2026-02-14")) == 0);
  CHECK(months_between(day("2026-01-15"), day("2026-01-14")) == -1);
  CHECK(months_between(day("2026-01-31"), day("2025-12-31")) == -1);
  for (int n = -30; n <= 30; ++n)
    CHECK(months_between(day("2026-01-10"), day("2026-01-10").plus_months(n)) == n);
}

SCENARIO("arithmetic stops at the edge of the calendar") {
  CHECK(day("9999-12-31").plus_days(1) == day("9999-12-31"));
  CHECK(day("0001-01-01").plus_days(-1) == day("0001-01-01"));
  CHECK(day("2026-01-01").plus_days(INT64_MAX) == day("9999-12-31"));
  CHECK(day("2026-01-31").plus_months(INT64_MIN) == day("0001-01-31"));
  CHECK(day("9999-12-31").plus_months_into_next(2) == day("9999-12-31"));
}

SCENARIO("a period is a month") {
  const Period may = *Period::parse("2026-05");
  CHECK(may.first_day() == day("2026-05-01"));
  CHECK(may.last_day() == day("2026-05-31"));
  CHECK(may.plus(-5).to_string() == "2025-12");
  CHECK(Period::of(day("2026-05-17")) == may);
  CHECK_FALSE(Period::parse("2026-13"));
  CHECK_FALSE(Period::parse("2026-5"));
}

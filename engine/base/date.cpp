#include "engine/base/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "engine/base/ascii.h"

namespace m2 {
namespace {

// Howard Hinnant's civil calendar algorithms, the published ones: eras of 400 years starting on 1
// March.
constexpr std::int32_t days_from_civil(int year, int month, int day) {
  const int shifted = year - (month <= 2 ? 1 : 0);
  const int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  const int year_of_era = shifted - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

static_assert(days_from_civil(1970, 1, 1) == 0);
static_assert(days_from_civil(1, 1, 1) == Date::kFirstDay);
static_assert(days_from_civil(9999, 12, 31) == Date::kLastDay);

// Nearly every date of an account: looked up, as dates are most of what is read.
constexpr int kFirstKnownYear = 1900;
constexpr int kKnownYears = 200;
constexpr auto kYearStarts = [] {
  std::array<std::int32_t, kKnownYears> starts{};
  for (int y = 0; y < kKnownYears; ++y)
    starts[static_cast<std::size_t>(y)] = days_from_civil(kFirstKnownYear + y, 1, 1);
  return starts;
}();
constexpr int kMonthStarts[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

constexpr bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr std::int32_t days_of(int year, int month, int day) {
  const int index = year - kFirstKnownYear;
  if (index < 0 || index >= kKnownYears) return days_from_civil(year, month, day);
  return kYearStarts[static_cast<std::size_t>(index)] + kMonthStarts[month - 1] +
         (month > 2 && is_leap(year) ? 1 : 0) + day - 1;
}

// The number in `text`, or -1 when a character is not a digit.
int digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

static_assert(std::endian::native == std::endian::little);
// Eight at a time, as dates are most of what is read: neighbours become one number of two digits,
// then of four, then of eight. Nothing when one of them is no digit.
std::optional<std::uint32_t> eight_digits(const char* text) {
  if (!are_digits({text, 8})) return std::nullopt;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text, 8);
  bytes -= 0x3030303030303030;  // of "00000000"
  bytes = (bytes * 10 + (bytes >> 8)) & 0x00FF00FF00FF00FF;
  bytes = (bytes * 100 + (bytes >> 16)) & 0x0000FFFF0000FFFF;
  return static_cast<std::uint32_t>(bytes * 10'000 + (bytes >> 32));
}

Date clamped(std::int64_t days) {
  return Date::from_days(
      static_cast<std::int32_t>(std::clamp<std::int64_t>(days, Date::kFirstDay, Date::kLastDay)));
}

struct MonthIndex {
  int year;
  int month;
};

// The month `months` after that of `from`, kept within the years 1 to 9999.
MonthIndex month_after(const CivilDate& from, std::int64_t months) {
  constexpr std::int64_t kFirst = 12;             // 0001-01
  constexpr std::int64_t kLast = 9999 * 12 + 11;  // 9999-12
  const std::int64_t wanted = std::clamp<std::int64_t>(months, -kLast, kLast) +
                              std::int64_t{from.year} * 12 + from.month - 1;
  const auto index = static_cast<int>(std::clamp(wanted, kFirst, kLast));
  return {index / 12, index % 12 + 1};
}

}  // namespace

int days_in_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

std::optional<Date> Date::from_civil(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      day > days_in_month(year, month)) {
    return std::nullopt;
  }
  return Date(days_of(year, month, day));
}

std::optional<Date> Date::parse_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return from_civil(digits(text.substr(0, 4)), digits(text.substr(5, 2)),
                    digits(text.substr(8, 2)));
}

std::optional<Date> Date::parse_metro2(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  const std::optional<std::uint32_t> all = eight_digits(text.data());
  if (!all) return std::nullopt;
  const auto mmddyyyy = static_cast<int>(*all);
  return from_civil(mmddyyyy % 10'000, mmddyyyy / 1'000'000, mmddyyyy / 10'000 % 100);
}

// The published algorithm of Neri and Schneider: days since 0000-03-01, quotients by
// multiplication.
CivilDate Date::civil() const {
  const auto quarters = static_cast<std::uint32_t>(4 * (days_ + 719468) + 3);
  const std::uint32_t century = quarters / 146097;
  const std::uint32_t of_century = quarters % 146097 / 4 * 4 + 3;
  const std::uint64_t product = std::uint64_t{2939745} * of_century;
  const auto year_of_century = static_cast<std::uint32_t>(product >> 32);
  const std::uint32_t day_of_year = static_cast<std::uint32_t>(product) / 2939745 / 4;
  const std::uint32_t month_and_day = 2141 * day_of_year + 197913;
  const bool is_next_year = day_of_year >= 306;  // January and February end the shifted year
  const auto month = static_cast<int>(month_and_day >> 16);
  return {static_cast<int>(100 * century + year_of_century) + (is_next_year ? 1 : 0),
          is_next_year ? month - 12 : month, static_cast<int>((month_and_day & 0xFFFF) / 2141) + 1};
}

std::string Date::to_string() const {
  const CivilDate c = civil();
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}

void Date::write_metro2(char* out) const {
  const CivilDate c = civil();
  const auto two = [](char* at, int value) {
    at[0] = static_cast<char>('0' + value / 10);
    at[1] = static_cast<char>('0' + value % 10);
  };
  two(out, c.month);
  two(out + 2, c.day);
  two(out + 4, c.year / 100);
  two(out + 6, c.year % 100);
}

Date Date::plus_days(std::int64_t days) const {
  constexpr std::int64_t kSpan = std::int64_t{kLastDay} - kFirstDay;
  return clamped(days_ + std::clamp<std::int64_t>(days, -kSpan, kSpan));
}

Date Date::plus_months(std::int64_t months) const {
  const CivilDate c = civil();
  const MonthIndex m = month_after(c, months);
  return Date(days_of(m.year, m.month, std::min(c.day, days_in_month(m.year, m.month))));
}

Date Date::plus_months_into_next(std::int64_t months) const {
  const CivilDate c = civil();
  const MonthIndex m = month_after(c, months);
  if (c.day <= days_in_month(m.year, m.month)) return Date(days_from_civil(m.year, m.month, c.day));
  return clamped(std::int64_t{days_from_civil(m.year, m.month, days_in_month(m.year, m.month))} +
                 1);
}

Date Date::start_of_month() const {
  const CivilDate c = civil();
  return Date(days_ - (c.day - 1));
}

Date Date::end_of_month() const {
  const CivilDate c = civil();
  return Date(days_ + days_in_month(c.year, c.month) - c.day);
}

std::int64_t months_between(Date from, Date to) {
  const CivilDate a = from.civil();
  const CivilDate b = to.civil();
  std::int64_t months = (b.year - a.year) * 12 + (b.month - a.month);
  if (from.plus_months(months) > to) --months;
  return months;
}

Period Period::of(Date date) {
  const CivilDate c = date.civil();
  return Period(c.year * 12 + c.month - 1);
}

std::optional<Period> Period::parse(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const int year = digits(text.substr(0, 4));
  const int month = digits(text.substr(5, 2));
  if (year < 1 || month < 1 || month > 12) return std::nullopt;
  return Period(year * 12 + month - 1);
}

Date Period::first_day() const {
  return *Date::from_civil(index_ / 12, index_ % 12 + 1, 1);
}
Date Period::last_day() const {
  return first_day().end_of_month();
}
std::string Period::to_string() const {
  return fmt::format("{:04}-{:02}", index_ / 12, index_ % 12 + 1);
}

}  // namespace m2

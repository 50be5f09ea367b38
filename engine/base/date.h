#pragma once
// Date: a real calendar day without clock or zone. Period: a month.
//
//   Date due = *Date::parse_iso("2026-01-31");
//   due.plus_months(1)                    // 2026-02-28: the last day of a shorter month
//   Period::of(due).last_day()            // 2026-01-31
//
// Range: years 1 to 9999. Arithmetic that would leave it stops at its edge.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace m2 {

struct CivilDate {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
};

class Date {
 public:
  constexpr Date() = default;
  /// Days since 1970-01-01.
  static constexpr Date from_days(std::int32_t days) { return Date(days); }
  /// Empty when there is no such day.
  static std::optional<Date> from_civil(int year, int month, int day);
  /// "2026-05-31", exactly.
  static std::optional<Date> parse_iso(std::string_view text);
  /// "05312026": MMDDYYYY, the form of every date in a Metro 2 record.
  static std::optional<Date> parse_metro2(std::string_view text);

  [[nodiscard]] constexpr std::int32_t days() const { return days_; }
  [[nodiscard]] CivilDate civil() const;
  [[nodiscard]] std::string to_string() const;  // "2026-05-31"
  /// Writes MMDDYYYY into eight bytes.
  void write_metro2(char* out) const;

  [[nodiscard]] Date plus_days(std::int64_t days) const;
  /// The same day `months` later, or the last day of a shorter month.
  [[nodiscard]] Date plus_months(std::int64_t months) const;
  /// As plus_months, but a day that does not exist becomes the first of the following month.
  [[nodiscard]] Date plus_months_into_next(std::int64_t months) const;
  [[nodiscard]] Date start_of_month() const;
  [[nodiscard]] Date end_of_month() const;

  static constexpr std::int32_t kFirstDay = -719162;  // 0001-01-01
  static constexpr std::int32_t kLastDay = 2932896;   // 9999-12-31

  friend constexpr auto operator<=>(Date, Date) = default;

 private:
  constexpr explicit Date(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

int days_in_month(int year, int month);
/// Whole months from `from` to `to`: the largest n with from + n months <= to; negative when `to`
/// is earlier.
std::int64_t months_between(Date from, Date to);

/// A month, the unit of reporting.
class Period {
 public:
  static Period of(Date date);
  /// "2026-10", exactly.
  static std::optional<Period> parse(std::string_view text);

  [[nodiscard]] Date first_day() const;
  [[nodiscard]] Date last_day() const;
  [[nodiscard]] Period plus(int months) const { return Period(index_ + months); }
  [[nodiscard]] std::string to_string() const;  // "2026-10"

  friend constexpr auto operator<=>(Period, Period) = default;

 private:
  constexpr explicit Period(int index) : index_(index) {}
  int index_;  // year * 12 + month - 1
};

}  // namespace m2

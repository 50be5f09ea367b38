#pragma once
// Wire values: text of a JSON member -> a number of the engine.
//
//   DateFormat("MM/dd/yyyy").parse("05/31/2026", "")     // 2026-05-31
//   parse_bool("Yes")                          // true

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/date.h"

namespace m2 {

/// A date format, taken apart once: yyyy, MM, dd, HH, mm, ss and zzz (a zone at the end, left out
/// of account) with the characters between them, or "/Date(seconds)/": seconds since 1970 in UTC,
/// taken to a zone when there is one.
class DateFormat {
 public:
  explicit DateFormat(std::string_view format);
  /// The whole text must fit, and the day must exist.
  [[nodiscard]] std::optional<Date> parse(std::string_view text, std::string_view zone) const;
  /// The day as this format writes it, at midnight; parse() gives the day again.
  [[nodiscard]] std::string print(Date day, std::string_view zone) const;
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  [[nodiscard]] std::optional<Date> parse_day(std::string_view text) const;
  void plan_day();

  // Eight of the ten characters of a day, as one word: what its bytes must be, the digits' lower
  // halves left out.
  struct EightBytes {
    std::uint64_t mask = 0;
    std::uint64_t expected = 0;
    std::uint64_t sixes = 0;  // in the bytes of digits: 9 keeps its upper half, what follows it not
  };
  struct Part {
    std::uint8_t at;
    std::uint8_t width;
    std::uint16_t limit;
  };
  std::string text_;
  bool is_epoch_ = false;
  bool is_day_ = false;  // ten characters: a year, a month, a day and two marks between them
  EightBytes first_eight_, last_eight_;  // of a day
  bool ends_with_zone_ = false;
  std::uint8_t length_ = 0;
  std::uint8_t year_ = 0, month_ = 0, day_ = 0;
  std::vector<Part> times_;
  std::vector<std::pair<std::uint8_t, char>> literals_;
};

/// true, false, 1, 0, yes, no, y, n; without regard to case.
std::optional<bool> parse_bool(std::string_view text);

}  // namespace m2

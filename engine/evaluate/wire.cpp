#include "engine/evaluate/wire.h"

#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/base/time_zone.h"

namespace m2 {
namespace {

constexpr std::string_view kEpoch = "/Date(seconds)/";

// The digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<Date> parse_epoch(std::string_view text, std::string_view zone) {
  constexpr std::string_view kHead = "/Date(";
  constexpr std::string_view kTail = ")/";
  if (text.size() <= kHead.size() + kTail.size() || text.substr(0, kHead.size()) != kHead || text.substr(text.size() - kTail.size()) != kTail) {
    return std::nullopt;
  }
  const auto seconds = parse_decimal(text.substr(kHead.size(), text.size() - kHead.size() - kTail.size()), 0);
  if (!seconds) return std::nullopt;
  return day_in_zone(*seconds, zone);
}

}  // namespace

std::optional<Date> parse_date(std::string_view text, std::string_view format, std::string_view zone) {
  if (format == kEpoch) return parse_epoch(text, zone);
  int year = 0;
  int month = 0;
  int day = 0;
  std::size_t at = 0;
  for (std::size_t f = 0; f < format.size();) {
    const char c = format[f];
    const std::size_t width = c == 'y' ? 4 : c == 'M' || c == 'd' || c == 'H' || c == 'm' || c == 's' ? 2 : 0;
    if (c == 'z') {
      // A zone stands at the end: "MST", "+00:00".
      return at < text.size() ? Date::from_civil(year, month, day) : std::nullopt;
    }
    if (width == 0) {
      if (at >= text.size() || text[at] != c) return std::nullopt;
      ++at;
      ++f;
      continue;
    }
    const int value = digits(text, at, width);
    const int limit = c == 'H' ? 23 : c == 'm' || c == 's' ? 59 : 9999;
    if (value < 0 || value > limit) return std::nullopt;
    if (c == 'y') year = value;
    if (c == 'M') month = value;
    if (c == 'd') day = value;
    at += width;
    f += width;
  }
  if (at != text.size()) return std::nullopt;
  return Date::from_civil(year, month, day);
}

std::optional<bool> parse_bool(std::string_view text) {
  const std::string word = lower(text);
  if (word == "1" || word == "true" || word == "yes" || word == "y") return true;
  if (word == "0" || word == "false" || word == "no" || word == "n") return false;
  return std::nullopt;
}

}  // namespace m2

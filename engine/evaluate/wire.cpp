#include "engine/evaluate/wire.h"

#include <algorithm>

#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/base/time_zone.h"

namespace m2 {
namespace {

constexpr std::string_view kEpoch = "/Date(seconds)/";

// The digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
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
  if (text.size() <= kHead.size() + kTail.size() || text.substr(0, kHead.size()) != kHead ||
      text.substr(text.size() - kTail.size()) != kTail) {
    return std::nullopt;
  }
  const auto seconds =
      parse_decimal(text.substr(kHead.size(), text.size() - kHead.size() - kTail.size()), 0);
  if (!seconds) return std::nullopt;
  return day_in_zone(*seconds, zone);
}

// "Z", "MST", "+00:00", "-0600".
bool is_zone(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
  if (std::all_of(text.begin(), text.end(), is_letter)) return text.size() <= 5;
  if (text.front() != '+' && text.front() != '-') return false;
  const std::string digits = digits_of(text);
  return digits.size() == 4 && (text.size() == 5 || (text.size() == 6 && text[3] == ':'));
}

}  // namespace

DateFormat::DateFormat(std::string_view format) : text_(format), is_epoch_(format == kEpoch) {
  for (std::size_t f = 0; f < format.size() && !is_epoch_ && !ends_with_zone_;) {
    const char c = format[f];
    const auto at = length_;
    const std::uint8_t width = c == 'y'                                                   ? 4
                               : c == 'M' || c == 'd' || c == 'H' || c == 'm' || c == 's' ? 2
                                                                                          : 1;
    if (c == 'y') year_ = at;
    if (c == 'M') month_ = at;
    if (c == 'd') day_ = at;
    if (c == 'H') times_.push_back({at, width, 23});
    if (c == 'm' || c == 's') times_.push_back({at, width, 59});
    ends_with_zone_ = c == 'z';
    if (width == 1 && !ends_with_zone_) literals_.emplace_back(at, c);
    f += width;
    if (!ends_with_zone_) length_ = static_cast<std::uint8_t>(length_ + width);
  }
  is_day_ = length_ == 10 && literals_.size() == 2 && times_.empty() && !ends_with_zone_;
}

std::optional<Date> DateFormat::parse(std::string_view text, std::string_view zone) const {
  if (is_epoch_) return parse_epoch(text, zone);
  if (is_day_) return parse_day(text);
  if (ends_with_zone_ ? text.size() <= length_ : text.size() != length_) return std::nullopt;
  for (const auto& [at, c] : literals_) {
    if (text[at] != c) return std::nullopt;
  }
  for (const Part& part : times_) {
    const int value = digits(text, part.at, part.width);
    if (value < 0 || value > part.limit) return std::nullopt;
  }
  if (ends_with_zone_ && !is_zone(text.substr(length_))) return std::nullopt;
  return Date::from_civil(digits(text, year_, 4), digits(text, month_, 2), digits(text, day_, 2));
}

std::string DateFormat::print(Date day, std::string_view zone) const {
  if (is_epoch_) {
    constexpr std::int64_t kDay = 86'400;
    std::int64_t seconds = std::int64_t{day.days()} * kDay;
    // Somewhere in these hours it is that day in the zone, too.
    for (const std::int64_t hour : {0, 12, -12, 14}) {
      if (zone.empty() || day_in_zone(seconds + hour * 3'600, zone) == day) {
        seconds += hour * 3'600;
        break;
      }
    }
    return "/Date(" + std::to_string(seconds) + ")/";
  }
  std::string out(length_, '0');
  const auto put = [&](std::size_t at, int value, int width) {
    for (int i = width; i-- > 0; value /= 10)
      out[at + static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
  };
  const CivilDate civil = day.civil();
  put(year_, civil.year, 4);
  put(month_, civil.month, 2);
  put(day_, civil.day, 2);
  for (const auto& [at, c] : literals_) out[at] = c;
  return ends_with_zone_ ? out + "Z" : out;
}

// The forms of nearly every date there is.
std::optional<Date> DateFormat::parse_day(std::string_view text) const {
  if (text.size() != 10 || text[literals_[0].first] != literals_[0].second ||
      text[literals_[1].first] != literals_[1].second)
    return std::nullopt;
  const char* const at = text.data();
  const auto digit = [&](std::size_t i) { return static_cast<unsigned>(at[i] - '0'); };
  unsigned worst = 0;
  const auto two = [&](std::size_t i) {
    worst |= static_cast<unsigned>(digit(i) > 9) | static_cast<unsigned>(digit(i + 1) > 9);
    return static_cast<int>(digit(i) * 10 + digit(i + 1));
  };
  const int year = two(year_) * 100 + two(year_ + std::size_t{2});
  const int month = two(month_);
  const int day = two(day_);
  return worst != 0 ? std::nullopt : Date::from_civil(year, month, day);
}

std::optional<bool> parse_bool(std::string_view text) {
  const std::string word = lower(text);
  if (word == "1" || word == "true" || word == "yes" || word == "y") return true;
  if (word == "0" || word == "false" || word == "no" || word == "n") return false;
  return std::nullopt;
}

}  // namespace m2

#include "engine/evaluate/wire.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/base/ascii.h"
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
  if (is_day_) plan_day();
}

void DateFormat::plan_day() {
  const auto plan = [&](std::size_t from) {
    EightBytes eight{0xF0F0F0F0F0F0F0F0, 0x3030303030303030, 0x0606060606060606};
    for (const auto& [at, c] : literals_) {
      if (at < from || at >= from + 8) continue;
      const std::uint64_t byte = std::uint64_t{0xFF} << (8 * (at - from));
      const std::uint64_t mark = std::uint64_t{static_cast<unsigned char>(c)} << (8 * (at - from));
      eight.mask |= byte;
      eight.expected = (eight.expected & ~byte) | mark;
      eight.sixes &= ~byte;
    }
    return eight;
  };
  first_eight_ = plan(0);
  last_eight_ = plan(2);
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

// The forms of nearly every date there is, read as two words that overlap: the first eight
// characters and the last eight.
std::optional<Date> DateFormat::parse_day(std::string_view text) const {
  static_assert(std::endian::native == std::endian::little);
  if (text.size() != 10) return std::nullopt;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::memcpy(&first, text.data(), sizeof first);
  std::memcpy(&last, text.data() + 2, sizeof last);
  const auto misfit = [](std::uint64_t word, const EightBytes& eight) {
    return ((word & eight.mask) ^ eight.expected) |
           (((word + eight.sixes) & eight.mask) ^ eight.expected);
  };
  if ((misfit(first, first_eight_) | misfit(last, last_eight_)) != 0) return std::nullopt;
  // Every byte with the next as a number of two digits.
  const auto pairs = [](std::uint64_t word) {
    constexpr std::uint64_t kDigits = 0x0F0F0F0F0F0F0F0F;
    return (word & kDigits) * 10 + ((word & kDigits) >> 8);
  };
  const std::uint64_t first_pairs = pairs(first);
  const std::uint64_t last_pairs = pairs(last);
  const auto two = [&](unsigned at) {
    return static_cast<int>((at < 2 ? first_pairs >> (8 * at) : last_pairs >> (8 * (at - 2))) &
                            0xFF);
  };
  return Date::from_civil(two(year_) * 100 + two(year_ + 2U), two(month_), two(day_));
}

std::optional<bool> parse_bool(std::string_view text) {
  const std::string word = lower(text);
  if (word == "1" || word == "true" || word == "yes" || word == "y") return true;
  if (word == "0" || word == "false" || word == "no" || word == "n") return false;
  return std::nullopt;
}

}  // namespace m2

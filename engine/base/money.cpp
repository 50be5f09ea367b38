#include "engine/base/money.h"

#include <fmt/format.h>

#include "engine/base/ascii.h"

namespace m2 {
namespace {

// "1,250,000.00" -> true; a comma is followed by exactly three digits, and groups never start
// before the first digit.
bool commas_are_placed(std::string_view whole) {
  const std::size_t first = whole.find(',');
  if (first == std::string_view::npos) return true;
  if (first == 0 || first > 3) return false;
  for (std::size_t at = first; at < whole.size(); at += 4) {
    if (whole[at] != ',' || whole.size() - at < 4) return false;
    for (std::size_t i = 1; i <= 3; ++i) {
      if (!is_digit(whole[at + i])) return false;
    }
  }
  return true;
}

bool append_digit(std::int64_t& value, char digit) {
  return !__builtin_mul_overflow(value, std::int64_t{10}, &value) &&
         !__builtin_sub_overflow(value, std::int64_t{digit - '0'}, &value);
}

}  // namespace

std::optional<std::int64_t> parse_decimal(std::string_view text, int scale) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  // Counted below zero, where the range is one larger, so that the smallest number needs no case of
  // its own.
  std::int64_t value = 0;
  std::size_t at = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    if (!append_digit(value, text[at])) return std::nullopt;
  }
  if (at == 0) return std::nullopt;
  int decimals = 0;
  if (at < text.size() && text[at] == '.') {
    if (++at == text.size()) return std::nullopt;
    for (; at < text.size() && is_digit(text[at]); ++at) {
      if (decimals < scale) {
        if (!append_digit(value, text[at])) return std::nullopt;
        ++decimals;
      } else if (text[at] != '0') {
        return std::nullopt;
      }
    }
  }
  if (at != text.size()) return std::nullopt;
  for (; decimals < scale; ++decimals) {
    if (!append_digit(value, '0')) return std::nullopt;
  }
  if (negative) return value;
  if (value == INT64_MIN) return std::nullopt;
  return -value;
}

// Nearly every amount: digits, perhaps a sign and two decimals. Anything else is left to the
// careful way.
static std::optional<std::int64_t> parse_plain(std::string_view text) {
  constexpr std::size_t kLongest = 17;  // no overflow possible
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = *at == '-';
  const char* const first = at + (negative ? 1 : 0);
  std::int64_t value = 0;
  for (at = first; at != end; ++at) {
    const auto digit = static_cast<unsigned char>(*at - '0');
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  if (at == first) return std::nullopt;
  if (at == end) {
    value *= 100;
  } else if (*at == '.' && end - at == 3 && is_digit(at[1]) && is_digit(at[2])) {
    value = value * 100 + std::int64_t{at[1] - '0'} * 10 + (at[2] - '0');
  } else {
    return std::nullopt;
  }
  return negative ? -value : value;
}

std::optional<Money> Money::parse(std::string_view text) {
  if (const auto plain = parse_plain(text)) return Money(*plain);
  const bool negative = !text.empty() && text.front() == '-';
  const std::string_view unsigned_text = text.substr(negative ? 1 : 0);
  const std::string_view whole = unsigned_text.substr(0, unsigned_text.find('.'));
  std::optional<std::int64_t> cents;
  if (whole.find(',') == std::string_view::npos) {
    cents = parse_decimal(text, 2);
  } else if (commas_are_placed(whole)) {
    std::string plain;
    for (char c : text) {
      if (c != ',') plain += c;
    }
    cents = parse_decimal(plain, 2);
  }
  if (!cents) return std::nullopt;
  return Money(*cents);
}

std::int64_t divide_rounded(std::int64_t dividend, std::int64_t divisor) {
  const std::int64_t rest = dividend % divisor;
  const std::int64_t cut = dividend / divisor;
  if (rest * 2 >= divisor) return cut + 1;
  if (rest * 2 <= -divisor) return cut - 1;
  return cut;
}

std::string Money::to_string() const {
  const bool negative = cents_ < 0;
  const std::uint64_t size =
      negative ? 0 - static_cast<std::uint64_t>(cents_) : static_cast<std::uint64_t>(cents_);
  std::string dollars = fmt::format("{}", size / 100);
  for (std::size_t at = dollars.size(); at > 3; at -= 3) dollars.insert(at - 3, 1, ',');
  const std::uint64_t rest = size % 100;
  return fmt::format("{}${}{}", negative ? "-" : "", dollars,
                     rest == 0 ? "" : fmt::format(".{:02}", rest));
}

std::optional<Money> Money::plus(Money other) const {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(cents_, other.cents_, &sum)) return std::nullopt;
  return Money(sum);
}

std::optional<Money> Money::minus(Money other) const {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(cents_, other.cents_, &difference)) return std::nullopt;
  return Money(difference);
}

}  // namespace m2

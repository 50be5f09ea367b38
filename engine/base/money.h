#pragma once
// Money: exact dollars and cents in 64 bits. Settled: what a source says, what a field gets.
//
//   Money rent = *Money::parse("1,450.10");
//   rent.whole_dollars()  // 1450: cut toward zero, the Metro 2 rule; never rounded
//
// Range: +-92 quadrillion dollars; arithmetic that leaves it returns nullopt and the account is
// held.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace m2 {

class Money {
 public:
  constexpr Money() = default;
  static constexpr Money from_cents(std::int64_t cents) { return Money(cents); }
  static constexpr Money from_dollars(std::int64_t dollars) { return Money(dollars * 100); }

  /// Reads "1450", "-37.52", "1,250.00", "1450.1000". Empty for anything else: signs other than one
  /// leading '-', a misplaced comma, more than two significant decimals, or an amount out of range.
  static std::optional<Money> parse(std::string_view text);

  [[nodiscard]] constexpr std::int64_t cents() const { return cents_; }
  /// Whole dollars, cents cut toward zero, as the standard asks.
  [[nodiscard]] constexpr std::int64_t whole_dollars() const { return cents_ / 100; }
  /// "$1,450.10", "-$37.52", "$25": as a preset writes it.
  [[nodiscard]] std::string to_string() const;

  [[nodiscard]] std::optional<Money> plus(Money other) const;
  [[nodiscard]] std::optional<Money> minus(Money other) const;

  friend constexpr auto operator<=>(Money, Money) = default;

 private:
  constexpr explicit Money(std::int64_t cents) : cents_(cents) {}
  std::int64_t cents_ = 0;
};

/// An exact decimal read from text: `value` in units of 10^-scale. "2.16" at scale 4 is 21600.
/// Empty when the text is not a plain decimal, has more significant decimals than `scale`, or is
/// out of range.
std::optional<std::int64_t> parse_decimal(std::string_view text, int scale);

/// dividend / divisor, half away from zero: `rounded to cents`. The divisor is above zero and below
/// 2^62.
std::int64_t divide_rounded(std::int64_t dividend, std::int64_t divisor);

}  // namespace m2

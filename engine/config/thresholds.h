#pragma once
// Thresholds: from which share, swing or number on the portfolio rules speak (thresholds.def).
//
//   const Thresholds defaults;
//   defaults.without_ssn                          // Percent{20'00}: 20 %
//   Percent::parse("12.5 %")                      // Percent{12'50}

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace m2 {

/// Of a hundred, or points between two shares; exact to the hundredth.
struct Percent {
  std::int64_t hundredths = 0;

  /// "12", "12.5" or "12.50 %"; from 0 to 10,000 %. Empty for anything else.
  static std::optional<Percent> parse(std::string_view text);
  friend auto operator<=>(Percent, Percent) = default;
};
std::string to_string(Percent percent);  // "12.5 %"

/// Of accounts.
struct Count {
  std::int64_t accounts = 0;

  /// "50"; from 0 to 999,999,999.
  static std::optional<Count> parse(std::string_view text);
  friend auto operator<=>(Count, Count) = default;
};
std::string to_string(Count count);  // "50 accounts"

struct Days {
  std::int64_t days = 0;

  /// "45" or "45 days"; from 0 to 99,999.
  static std::optional<Days> parse(std::string_view text);
  friend auto operator<=>(Days, Days) = default;
};
std::string to_string(Days days);  // "45 days"

struct Thresholds {
#define M2_THRESHOLD(name, default_, about) decltype(default_) name = default_;
#include "engine/config/thresholds.def"
#undef M2_THRESHOLD

  friend bool operator==(const Thresholds&, const Thresholds&) = default;
};

}  // namespace m2

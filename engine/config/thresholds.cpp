#include "engine/config/thresholds.h"

#include <fmt/format.h>

#include "engine/base/text.h"

namespace m2 {
namespace {

constexpr std::size_t kMostDigits = 9;

// Digits only, and not too many of them.
std::optional<std::int64_t> whole(std::string_view text) {
  if (text.empty() || text.size() > kMostDigits) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// `text` without the unit at its end, if it is there.
std::string_view without(std::string_view text, std::string_view unit) {
  text = trim(text);
  if (text.ends_with(unit)) text.remove_suffix(unit.size());
  return trim(text);
}

}  // namespace

std::optional<Percent> Percent::parse(std::string_view text) {
  constexpr std::int64_t kMost = 10'000'00;
  text = without(text, "%");
  const std::size_t point = text.find('.');
  const std::optional<std::int64_t> percents = whole(text.substr(0, point));
  if (!percents) return std::nullopt;
  std::int64_t hundredths = 0;
  if (point != std::string_view::npos) {
    const std::string_view digits = text.substr(point + 1);
    const std::optional<std::int64_t> part = whole(digits);
    if (!part || digits.size() > 2) return std::nullopt;
    hundredths = digits.size() == 1 ? *part * 10 : *part;
  }
  const Percent value{*percents * 100 + hundredths};
  return value.hundredths <= kMost ? std::optional(value) : std::nullopt;
}

std::string to_string(Percent percent) {
  const std::int64_t part = percent.hundredths % 100;
  const std::string whole_part = fmt::format("{}", percent.hundredths / 100);
  if (part == 0) return whole_part + " %";
  if (part % 10 == 0) return fmt::format("{}.{} %", whole_part, part / 10);
  return fmt::format("{}.{:02} %", whole_part, part);
}

std::optional<Count> Count::parse(std::string_view text) {
  const std::optional<std::int64_t> value = whole(trim(text));
  return value ? std::optional(Count{*value}) : std::nullopt;
}

std::string to_string(Count count) {
  return fmt::format("{} account{}", count.accounts, count.accounts == 1 ? "" : "s");
}

std::optional<Days> Days::parse(std::string_view text) {
  constexpr std::int64_t kMost = 99'999;
  const std::optional<std::int64_t> value = whole(without(text, "days"));
  return value && *value <= kMost ? std::optional(Days{*value}) : std::nullopt;
}

std::string to_string(Days days) {
  return fmt::format("{} day{}", days.days, days.days == 1 ? "" : "s");
}

}  // namespace m2

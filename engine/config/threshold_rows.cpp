#include "engine/config/threshold_rows.h"

#include <algorithm>
#include <array>
#include <type_traits>

namespace m2 {
namespace {

constexpr std::string_view wanted(Percent) {
  return "a share of a hundred, as 12.5 %";
}
constexpr std::string_view wanted(Count) {
  return "a number of accounts, as 50";
}
constexpr std::string_view wanted(Days) {
  return "a number of days, as 45 days";
}

template <auto member>
bool set_threshold(Thresholds& thresholds, std::string_view text) {
  using Value = std::remove_reference_t<decltype(thresholds.*member)>;
  const auto value = Value::parse(text);
  if (value) thresholds.*member = *value;
  return value.has_value();
}

template <auto member>
std::string threshold_shown(const Thresholds& thresholds) {
  return to_string(thresholds.*member);
}

#define M2_THRESHOLD(name_, default_, about_)             \
  ThresholdRow{.name = #name_,                            \
               .about = about_,                           \
               .wants = wanted(default_),                 \
               .set = &set_threshold<&Thresholds::name_>, \
               .shown = &threshold_shown<&Thresholds::name_>},
constexpr auto kThresholds = std::to_array<ThresholdRow>({
#include "engine/config/thresholds.def"
});
#undef M2_THRESHOLD

}  // namespace

std::span<const ThresholdRow> threshold_rows() {
  return kThresholds;
}

const ThresholdRow* find_threshold(std::string_view name) {
  const auto found = std::find_if(kThresholds.begin(), kThresholds.end(),
                                  [&](const ThresholdRow& row) { return row.name == name; });
  return found == kThresholds.end() ? nullptr : &*found;
}

}  // namespace m2

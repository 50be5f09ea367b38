#pragma once
// The rows of thresholds.def, for whoever reads, shows or explains them by name.
//
//   const ThresholdRow* row = find_threshold("late_share_rise");
//   row->set(thresholds, "5 %")        // false when that is no share

#include <span>
#include <string>
#include <string_view>

#include "engine/config/thresholds.h"

namespace m2 {

struct ThresholdRow {
  std::string_view name;
  std::string_view about;
  std::string_view wants;  // "a share, as 12.5 %"
  /// Takes a value as a person writes it; false when it means none.
  bool (*set)(Thresholds& thresholds, std::string_view text) = nullptr;
  std::string (*shown)(const Thresholds& thresholds) = nullptr;
};

std::span<const ThresholdRow> threshold_rows();
/// Null when there is none.
const ThresholdRow* find_threshold(std::string_view name);

}  // namespace m2

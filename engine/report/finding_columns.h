#pragma once
// The columns of a finding: one list for JSON, CSV and the command's own array, so that they agree.
//
//   each_column("june.dat", finding, [&](std::string_view key, auto value) { … });
//
// A value is a std::string_view or a std::uint64_t. Source: the keys are those of
// `metro2 validate --format json`, with the file before them.

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/validate/finding.h"

namespace m2 {

inline constexpr std::array<std::string_view, 13> kFindingColumns = {
    "file",  "rule",   "severity", "record",   "line",    "account", "segment",
    "field", "offset", "found",    "expected", "message", "check"};

/// Calls `give(key, value)` for each column in order.
template <class Give>
void each_column(std::string_view file, const Finding& finding, Give&& give) {
  using Text = std::string_view;
  std::size_t column = 0;
  const auto next = [&](auto value) { give(kFindingColumns[column++], value); };
  next(file);
  next(finding.rule->id);
  next(to_string(finding.rule->severity));
  next(finding.record);
  next(finding.line);
  next(Text(finding.account));
  next(finding.segment);
  next(finding.field != nullptr ? Text(finding.field->key) : Text());
  next(finding.offset);
  next(Text(finding.found));
  next(Text(finding.expected));
  next(Text(finding.message));
  next(finding.check != nullptr ? Text(finding.check->id) : Text());
}

}  // namespace m2

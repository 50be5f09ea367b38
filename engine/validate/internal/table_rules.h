#pragma once
// Which rules speak of a field's value: those of its code table, and those of its kind, its
// characters and its days.
//
//   rules_of("ecoa_code").unknown         // Structural::EcoaCode

#include <optional>
#include <string_view>

#include "engine/metro2/field.h"
#include "engine/validate/field_checks.h"
#include "engine/validate/internal/structural_rules.h"

namespace m2::internal {

struct TableRules {
  std::string_view table;
  Structural unknown;
  Structural obsolete;
  bool blank_too = false;  // the field may be blank although the table has no blank
};
/// Of a code table; every table that a field names has its rules.
const TableRules& rules_of(std::string_view table);

/// The rule that a date field breaks by being zero, for those that may not be.
std::optional<Structural> rule_for_missing_day(const Field& field);

/// The rule that the field breaks by failing this check; empty: it has no such check.
std::optional<Structural> rule_of(CheckKind kind, Segment segment, const Field& field);

}  // namespace m2::internal

#pragma once
// Cases of rules: what `accept` and `reject` promise, run by every check.
//
//   check_rule_cases(rules, found);      // case-fails, at each case that does not hold

#include <memory>

#include "dsl/rules.h"
#include "engine/base/diagnostic.h"

namespace m2 {

/// Builds the record of every case and runs the rules over it, as they run over a file. `as_of` is
/// the last day of 2025. Error: case-fails, with the part of the condition that decided and the
/// values it saw.
void check_rule_cases(const std::shared_ptr<const dsl::CheckedRules>& rules, Diagnostics& found);

}  // namespace m2

#pragma once
// What an account became, held against what its case expects. Internal to cases.

#include <optional>
#include <string>
#include <vector>

#include "engine/pipeline/cases.h"

namespace m2::internal {

/// Fills `result.mismatches` from the rest of it.
void compare(CaseResult& result, Goldens goldens);

}  // namespace m2::internal

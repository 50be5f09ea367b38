#pragma once
// What an account became, held against what its case expects. Internal to cases and
// case_recording.

#include <optional>
#include <string>
#include <vector>

#include "engine/pipeline/cases.h"

namespace m2::internal {

/// Fills `result.mismatches` from the rest of it.
void compare(CaseResult& result, Goldens goldens);

/// Their names in their order, each once.
std::vector<std::string> names_of(const std::vector<Reason>& reasons);
/// The same names, in any order.
bool is_same_set(std::vector<std::string> a, std::vector<std::string> b);

}  // namespace m2::internal

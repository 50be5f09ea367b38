#pragma once
// Naming: what a run's files are called: TENANT.PERIOD.BUREAU.metro2, and beside them
// TENANT.PERIOD.manifest.json.
//
//   bureau_file_name("demo-rent", period, Bureau::Equifax)   // "demo-rent.2026-06.equifax.metro2"
//   manifest_name("demo-rent", period)                       // "demo-rent.2026-06.manifest.json"
//
// A second run of the same month replaces them. A tenant's name holds letters, digits, `-` and `_`
// only (config/tenant.h), so that the parts can be told apart.

#include <string>
#include <string_view>

#include "engine/base/date.h"
#include "engine/metro2/bureau.h"

namespace m2 {

std::string bureau_file_name(std::string_view tenant, Period period, Bureau bureau);
std::string manifest_name(std::string_view tenant, Period period);

}  // namespace m2

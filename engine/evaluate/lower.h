#pragma once
// lower: a checked preset, its parameter values and a day -> Program.
//
//   ParamValues values = {{"grace_days", Literal{.number = 3}}};
//   Result<std::shared_ptr<const Program>> program = lower(preset, values, as_of);

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dsl/literal.h"
#include "dsl/program.h"
#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/evaluate/program.h"

namespace m2 {

/// A tenant's values by parameter; lists hold several literals, scalars one. What is not named
/// keeps its default.
using ParamValues = std::map<std::string, std::vector<dsl::Literal>>;

/// What a program is for. Explaining: it knows which of its code stands for which expression, as
/// Mapper::explain needs it. Locating: every expression is something that a run can come by
/// (CoverKind::Expression). The code is the same.
enum class Purpose : std::uint8_t { Running, Explaining, Locating };

/// Error: Invalid, when the preset needs more registers or code than a program has (65,535).
Result<std::shared_ptr<const Program>> lower(std::shared_ptr<const dsl::CheckedPreset> preset,
                                             const ParamValues& values, Date as_of,
                                             Purpose purpose = Purpose::Running);

}  // namespace m2

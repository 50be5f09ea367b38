#pragma once
// The rules for every command that asks or shows them: those of the program and those of the rules
// files that come with the presets.
//
//   const auto registry = find_rules(context);

#include <memory>

#include "engine/cli/command.h"
#include "engine/validate/registry.h"

namespace m2::cli {

/// Without presets only the rules of the program. Null after telling, when a rules file has an
/// error.
std::shared_ptr<const RuleRegistry> find_rules(Context& context);

}  // namespace m2::cli

#pragma once
// Conditions that say nothing: always true, never true, or asked after an earlier `skip` has
// answered. Internal to dsl; facts.h is the door.
//
// One condition is looked at by itself: not what an `if` or `where` around it says, not other
// rules. So `if n <= 10 … else if n > 10 and n <= 20 …` may say all it means.

#include "dsl/program.h"
#include "dsl/rules.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

void check_conditions(const CheckedPreset& preset, Diagnostics& found);
void check_conditions(const CheckedRules& rules, Diagnostics& found);

}  // namespace m2::dsl

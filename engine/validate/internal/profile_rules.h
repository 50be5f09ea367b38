#pragma once
// Names for the rules of profile.def, for the code that finds out whether they hold.
//
//   profile_rule(registry, ProfileRule::Allowed).id      // "PRF-001"

#include <cstdint>
#include <span>

#include "engine/validate/registry.h"
#include "engine/validate/rule.h"

namespace m2::internal {

enum class ProfileRule : std::uint8_t {
#define M2_PROFILE_RULE(name, ...) name,
#include "engine/validate/profile.def"
#undef M2_PROFILE_RULE
};

/// The rules of profile.def, in their order.
std::span<const Rule> profile_rules();
/// The entry of a registry.
const Rule& profile_rule(const RuleRegistry& registry, ProfileRule name);

}  // namespace m2::internal

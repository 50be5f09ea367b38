#pragma once
// Profiles for every command that asks or shows them: by name from profiles/ of the presets, or by
// path.
//
//   M2_TRY(auto profile, find_profile(context, {"rent", "equifax"}, *registry));

#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/cli/command.h"
#include "engine/config/profile.h"
#include "engine/validate/registry.h"

namespace m2::cli {

/// The profiles that come along, for completion.
std::vector<std::string> shipped_profiles();

/// Where the profiles of the presets are.
Result<ProfileFiles> find_profile_files(Context& context, const RuleRegistry& registry);

/// Null after telling, when a profile has an error. Errors: those of load_profiles.
Result<std::shared_ptr<const EffectiveProfile>> find_profile(Context& context,
                                                             const std::vector<std::string>& names,
                                                             const RuleRegistry& registry);

/// Whether the presets have a profile for files that name none.
bool has_default_profile(Context& context);

}  // namespace m2::cli

#pragma once
// The validation profile of a run, and of the files that it wrote.
//
//   M2_TRY(auto profile, load_run_profile(presets, tenant.profile, *registry, found));
//   profile_of_written("out/demo-rent.2026-06.equifax.metro2")       // "sandbox"

#include <filesystem>
#include <memory>
#include <string>

#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/presets_folder.h"
#include "engine/config/profile.h"
#include "engine/validate/registry.h"

namespace m2 {

/// Whether a profile can be looked for: it is there or named by its file, or its folder has others,
/// so that it is missing. Presets without profiles ask every rule that is sure.
bool expects_profile(const PresetsFolder& presets, const std::string& name);

/// The profile that a tenant names, else the default one. Null where the presets have no default
/// one or no profiles at all, and when `found` gained errors. Errors: those of load_profiles.
Result<std::shared_ptr<const EffectiveProfile>> load_run_profile(const PresetsFolder& presets,
                                                                 const std::string& name,
                                                                 const RuleRegistry& registry,
                                                                 Diagnostics& found);

/// What the manifest beside a file names, when the file is byte for byte what that run wrote; else
/// empty.
std::string profile_of_written(const std::filesystem::path& file);

}  // namespace m2

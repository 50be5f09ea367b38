#pragma once
// What every command that works with presets needs: where they are, and a tenant with all it names.
//
//   M2_TRY(PresetsFolder folder, find_presets(context));
//   M2_TRY(LoadedTenant loaded, load_tenant(file, folder, found));   // found.has_errors(): nothing
//   runs

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "dsl/program.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/cli/command.h"
#include "engine/config/presets_folder.h"
#include "engine/config/tenant.h"

namespace m2::cli {

/// --presets, else the nearest `presets/`, else the installed one. Error: NotFound.
Result<PresetsFolder> find_presets(const Context& context);

struct LoadedTenant {
  std::optional<Tenant> tenant;  // empty when its file has errors
  std::vector<std::shared_ptr<const dsl::CheckedPreset>> presets;
  std::vector<ParamLiterals> values;  // by preset
};

/// Reads a tenant's file, its presets, and the values of their parameters on a day. What is wrong
/// with them is in `found`. Errors: the tenant's or a preset's file is not there or cannot be read.
Result<LoadedTenant> load_tenant(const std::filesystem::path& file, const PresetsFolder& folder,
                                 Diagnostics& found, std::optional<Date> day = std::nullopt);

}  // namespace m2::cli

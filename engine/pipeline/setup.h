#pragma once
// RunSetup: a tenant with its presets checked and made ready for a day; what `run` and every
// command that maps accounts begin with. `check_tenant` is the same for every day.
//
//   M2_TRY(std::optional<RunSetup> setup, set_up("demo-rent", presets, as_of, found));
//   AccountMapper mapper(setup->programs, setup->mapper_options(created));

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/presets_folder.h"
#include "engine/config/tenant.h"
#include "engine/evaluate/mapper.h"
#include "engine/evaluate/preset_checks.h"
#include "engine/write/bureau_files.h"

namespace m2 {

struct RunSetup {
  Tenant tenant;
  std::vector<std::shared_ptr<const dsl::CheckedPreset>> presets;  // of the versions in force
  std::vector<ParamLiterals> values;                               // one a preset
  std::vector<std::shared_ptr<const Program>> programs;            // one a preset

  /// For mappers of this tenant; `created` stamps the records.
  [[nodiscard]] MapperOptions mapper_options(Date created, LastReport last_report = {}) const;
};

/// The file of a bureau as the tenant's settings want it.
BureauFilePlan file_plan_of(const BureauSettings& settings);

/// Empty when `found` has errors: all of the tenant's and of its presets. Errors: NotFound,
/// Unreadable, TooLarge.
Result<std::optional<RunSetup>> set_up(std::string_view tenant, const PresetsFolder& presets,
                                       Date as_of, Diagnostics& found);

/// A preset without a tenant: parameters keep their defaults. A name may say its version, as
/// `entrata_rent@1`; without one it is the latest. As set_up.
Result<std::optional<RunSetup>> set_up_preset(std::string_view name_or_path,
                                              const PresetsFolder& presets, Date as_of,
                                              Diagnostics& found);

/// What is wrong with a tenant on any day: its file, its presets in every version it names and
/// their examples, every value of its parameters. `checks` are of the folder's workspace. Errors:
/// NotFound, Unreadable, TooLarge.
Result<void> check_tenant(const std::filesystem::path& file, const PresetsFolder& presets,
                          PresetChecks& checks, Diagnostics& found);

}  // namespace m2

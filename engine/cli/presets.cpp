#include "engine/cli/presets.h"

#include <fmt/format.h>

#include "dsl/check.h"
#include "engine/evaluate/examples.h"

namespace m2::cli {

Result<PresetsFolder> find_presets(const Context& context) {
  PresetsSearch search;
  if (context.presets) search.given = *context.presets;
  std::error_code error;
  search.working_directory = std::filesystem::current_path(error);
  search.installed = M2_INSTALLED_PRESETS;
  return PresetsFolder::find(search);
}

Result<LoadedTenant> load_tenant(const std::filesystem::path& file, const PresetsFolder& folder,
                                 Diagnostics& found, std::optional<Date> day) {
  LoadedTenant loaded;
  M2_TRY(loaded.tenant, read_tenant_file(file, found));
  if (!loaded.tenant) return loaded;
  const dsl::Workspace workspace(folder.path());
  bool all_right = true;
  for (const Spanned& name : loaded.tenant->presets) {
    const auto preset_file = folder.preset_file(name.text, file);
    if (!preset_file) {
      found.error("unknown-name", name.span, preset_file.error().message);
      all_right = false;
      continue;
    }
    Diagnostics of_preset;
    auto preset = dsl::check(*preset_file, workspace, of_preset);
    if (preset != nullptr) check_examples(preset, of_preset);
    all_right = all_right && preset != nullptr && !of_preset.has_errors();
    const auto version = loaded.tenant->version_on(day.value_or(Date::from_days(0)));
    if (preset != nullptr && version && *version != preset->version) {
      found
          .error("no-such-target",
                 loaded.tenant->version_span.empty() ? name.span : loaded.tenant->version_span,
                 fmt::format("there is no version {} of `{}`", *version, preset->name))
          .mark(fmt::format("version {} is here", preset->version));
    }
    found.append(std::move(of_preset));
    loaded.presets.push_back(std::move(preset));
  }
  if (all_right)
    loaded.values =
        loaded.tenant->values_for(loaded.presets, day.value_or(Date::from_days(0)), found);
  return loaded;
}

}  // namespace m2::cli

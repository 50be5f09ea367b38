#include "engine/cli/profile_files.h"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "engine/base/diagnostic.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/validate/rule_book.h"

namespace m2::cli {

std::vector<std::string> shipped_profiles() {
  return {"auto",        "collections",    "default", "equifax", "experian",  "innovis",
          "installment", "line_of_credit", "rent",    "sandbox", "transunion"};
}

Result<ProfileFiles> find_profile_files(Context& context, const RuleRegistry& registry) {
  M2_TRY(const PresetsFolder folder, find_presets(context));
  return ProfileFiles{folder.profiles_folder(), known_rules(registry)};
}

Result<std::shared_ptr<const EffectiveProfile>> find_profile(Context& context,
                                                             const std::vector<std::string>& names,
                                                             const RuleRegistry& registry) {
  ProfileFiles files;
  files.rules = known_rules(registry);
  const auto folder = find_presets(context);
  // A path works without presets, as long as what it extends stands beside it.
  const bool needs_folder = !std::all_of(names.begin(), names.end(), names_profile_file);
  if (!folder && needs_folder) return folder.error();
  if (folder) files.folder = folder->profiles_folder();
  Diagnostics found;
  M2_TRY(auto profile, load_profiles(names, files, found));
  if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
  return profile;
}

bool has_default_profile(Context& context) {
  const auto folder = find_presets(context);
  return folder && has_profile(folder->profiles_folder(), kDefaultProfile);
}

}  // namespace m2::cli

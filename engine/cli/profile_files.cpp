#include "engine/cli/profile_files.h"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "engine/base/diagnostic.h"
#include "engine/base/file.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/validate/rule_book.h"
#include "engine/write/manifest.h"

namespace m2::cli {
namespace {

constexpr const char* kProfiles = "profiles";

bool names_a_file(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(".yaml") || name.ends_with(".yml");
}

}  // namespace

std::vector<std::string> shipped_profiles() {
  return {"auto",        "collections",    "default", "equifax", "experian",  "innovis",
          "installment", "line_of_credit", "rent",    "sandbox", "transunion"};
}

Result<ProfileFiles> find_profile_files(Context& context, const RuleRegistry& registry) {
  M2_TRY(const PresetsFolder folder, find_presets(context));
  return ProfileFiles{folder.path() / kProfiles, known_rules(registry)};
}

Result<std::shared_ptr<const EffectiveProfile>> find_profile(Context& context,
                                                             const std::vector<std::string>& names,
                                                             const RuleRegistry& registry) {
  ProfileFiles files;
  files.rules = known_rules(registry);
  const auto folder = find_presets(context);
  // A path works without presets, as long as what it extends stands beside it.
  const bool needs_folder = !std::all_of(names.begin(), names.end(), names_a_file);
  if (!folder && needs_folder) return folder.error();
  if (folder) files.folder = folder->path() / kProfiles;
  Diagnostics found;
  M2_TRY(auto profile, load_profiles(names, files, found));
  if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
  return profile;
}

std::string profile_beside(const std::string& file) {
  // TENANT.PERIOD.BUREAU.metro2 stands beside TENANT.PERIOD.manifest.json.
  const std::size_t ending = file.rfind('.');
  const std::size_t bureau =
      ending == std::string::npos || ending == 0 ? std::string::npos : file.rfind('.', ending - 1);
  if (bureau == std::string::npos) return {};
  const auto text = read_file(file.substr(0, bureau) + ".manifest.json");
  if (!text) return {};
  const auto manifest = read_manifest(*text);
  return manifest ? manifest->profile : std::string();
}

bool has_default_profile(Context& context) {
  const auto folder = find_presets(context);
  std::error_code ignored;
  return folder &&
         std::filesystem::is_regular_file(
             folder->path() / kProfiles / (std::string(kDefaultProfile) + ".yaml"), ignored);
}

}  // namespace m2::cli

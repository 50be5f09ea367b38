#include "engine/pipeline/run_profile.h"

#include <algorithm>

#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/pipeline/internal/written_file.h"
#include "engine/validate/rule_book.h"

namespace m2 {

bool expects_profile(const PresetsFolder& presets, const std::string& name) {
  const std::filesystem::path folder = presets.profiles_folder();
  return names_profile_file(name) || has_profile(folder, name) || !profile_names(folder).empty();
}

Result<std::shared_ptr<const EffectiveProfile>> load_run_profile(const PresetsFolder& presets,
                                                                 const std::string& name,
                                                                 const RuleRegistry& registry,
                                                                 Diagnostics& found) {
  const ProfileFiles files{presets.profiles_folder(), known_rules(registry)};
  if (name.empty() && has_profile(files.folder, kDefaultProfile))
    return load_profiles({std::string(kDefaultProfile)}, files, found);
  if (name.empty() || !expects_profile(presets, name))
    return std::shared_ptr<const EffectiveProfile>();
  return load_profiles({name}, files, found);
}

std::string profile_of_written(const std::filesystem::path& file) {
  const Result<std::string> text = read_file(internal::manifest_beside(file));
  if (!text) return {};
  const Result<Manifest> manifest = read_manifest(*text);
  if (!manifest) return {};
  const auto row =
      std::find_if(manifest->files.begin(), manifest->files.end(),
                   [&](const WrittenFile& written) { return written.path == file.filename(); });
  if (row == manifest->files.end()) return {};
  const Result<FileDigest> digest = digest_of_file(file);
  return digest && digest->sha256 == row->sha256 ? manifest->profile : std::string();
}

}  // namespace m2

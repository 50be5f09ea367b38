#include "engine/evaluate/preset_checks.h"

#include "engine/evaluate/examples.h"

namespace m2 {

std::shared_ptr<const dsl::CheckedPreset> PresetChecks::check(const std::filesystem::path& file,
                                                              Diagnostics& found) {
  const auto [at, is_new] = checked_.try_emplace(file.lexically_normal().string());
  Checked& checked = at->second;
  if (is_new) {
    checked.preset = dsl::check(file, workspace_, checked.found);
    if (checked.preset != nullptr) check_examples(checked.preset, checked.found);
  }
  found.append(checked.found);
  return checked.preset;
}

}  // namespace m2

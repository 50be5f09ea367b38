#include "engine/cli/presets.h"

#include <filesystem>

namespace m2::cli {

Result<PresetsFolder> find_presets(const Context& context) {
  PresetsSearch search;
  if (context.presets) search.given = *context.presets;
  std::error_code error;
  search.working_directory = std::filesystem::current_path(error);
  search.installed = M2_INSTALLED_PRESETS;
  return PresetsFolder::find(search);
}

}  // namespace m2::cli

#pragma once
// Files of the mapping language as commands take them: named, or found below folders.
//
//   M2_TRY(auto files, find_files(paths_, folder.path(), is_checked));

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace m2::cli {

/// The files that are named, and those in the folders that are named (without names: in
/// `otherwise`) for which `is_wanted` is true; sorted, once each. Errors: NotFound, Unreadable.
Result<std::vector<std::filesystem::path>> find_files(
    const std::vector<std::string>& names, const std::filesystem::path& otherwise,
    const std::function<bool(const std::filesystem::path&)>& is_wanted);

}  // namespace m2::cli

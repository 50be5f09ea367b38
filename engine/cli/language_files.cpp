#include "engine/cli/language_files.h"

#include <fmt/format.h>

#include <set>

namespace m2::cli {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> find_files(const std::vector<std::string>& names,
                                         const fs::path& otherwise,
                                         const std::function<bool(const fs::path&)>& is_wanted) {
  std::set<fs::path> all;
  std::vector<std::string> roots = names;
  if (roots.empty()) roots.push_back(otherwise.string());
  for (const std::string& root : roots) {
    std::error_code error;
    const fs::file_status status = fs::status(root, error);
    if (!fs::exists(status)) {
      return Error{ErrorCode::NotFound,
                   fmt::format("cannot read `{}`: no such file or folder", root)};
    }
    if (!fs::is_directory(status)) {
      all.insert(root);
      continue;
    }
    for (auto entry = fs::recursive_directory_iterator(root, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (entry->is_regular_file(error) && is_wanted(entry->path())) all.insert(entry->path());
    }
    if (error) {
      return Error{ErrorCode::Unreadable,
                   fmt::format("cannot list `{}`: {}", root, error.message())};
    }
  }
  return std::vector<fs::path>(all.begin(), all.end());
}

}  // namespace m2::cli

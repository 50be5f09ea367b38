#include "engine/config/presets_folder.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/file.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFolder = "presets";
constexpr std::string_view kTenants = "tenants";
constexpr std::size_t kLargestTenant = std::size_t{1} << 20;

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}
bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}
bool is_yaml(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

/// The shorter of a path and the same from the working directory: what a person would type.
fs::path nearest_spelling(const fs::path& path, const fs::path& working_directory) {
  const fs::path relative = path.lexically_relative(working_directory);
  const bool inside = !relative.empty() && *relative.begin() != "..";
  return inside ? relative : path;
}

Error not_found(std::string_view what, std::string_view name, const fs::path& where,
                const std::vector<std::string>& known) {
  const auto near = nearest(name, known);
  const std::string hint = near            ? fmt::format("; did you mean `{}`?", *near)
                           : known.empty() ? std::string()
                                           : fmt::format("; there are {}", fmt::join(known, ", "));
  return {ErrorCode::NotFound, fmt::format("no {} `{}` in {}{}", what, name, where.string(), hint)};
}

/// The name that a tenant's file declares, read without the rest: "tenant: demo-rent  # …".
std::string declared_tenant(const fs::path& file) {
  const Result<std::string> text = read_file(file, kLargestTenant);
  if (!text) return {};
  constexpr std::string_view kKey = "tenant:";
  for (std::string_view line : split(*text, '\n')) {
    if (line.substr(0, kKey.size()) != kKey) continue;
    line = trim(line.substr(kKey.size()));
    line = trim(line.substr(0, line.find('#')));
    const bool quoted = line.size() >= 2 && (line.front() == '"' || line.front() == '\'') &&
                        line.back() == line.front();
    return std::string(quoted ? line.substr(1, line.size() - 2) : line);
  }
  return {};
}

/// Each tenant in the folder with its file.
std::vector<std::pair<std::string, fs::path>> tenants_in(const fs::path& folder) {
  std::vector<std::pair<std::string, fs::path>> tenants;
  const Result<std::vector<std::string>> files = list_files(folder);
  if (!files) return tenants;
  for (const std::string& file : *files) {
    if (!is_yaml(file)) continue;
    if (std::string name = declared_tenant(folder / file); !name.empty()) {
      tenants.emplace_back(std::move(name), folder / file);
    }
  }
  std::sort(tenants.begin(), tenants.end());
  return tenants;
}

}  // namespace

Result<PresetsFolder> PresetsFolder::find(const PresetsSearch& search) {
  if (search.given) {
    if (is_folder(*search.given)) return PresetsFolder(*search.given);
    return Error{ErrorCode::NotFound, fmt::format("no folder `{}`", search.given->string())};
  }
  for (fs::path at = search.working_directory; !at.empty(); at = at.parent_path()) {
    if (is_folder(at / kFolder)) {
      return PresetsFolder(nearest_spelling(at / kFolder, search.working_directory));
    }
    if (at == at.root_path()) break;
  }
  if (!search.installed.empty() && is_folder(search.installed)) {
    return PresetsFolder(search.installed);
  }
  return Error{
      ErrorCode::NotFound,
      fmt::format("no folder `presets` at or above `{}`, and none installed{}",
                  search.working_directory.string(),
                  search.installed.empty() ? std::string()
                                           : fmt::format(" at `{}`", search.installed.string()))};
}

bool PresetsFolder::is_tenant_path(std::string_view name_or_path) {
  return name_or_path.find('/') != std::string_view::npos || is_yaml(fs::path(name_or_path));
}

Result<fs::path> PresetsFolder::tenant_file(std::string_view name_or_path) const {
  const fs::path given(name_or_path);
  if (is_tenant_path(name_or_path)) {
    if (is_file(given)) return given;
    return Error{ErrorCode::NotFound, fmt::format("no file `{}`", name_or_path)};
  }
  const fs::path named = path() / kTenants / fmt::format("{}.yaml", name_or_path);
  if (is_file(named)) return named;
  for (const auto& [name, file] : tenants_in(path() / kTenants)) {
    if (name == name_or_path) return file;
  }
  return not_found("tenant", name_or_path, path() / kTenants, tenant_names());
}

std::vector<std::string> PresetsFolder::tenant_names() const {
  std::vector<std::string> names;
  for (auto& [name, file] : tenants_in(path() / kTenants)) names.push_back(name);
  return names;
}

bool PresetsFolder::is_preset_path(std::string_view name_or_path) {
  return name_or_path.find('/') != std::string_view::npos ||
         fs::path(name_or_path).extension() == ".preset";
}

Result<fs::path> PresetsFolder::preset_file(std::string_view name_or_path,
                                            const fs::path& tenant_file) const {
  if (is_preset_path(name_or_path)) {
    const fs::path given(name_or_path);
    for (const fs::path& folder : {tenant_file.parent_path(), path(), path().parent_path()}) {
      if (is_file(folder / given)) return folder / given;
    }
    return Error{ErrorCode::NotFound, fmt::format("no file `{}`", name_or_path)};
  }
  if (const auto file = workspace_.find_preset(name_or_path)) return *file;
  return not_found("preset", name_or_path, path(), workspace_.preset_names());
}

}  // namespace m2

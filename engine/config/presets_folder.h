#pragma once
// PresetsFolder: where presets and tenants are found, and a tenant's file by name or path.
//
//   M2_TRY(PresetsFolder folder, PresetsFolder::find({.given = option, .working_directory = cwd,
//                                                      .installed = "/usr/share/metro2/presets"}));
//   M2_TRY(std::filesystem::path file, folder.tenant_file("demo-rent"));
//
// The folder is the one that was given, else the nearest `presets/` at or above the working
// directory, else the installed one. A path that is given always works.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/check.h"
#include "engine/base/result.h"

namespace m2 {

struct PresetsSearch {
  std::optional<std::filesystem::path> given = std::nullopt;  // --presets
  std::filesystem::path working_directory = {};
  std::filesystem::path installed = {};
};

class PresetsFolder {
 public:
  /// Error: NotFound, with every place that was looked at.
  static Result<PresetsFolder> find(const PresetsSearch& search);

  [[nodiscard]] const std::filesystem::path& path() const { return workspace_.root(); }
  /// Of rules over finished records, and of the profiles under which they are asked.
  [[nodiscard]] std::filesystem::path rules_folder() const { return path() / "rules"; }
  [[nodiscard]] std::filesystem::path profiles_folder() const { return path() / "profiles"; }
  /// The same folder as presets see it.
  [[nodiscard]] const dsl::Workspace& workspace() const { return workspace_; }
  /// The file of a tenant: a path (with a `/` or ending in .yaml or .yml), else tenants/NAME.yaml,
  /// else the file in tenants/ that says `tenant: NAME`. Error: NotFound, with the nearest name.
  [[nodiscard]] Result<std::filesystem::path> tenant_file(std::string_view name_or_path) const;
  /// Whether a tenant is named by its file (with a `/` or ending in .yaml or .yml) or by its name.
  [[nodiscard]] static bool is_tenant_path(std::string_view name_or_path);
  /// Names of the tenants in tenants/, sorted.
  [[nodiscard]] std::vector<std::string> tenant_names() const;
  /// Whether a tenant names a preset by its file (with a `/` or ending in .preset) or by its name.
  [[nodiscard]] static bool is_preset_path(std::string_view name_or_path);
  /// The file of a preset that a tenant names: a path from the tenant's folder, from here, or from
  /// where `presets/` stands; else the latest version of the declared name. Error: NotFound, with
  /// the nearest name.
  [[nodiscard]] Result<std::filesystem::path> preset_file(
      std::string_view name_or_path, const std::filesystem::path& tenant_file) const;

 private:
  explicit PresetsFolder(std::filesystem::path path) : workspace_(std::move(path)) {}
  dsl::Workspace workspace_;
};

}  // namespace m2

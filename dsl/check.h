#pragma once
// check: everything that can be known to be wrong with a preset before it runs.
//
//   Workspace workspace("presets");
//   Diagnostics found;
//   auto preset = check("presets/entrata/rent.preset", workspace, found);   // null when
//   found.has_errors()
//
// Errors of files that cannot be read are diagnostics too: slug unreadable-file, at the `use` that
// asked for them.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dsl/ast.h"
#include "dsl/diagnostics.h"
#include "dsl/program.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

/// Bytes of a file; nothing that a person writes is larger.
inline constexpr std::size_t kLargestFile = std::size_t{1} << 20;

/// A preset as the header of its file declares it.
struct PresetFile {
  std::string name;
  std::int64_t version = 0;
  std::filesystem::path path;
};

/// "version 1 is here", "versions 1 and 2 are here": of the files of one name.
std::string versions_here(const std::vector<PresetFile>& files);

/// The folder in which presets, shapes and libraries find one another.
class Workspace {
 public:
  explicit Workspace(std::filesystem::path root) : root_(std::move(root)) {}

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  /// Files with this extension (".shape"), those in `first` before all others, each group sorted.
  [[nodiscard]] std::vector<std::filesystem::path> files(std::string_view extension,
                                                         const std::filesystem::path& first) const {
    return nearest_first(all_files(), extension, first);
  }
  /// Everything that is a file here, as it is now; and the same of such a list.
  [[nodiscard]] std::vector<std::filesystem::path> all_files() const;
  [[nodiscard]] static std::vector<std::filesystem::path> nearest_first(
      const std::vector<std::filesystem::path>& all, std::string_view extension,
      const std::filesystem::path& first);
  /// All presets by name and version, as their headers declare them. Read once: a workspace is made
  /// for one command and one thread.
  [[nodiscard]] const std::vector<PresetFile>& presets() const;
  /// Those of one name, the oldest version first.
  [[nodiscard]] std::vector<PresetFile> presets_named(std::string_view name) const;
  /// The latest version of the preset with this name; empty when there is none.
  [[nodiscard]] std::optional<std::filesystem::path> find_preset(std::string_view name) const;
  /// Names of all presets, sorted.
  [[nodiscard]] std::vector<std::string> preset_names() const;

 private:
  std::filesystem::path root_;
  mutable std::optional<std::vector<PresetFile>> presets_;
};

/// Reads and checks one preset with all it uses.
std::shared_ptr<const CheckedPreset> check(const std::filesystem::path& file,
                                           const Workspace& workspace, Diagnostics& found);

/// A preset that was checked, with one of its files changed: nothing is read again but that tree,
/// which has the name of the file it stands for. Only errors are of interest; of releases nothing
/// is said.
std::shared_ptr<const CheckedPreset> check_changed(const CheckedPreset& before,
                                                   const std::shared_ptr<const Ast>& changed,
                                                   Diagnostics& found);

/// Warns of members of shapes that none of these presets reads.
void report_unused_members(std::span<const std::shared_ptr<const CheckedPreset>> presets,
                           Diagnostics& found);

/// As check, with lines of an inquiry behind the preset (inquiry.h); without a preset, all
/// libraries of the workspace.
std::shared_ptr<const CheckedPreset> check_lines(
    const std::optional<std::filesystem::path>& file, const Workspace& workspace,
    const std::vector<std::shared_ptr<const Ast>>& lines, Diagnostics& found);

/// Reads and checks a shape by itself: a preset without rules, record and name, whose documents can
/// be read.
std::shared_ptr<const CheckedPreset> check_shape(const std::filesystem::path& file,
                                                 Diagnostics& found);

/// Checks a library, rules file or shape by itself: its grammar and what can be known without a
/// preset. Null when it cannot be read.
std::shared_ptr<const Ast> check_alone(const std::filesystem::path& file, Diagnostics& found);

/// Silences the warnings that the authors of these files allow; those of the kind `all_told` that
/// silence nothing are reported.
void answer_allows(std::span<const SourcePtr> sources, Diagnostics& found,
                   std::optional<DiagnosticAbout> all_told);

}  // namespace m2::dsl

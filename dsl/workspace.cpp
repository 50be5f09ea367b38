// Files of a workspace, and the reading of a preset with all it uses.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/check.h"
#include "dsl/checker.h"
#include "dsl/parse.h"
#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kLargestFile = std::size_t{1} << 20;

// The name in a file's header, read without its tree: "preset entrata_rent version 1" ->
// "entrata_rent".
std::string declared_name(const std::filesystem::path& path, std::string_view word) {
  const Result<std::string> text = read_file(path, kLargestFile);
  if (!text) return {};
  for (std::string_view line : split(*text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    if (line.substr(0, word.size() + 1) != std::string(word) + " ") return {};
    line = trim(line.substr(word.size()));
    return std::string(line.substr(0, line.find_first_of(" \t#")));
  }
  return {};
}

class Reading {
 public:
  Reading(const Workspace& workspace, Diagnostics& found) : workspace_(workspace), found_(found) {}

  std::shared_ptr<const Ast> parse_file(const std::filesystem::path& path, FileKind kind,
                                        Span asked_by) {
    Result<std::string> text = read_file(path, kLargestFile);
    if (!text) {
      found_.error("unreadable-file", asked_by, text.error().message);
      return nullptr;
    }
    digest_.add(*text);
    auto source =
        std::make_shared<const SourceText>(path.lexically_normal().string(), std::move(*text));
    found_.keep(source);
    sources_.push_back(source);
    return std::make_shared<const Ast>(parse(source, kind, found_));
  }

  std::shared_ptr<const CheckedPreset> read(const std::filesystem::path& path) {
    const auto ast = parse_file(path, FileKind::Preset, Span{});
    if (ast == nullptr) return nullptr;
    auto preset = std::make_shared<CheckedPreset>();
    Checker checker(*preset, found_);
    for (NodeId id : ast->children(ast->root())) {
      if (ast->kind(id) == NodeKind::Use)
        follow_use(*ast, id, path.parent_path(), *preset, checker);
    }
    checker.add_file(ast);
    checker.run();
    if (found_.has_errors()) return nullptr;
    preset->sources = sources_;
    preset->sha256 = digest_.finish();
    return preset;
  }

 private:
  void follow_use(const Ast& ast, NodeId use, const std::filesystem::path& folder,
                  CheckedPreset& preset, Checker& checker) {
    const std::string_view what = ast.text(ast.child(use, 0));
    const NodeId name = ast.child(use, 1);
    if (what == "codes") {
      if (ast.text(name) != "metro2") not_found(ast.span(name), "code lists", {"metro2"});
      return;
    }
    const std::string extension = "." + std::string(what);
    std::vector<std::string> known;
    for (const std::filesystem::path& candidate : workspace_.files(extension, folder)) {
      const std::string declared = declared_name(candidate, what);
      known.push_back(declared);
      if (declared != ast.text(name)) continue;
      const auto used = parse_file(candidate, what == "shape" ? FileKind::Shape : FileKind::Library,
                                   ast.span(name));
      if (used == nullptr) return checker.set_names_missing();
      if (what == "library") return checker.add_file(used);
      if (preset.shape != nullptr) {
        found_.error("name-twice", ast.span(name), "a preset reads one shape")
            .label(ast.span(use), "this is the second");
        return;
      }
      preset.shape = read_shape(used, preset.types, found_);
      return checker.set_shape(preset.shape);
    }
    not_found(ast.span(name), std::string(what).c_str(), known);
    checker.set_names_missing();
  }

  void not_found(Span name, const char* what, const std::vector<std::string>& known) {
    auto& d = found_.error(std::string(what) == "shape" ? "unknown-shape" : "unknown-name", name,
                           fmt::format("there is no {} `{}`", what, name.text()));
    if (const auto near = nearest(name.text(), known))
      d.mark(fmt::format("did you mean `{}`?", *near))
          .with_help(fmt::format("use {} {}", what, *near));
  }

  const Workspace& workspace_;
  Diagnostics& found_;
  std::vector<SourcePtr> sources_;
  Sha256 digest_;
};

}  // namespace

std::vector<std::filesystem::path> Workspace::files(std::string_view extension,
                                                    const std::filesystem::path& first) const {
  std::vector<std::filesystem::path> near;
  std::vector<std::filesystem::path> far;
  std::error_code error;
  const auto options = std::filesystem::directory_options::skip_permission_denied;
  for (auto entry = std::filesystem::recursive_directory_iterator(root_, options, error);
       !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    if (!entry->is_regular_file(error) || entry->path().extension() != extension) continue;
    const bool beside = std::filesystem::equivalent(entry->path().parent_path(),
                                                    first.empty() ? "." : first, error);
    (beside ? near : far).push_back(entry->path());
  }
  // A preset may stand outside the workspace, with its shape beside it.
  if (near.empty()) {
    for (auto entry = std::filesystem::directory_iterator(first.empty() ? "." : first, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
      if (entry->is_regular_file(error) && entry->path().extension() == extension)
        near.push_back(entry->path());
    }
  }
  std::sort(near.begin(), near.end());
  std::sort(far.begin(), far.end());
  near.insert(near.end(), far.begin(), far.end());
  return near;
}

std::optional<std::filesystem::path> Workspace::find_preset(std::string_view name) const {
  for (const std::filesystem::path& path : files(".preset", root_)) {
    if (declared_name(path, "preset") == name) return path;
  }
  return std::nullopt;
}

std::vector<std::string> Workspace::preset_names() const {
  std::vector<std::string> names;
  for (const std::filesystem::path& path : files(".preset", root_))
    names.push_back(declared_name(path, "preset"));
  std::sort(names.begin(), names.end());
  return names;
}

std::shared_ptr<const CheckedPreset> check(const std::filesystem::path& file,
                                           const Workspace& workspace, Diagnostics& found) {
  Diagnostics of_preset;
  auto preset = Reading(workspace, of_preset).read(file);
  found.append(std::move(of_preset));
  return preset;
}

void check_alone(const std::filesystem::path& file, Diagnostics& found) {
  const Workspace nowhere(file.parent_path());
  const std::optional<FileKind> kind = file_kind(file.string());
  const auto ast =
      Reading(nowhere, found).parse_file(file, kind.value_or(FileKind::Preset), Span{});
  if (ast == nullptr || kind != FileKind::Shape) return;
  TypeTable types;
  read_shape(ast, types, found);
}

}  // namespace m2::dsl

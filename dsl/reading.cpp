// Reading a preset with all it uses, from files to what was checked.

#include "dsl/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/allow.h"
#include "dsl/check.h"
#include "dsl/check_domain.h"
#include "dsl/checker.h"
#include "dsl/facts.h"
#include "dsl/lock.h"
#include "dsl/overrides.h"
#include "dsl/parse.h"
#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/base/money.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

class FileReading {
 public:
  FileReading(const Workspace& workspace, Diagnostics& found)
      : workspace_(workspace), found_(found) {}

  /// Lines of an inquiry, which speak of the preset's names as if they stood at its end.
  void add_lines(const std::vector<std::shared_ptr<const Ast>>& lines) { lines_ = lines; }

  std::shared_ptr<const Ast> parse_file(const std::filesystem::path& path, FileKind kind,
                                        Span asked_by) {
    Result<std::string> text = read_file(path, kLargestFile);
    if (!text) {
      const bool is_large = text.error().code == ErrorCode::TooLarge;
      found_.error(is_large ? "too-large" : "unreadable-file", asked_by, text.error().message);
      return nullptr;
    }
    add_to_fingerprint(*text);
    auto source =
        std::make_shared<const SourceText>(path.lexically_normal().string(), std::move(*text));
    found_.keep(source);
    sources_.push_back(source);
    return asts_.emplace_back(std::make_shared<const Ast>(parse(source, kind, found_)));
  }

  [[nodiscard]] const std::vector<SourcePtr>& sources() const { return sources_; }

  std::shared_ptr<const CheckedPreset> read(const std::filesystem::path& path) {
    const auto ast = parse_file(path, FileKind::Preset, Span{});
    if (ast == nullptr) return nullptr;
    const NodeRef header = root_of(*ast).find(NodeKind::PresetHeader);
    const bool is_inside = header && is_in_workspace(header, path);
    if (is_inside) check_is_alone(header, path);
    // What an unreadable header extends is not known, and what stands below it means nothing alone.
    const NodeRef lost = root_of(*ast).find(NodeKind::Broken);
    if (!header && lost && lost.text().find("extends") != std::string_view::npos) return nullptr;
    auto preset = std::make_shared<CheckedPreset>();
    Checker checker(*preset, found_);
    if (const NodeRef extends = header ? header.find(NodeKind::Extends) : NodeRef{}) {
      const auto base = read_base(extends, path);
      if (!base) return nullptr;
      overrides_ = read_overrides(base->ast, ast, found_);
      checker.set_overrides(overrides_);
      follow_uses(*base->ast, base->folder, *preset, checker);
      checker.add_file(base->ast);
    }
    follow_uses(*ast, path.parent_path(), *preset, checker);
    check_shapes_of_libraries(*preset, checker);
    checker.add_file(ast);
    run(checker);
    check_facts(*preset, found_);
    check_domain(*preset, found_);
    answer_warnings(*ast);
    if (found_.has_errors()) return nullptr;
    const auto checked = finish(std::move(preset));
    if (is_inside) check_release(*checked, header);
    return found_.has_errors() ? nullptr : checked;
  }

  /// The same files again, one of them changed; in the order in which they were read.
  std::shared_ptr<const CheckedPreset> read_changed(const CheckedPreset& before,
                                                    const std::shared_ptr<const Ast>& changed) {
    const auto now = [&](const std::shared_ptr<const Ast>& ast) {
      return ast->source().name() == changed->source().name() ? changed : ast;
    };
    std::vector<std::shared_ptr<const Ast>> presets;
    for (const auto& tree : before.trees) {
      asts_.push_back(now(tree));
      if (root_of(*asts_.back()).is(NodeKind::PresetFile)) presets.push_back(asts_.back());
    }
    auto preset = std::make_shared<CheckedPreset>();
    Checker checker(*preset, found_);
    if (presets.size() == 2) {
      overrides_ = read_overrides(presets[0], presets[1], found_);
      checker.set_overrides(overrides_);
    }
    for (const auto& ast : asts_) sources_.push_back(ast->source_ptr());
    if (before.shape != nullptr) {
      const auto shape = now(before.shape->ast);
      sources_.push_back(shape->source_ptr());
      preset->shape = read_shape(shape, preset->types, found_);
      checker.set_shape(preset->shape);
    }
    for (const auto& ast : asts_) checker.add_file(ast);
    run(checker);
    check_facts(*preset, found_);
    check_domain(*preset, found_);
    return finish(std::move(preset));
  }

  /// What all libraries say that speak neither of a shape nor of an account, without a preset.
  std::shared_ptr<const CheckedPreset> read_libraries() {
    auto preset = std::make_shared<CheckedPreset>();
    Checker checker(*preset, found_);
    checker.set_without_preset();
    for (const std::filesystem::path& file : files(".library", workspace_.root())) {
      const auto library = parse_file(file, FileKind::Library, Span{});
      if (library == nullptr) continue;
      const NodeRef root = root_of(*library);
      if (!root.has(NodeKind::Use) && !root.has(NodeKind::Let)) checker.add_file(library);
    }
    run(checker);
    check_facts(*preset, found_);
    return finish(std::move(preset));
  }

  std::shared_ptr<const CheckedPreset> read_only_shape(const std::filesystem::path& path) {
    const auto ast = parse_file(path, FileKind::Shape, Span{});
    if (ast == nullptr) return nullptr;
    auto preset = std::make_shared<CheckedPreset>();
    Checker checker(*preset, found_);
    checker.set_without_preset();
    preset->shape = read_shape(ast, preset->types, found_);
    checker.set_shape(preset->shape);
    run(checker);
    return finish(std::move(preset));
  }

 private:
  void run(Checker& checker) {
    for (const auto& line : lines_) {
      checker.add_file(line);
      sources_.push_back(line->source_ptr());
    }
    checker.run();
  }

  std::shared_ptr<const CheckedPreset> finish(std::shared_ptr<CheckedPreset> preset) {
    if (found_.has_errors()) return nullptr;
    preset->sources = sources_;
    preset->sha256 = digest_.finish();
    return preset;
  }

  // In what several presets share an `allow` may be for another one of them.
  void answer_warnings(const Ast& of_preset) {
    const bool all_checked = !found_.has_errors();
    for (const auto& ast : asts_) {
      const bool tell = all_checked && ast.get() == &of_preset;
      apply_allows(*ast, found_, tell ? std::optional(DiagnosticAbout::Preset) : std::nullopt);
    }
  }

  struct Base {
    std::shared_ptr<const Ast> ast;
    std::filesystem::path folder;
  };

  static bool is_same(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code error;
    return std::filesystem::equivalent(a, b, error);
  }

  [[nodiscard]] bool is_in_workspace(NodeRef header, const std::filesystem::path& path) const {
    const std::vector<PresetFile> named = workspace_.presets_named(header[0].text());
    return std::any_of(named.begin(), named.end(),
                       [&](const PresetFile& file) { return is_same(file.path, path); });
  }

  // A checkout may have either line end; a release is the same.
  void add_to_fingerprint(std::string_view text) {
    for (std::size_t end = text.find("\r\n"); end != std::string_view::npos;
         end = text.find("\r\n")) {
      digest_.add(text.substr(0, end));
      text.remove_prefix(end + 1);
    }
    digest_.add(text);
  }

  void check_release(const CheckedPreset& preset, NodeRef header) {
    const Lock lock = read_lock(workspace_.root() / kLockFile, found_);
    const Release* release = lock.find(preset.name, preset.version);
    if (release == nullptr || release->sha256 == preset.sha256) return;
    std::vector<std::string> files;
    for (const SourcePtr& source : sources_)
      files.push_back(std::filesystem::path(source->name()).filename().string());
    const std::int64_t latest = workspace_.presets_named(preset.name).back().version;
    found_
        .error("version-changed", header[1].span(),
               fmt::format("`{}` version {} is released, and its content is another now",
                           preset.name, preset.version))
        .label(release->span, "released with this fingerprint")
        .note(fmt::format("the fingerprint is over {}", fmt::join(files, ", ")))
        .with_help(fmt::format("take the released files back, and write the change as version {}",
                               latest + 1));
  }

  // A name and a version say which preset is meant, so no other file of the workspace has both.
  void check_is_alone(NodeRef header, const std::filesystem::path& path) {
    for (const PresetFile& other : workspace_.presets_named(header[0].text())) {
      if (other.version != number_of(header[1]) || is_same(other.path, path)) continue;
      found_
          .error("name-twice", header[0].span(),
                 fmt::format("two presets are `{}` version {}", other.name, other.version))
          .note("the other one is " + other.path.lexically_normal().string())
          .with_help(fmt::format("version {}, or another name", other.version + 1));
      return;
    }
  }

  std::optional<Base> read_base(NodeRef extends, const std::filesystem::path& child) {
    const NodeRef name = extends[0];
    const std::vector<PresetFile> named = workspace_.presets_named(name.text());
    if (named.empty()) {
      no_such_base(name);
      return std::nullopt;
    }
    const auto file = std::find_if(named.begin(), named.end(), [&](const PresetFile& candidate) {
      return candidate.version == number_of(extends[1]);
    });
    if (file == named.end()) {
      found_
          .error("no-such-target", extends[1].span(),
                 fmt::format("there is no version {} of `{}`", extends[1].text(), name.text()))
          .mark(versions_here(named))
          .with_help(fmt::format("extends {} version {}", name.text(), named.back().version));
      return std::nullopt;
    }
    if (is_same(file->path, child)) {
      found_.error("extends-depth", extends.span(), "a preset cannot extend itself");
      return std::nullopt;
    }
    auto ast = parse_file(file->path, FileKind::Preset, name.span());
    if (ast == nullptr) return std::nullopt;
    const NodeRef header = root_of(*ast).find(NodeKind::PresetHeader);
    if (const NodeRef further = header ? header.find(NodeKind::Extends) : NodeRef{}) {
      found_
          .error("extends-depth", extends.span(),
                 fmt::format("`{}` itself extends another preset", name.text()))
          .label(further.span(), "here")
          .note("a base and one preset that extends it is all there can be")
          .with_help(std::string(further.text()));
      return std::nullopt;
    }
    return Base{std::move(ast), file->path.parent_path()};
  }

  void no_such_base(NodeRef name) {
    auto& d = found_.error("no-such-target", name.span(),
                           fmt::format("there is no preset `{}`", name.text()));
    const auto near = nearest(name.text(), workspace_.preset_names());
    if (!near) return;
    const PresetFile there = workspace_.presets_named(*near).back();
    d.mark(fmt::format("did you mean `{}`? ({})", *near, there.path.filename().string()))
        .with_help(fmt::format("extends {} version {}", *near, there.version));
  }

  static std::int64_t number_of(NodeRef node) { return parse_decimal(node.text(), 0).value_or(0); }

  void follow_uses(const Ast& ast, const std::filesystem::path& folder, CheckedPreset& preset,
                   Checker& checker) {
    for (NodeId id : ast.children(ast.root())) {
      if (ast.kind(id) == NodeKind::Use && is_followed({&ast, id}))
        follow_use(ast, id, folder, preset, checker);
    }
  }

  // What extends a preset reads its shape and its libraries, and may use more of these.
  bool is_followed(NodeRef use) {
    if (overrides_.child == nullptr || use[0].text() == "codes") return true;
    const bool of_child = use.ast == overrides_.child.get();
    if (use[0].text() == "shape") return !of_child;
    return libraries_.emplace(use[1].text()).second || !of_child;
  }

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
    for (const std::filesystem::path& candidate : files(extension, folder)) {
      const std::string declared = declared_name(candidate, what);
      known.push_back(declared);
      if (declared != ast.text(name)) continue;
      const auto used = parse_file(candidate, what == "shape" ? FileKind::Shape : FileKind::Library,
                                   ast.span(name));
      if (used == nullptr) {
        is_shape_lost_ = is_shape_lost_ || what == "shape";
        return checker.set_names_missing();
      }
      if (what == "library") {
        used_libraries_.emplace_back(ast.span(name), used);
        return checker.add_file(used);
      }
      if (preset.shape != nullptr) {
        found_.error("name-twice", ast.span(name), "a preset reads one shape")
            .label(ast.span(use), "this is the second");
        return;
      }
      preset.shape = read_shape(used, preset.types, found_);
      return checker.set_shape(preset.shape);
    }
    if (what == "shape") is_shape_lost_ = true;
    not_found(ast.span(name), std::string(what).c_str(), known);
    checker.set_names_missing();
  }

  // What a preset uses is looked for in one listing of the workspace.
  std::vector<std::filesystem::path> files(std::string_view extension,
                                           const std::filesystem::path& first) {
    if (!listing_) listing_ = workspace_.all_files();
    return Workspace::nearest_first(*listing_, extension, first);
  }

  // A library that speaks of a shape goes with presets that read the same one.
  void check_shapes_of_libraries(const CheckedPreset& preset, Checker& checker) {
    if (is_shape_lost_) return;
    for (const auto& [used_at, library] : used_libraries_) {
      const NodeRef root = root_of(*library);
      for (std::size_t i = 0; i < root.size(); ++i) {
        if (root[i].is(NodeKind::Use) && !is_shape_of(preset, root[i], used_at))
          checker.set_names_missing();
      }
    }
  }

  bool is_shape_of(const CheckedPreset& preset, NodeRef use, Span used_at) {
    if (preset.shape != nullptr && preset.shape->name == use[1].text()) return true;
    const std::string ours =
        preset.shape == nullptr ? "no shape" : fmt::format("the shape `{}`", preset.shape->name);
    found_
        .error("another-shape", used_at,
               fmt::format("`{}` speaks of `{}`, and this preset uses {}", used_at.text(),
                           use[1].text(), ours))
        .label(use.span(), "said here")
        .with_help(
            preset.shape == nullptr
                ? fmt::format("use shape {}", use[1].text())
                : fmt::format("a library that speaks of `{}`, or of no shape", preset.shape->name));
    return false;
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
  Overrides overrides_;
  std::optional<std::vector<std::filesystem::path>> listing_;
  std::set<std::string, std::less<>> libraries_;
  std::vector<std::pair<Span, std::shared_ptr<const Ast>>> used_libraries_;
  bool is_shape_lost_ = false;
  std::vector<std::shared_ptr<const Ast>> lines_;
  std::vector<SourcePtr> sources_;
  std::vector<std::shared_ptr<const Ast>> asts_;
  Sha256 digest_;
};

}  // namespace

std::shared_ptr<const CheckedPreset> check(const std::filesystem::path& file,
                                           const Workspace& workspace, Diagnostics& found) {
  Diagnostics of_preset;
  auto preset = FileReading(workspace, of_preset).read(file);
  found.append(std::move(of_preset));
  return preset;
}

std::shared_ptr<const CheckedPreset> check_changed(const CheckedPreset& before,
                                                   const std::shared_ptr<const Ast>& changed,
                                                   Diagnostics& found) {
  const Workspace nowhere{std::filesystem::path()};
  return FileReading(nowhere, found).read_changed(before, changed);
}

std::shared_ptr<const CheckedPreset> check_lines(
    const std::optional<std::filesystem::path>& file, const Workspace& workspace,
    const std::vector<std::shared_ptr<const Ast>>& lines, Diagnostics& found) {
  Diagnostics of_preset;
  FileReading reading(workspace, of_preset);
  reading.add_lines(lines);
  auto preset = file ? reading.read(*file) : reading.read_libraries();
  found.append(std::move(of_preset));
  return preset;
}

std::shared_ptr<const CheckedPreset> check_shape(const std::filesystem::path& file,
                                                 Diagnostics& found) {
  const Workspace nowhere(file.parent_path());
  Diagnostics of_shape;
  auto shape = FileReading(nowhere, of_shape).read_only_shape(file);
  found.append(std::move(of_shape));
  return shape;
}

std::shared_ptr<const CheckedRules> check_rules(const std::filesystem::path& file,
                                                Diagnostics& found) {
  return check_rules(std::vector{file}, found);
}

std::shared_ptr<const CheckedRules> check_rules(const std::vector<std::filesystem::path>& files,
                                                Diagnostics& found) {
  Diagnostics of_files;
  const Workspace nowhere(files.front().parent_path());
  FileReading reading(nowhere, of_files);
  std::vector<std::shared_ptr<const Ast>> trees;
  for (const std::filesystem::path& file : files) {
    if (auto ast = reading.parse_file(file, FileKind::Rules, Span{})) trees.push_back(ast);
  }
  std::shared_ptr<CheckedRules> rules;
  if (!trees.empty()) {
    rules = std::make_shared<CheckedRules>();
    Checker checker(rules->terms, of_files);
    for (const auto& ast : trees) checker.run_rules(ast, *rules);
    check_facts(*rules, of_files);
    const auto all_told =
        of_files.has_errors() ? std::nullopt : std::optional(DiagnosticAbout::Preset);
    for (const auto& ast : trees) apply_allows(*ast, of_files, all_told);
    rules->terms.sources = reading.sources();
  }
  found.append(std::move(of_files));
  return rules;
}

std::shared_ptr<const Ast> check_alone(const std::filesystem::path& file, Diagnostics& found) {
  const std::optional<FileKind> kind = file_kind(file.string());
  if (kind == FileKind::Rules) {
    const auto rules = check_rules(file, found);
    return rules == nullptr ? nullptr : rules->terms.trees.front();
  }
  const Workspace nowhere(file.parent_path());
  const auto ast =
      FileReading(nowhere, found).parse_file(file, kind.value_or(FileKind::Preset), Span{});
  if (ast == nullptr) return nullptr;
  TypeTable types;
  if (kind == FileKind::Shape) read_shape(ast, types, found);
  apply_allows(*ast, found);
  return ast;
}

void answer_allows(std::span<const SourcePtr> sources, Diagnostics& found,
                   std::optional<DiagnosticAbout> all_told) {
  for (const SourcePtr& source : sources) {
    Diagnostics known;
    const auto kind = file_kind(source->name()).value_or(FileKind::Preset);
    apply_allows(parse(source, kind, known), found, all_told);
  }
}

}  // namespace m2::dsl

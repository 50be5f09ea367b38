// Files of a workspace, and the reading of a preset with all it uses.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

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

constexpr std::size_t kLargestFile = std::size_t{1} << 20;

// The first words of a file, without its tree and comments: preset, entrata_rent, version, 1.
std::vector<std::string> first_words(const std::filesystem::path& path, std::size_t count) {
  std::vector<std::string> words;
  const Result<std::string> text = read_file(path, kLargestFile);
  if (!text) return words;
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const std::string_view whole = *text;
  for (std::string_view line :
       split(whole.starts_with(kByteOrderMark) ? whole.substr(3) : whole, '\n')) {
    line = trim(line.substr(0, line.find('#')));
    while (!line.empty() && words.size() < count) {
      const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
      words.emplace_back(line.substr(0, end));
      line = trim(line.substr(end));
    }
    if (words.size() == count) break;
  }
  return words;
}

// The name in a file's header: "shape entrata.lease" -> "entrata.lease".
std::string declared_name(const std::filesystem::path& path, std::string_view word) {
  const std::vector<std::string> words = first_words(path, 2);
  return words.size() == 2 && words[0] == word ? words[1] : std::string();
}

// "preset entrata_rent version 1 …"; a file that begins otherwise has no name, and version 0.
PresetFile declared_preset(std::filesystem::path path) {
  const std::vector<std::string> words = first_words(path, 4);
  PresetFile preset;
  preset.path = std::move(path);
  if (words.size() < 2 || words[0] != "preset") return preset;
  preset.name = words[1];
  if (words.size() == 4 && words[2] == "version")
    preset.version = parse_decimal(words[3], 0).value_or(0);
  return preset;
}

class Reading {
 public:
  Reading(const Workspace& workspace, Diagnostics& found) : workspace_(workspace), found_(found) {}

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

  /// What all libraries say, without a preset.
  std::shared_ptr<const CheckedPreset> read_libraries() {
    auto preset = std::make_shared<CheckedPreset>();
    Checker checker(*preset, found_);
    checker.set_without_preset();
    for (const std::filesystem::path& file : workspace_.files(".library", workspace_.root())) {
      const auto library = parse_file(file, FileKind::Library, Span{});
      if (library != nullptr) checker.add_file(library);
    }
    run(checker);
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
      apply_allows(*ast, found_, tell ? UnusedAllows::Told : UnusedAllows::NotTold);
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
  Overrides overrides_;
  std::set<std::string, std::less<>> libraries_;
  std::vector<std::shared_ptr<const Ast>> lines_;
  std::vector<SourcePtr> sources_;
  std::vector<std::shared_ptr<const Ast>> asts_;
  Sha256 digest_;
};

}  // namespace

std::string versions_here(const std::vector<PresetFile>& files) {
  std::vector<std::int64_t> numbers;
  for (const PresetFile& file : files) {
    if (numbers.empty() || numbers.back() != file.version) numbers.push_back(file.version);
  }
  return fmt::format("version{} {} {} here", numbers.size() == 1 ? "" : "s",
                     fmt::join(numbers, " and "), numbers.size() == 1 ? "is" : "are");
}

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

const std::vector<PresetFile>& Workspace::presets() const {
  if (presets_) return *presets_;
  presets_.emplace();
  for (std::filesystem::path& path : files(".preset", root_))
    presets_->push_back(declared_preset(std::move(path)));
  std::stable_sort(presets_->begin(), presets_->end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.version) < std::tie(b.name, b.version);
  });
  return *presets_;
}

std::vector<PresetFile> Workspace::presets_named(std::string_view name) const {
  std::vector<PresetFile> named;
  for (const PresetFile& preset : presets()) {
    if (preset.name == name) named.push_back(preset);
  }
  return named;
}

std::optional<std::filesystem::path> Workspace::find_preset(std::string_view name) const {
  const std::vector<PresetFile> named = presets_named(name);
  return named.empty() ? std::nullopt : std::optional(named.back().path);
}

std::vector<std::string> Workspace::preset_names() const {
  std::vector<std::string> names;
  for (const PresetFile& preset : presets()) {
    if (!preset.name.empty() && (names.empty() || names.back() != preset.name))
      names.push_back(preset.name);
  }
  return names;
}

std::shared_ptr<const CheckedPreset> check(const std::filesystem::path& file,
                                           const Workspace& workspace, Diagnostics& found) {
  Diagnostics of_preset;
  auto preset = Reading(workspace, of_preset).read(file);
  found.append(std::move(of_preset));
  return preset;
}

std::shared_ptr<const CheckedPreset> check_lines(
    const std::optional<std::filesystem::path>& file, const Workspace& workspace,
    const std::vector<std::shared_ptr<const Ast>>& lines, Diagnostics& found) {
  Diagnostics of_preset;
  Reading reading(workspace, of_preset);
  reading.add_lines(lines);
  auto preset = file ? reading.read(*file) : reading.read_libraries();
  found.append(std::move(of_preset));
  return preset;
}

std::shared_ptr<const CheckedPreset> check_shape(const std::filesystem::path& file,
                                                 Diagnostics& found) {
  const Workspace nowhere(file.parent_path());
  Diagnostics of_shape;
  auto shape = Reading(nowhere, of_shape).read_only_shape(file);
  found.append(std::move(of_shape));
  return shape;
}

std::shared_ptr<const CheckedRules> check_rules(const std::filesystem::path& file,
                                                Diagnostics& found) {
  Diagnostics of_file;
  const Workspace nowhere(file.parent_path());
  Reading reading(nowhere, of_file);
  const auto ast = reading.parse_file(file, FileKind::Rules, Span{});
  std::shared_ptr<CheckedRules> rules;
  if (ast != nullptr) {
    rules = std::make_shared<CheckedRules>();
    Checker(rules->terms, of_file).run_rules(ast, *rules);
    rules->terms.sources = reading.sources();
  }
  found.append(std::move(of_file));
  return rules;
}

void check_alone(const std::filesystem::path& file, Diagnostics& found) {
  const std::optional<FileKind> kind = file_kind(file.string());
  if (kind == FileKind::Rules) {
    check_rules(file, found);
    return;
  }
  const Workspace nowhere(file.parent_path());
  const auto ast =
      Reading(nowhere, found).parse_file(file, kind.value_or(FileKind::Preset), Span{});
  if (ast == nullptr) return;
  TypeTable types;
  if (kind == FileKind::Shape) read_shape(ast, types, found);
  apply_allows(*ast, found, UnusedAllows::NotTold);
}

}  // namespace m2::dsl

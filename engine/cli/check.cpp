// metro2 check: everything that can be known to be wrong before anything runs.

#include "dsl/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <tuple>

#include "dsl/format.h"
#include "dsl/lock.h"
#include "dsl/parse.h"
#include "dsl/rules.h"
#include "engine/cli/command.h"
#include "engine/cli/language_files.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/config/profile.h"
#include "engine/evaluate/preset_checks.h"
#include "engine/evaluate/rule_cases.h"
#include "engine/pipeline/setup.h"
#include "engine/validate/rule_book.h"

namespace m2::cli {
namespace {

namespace fs = std::filesystem;

bool is_profile(const fs::path& path) {
  return path.extension() == ".yaml" && path.parent_path().filename() == "profiles";
}

bool is_checked(const fs::path& path) {
  return dsl::file_kind(path.string()).has_value() ||
         (path.extension() == ".yaml" && path.parent_path().filename() == "tenants") ||
         is_profile(path);
}

class Check final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        arguments("PATH",
                  "presets, libraries, rules, shapes, tenants, profiles, or folders of them",
                  paths_)
            .or_none()
            .completes_files());
    parameters.push_back(flag("--strict", "warnings fail, too", strict_));
    parameters.push_back(flag(
        "--all",
        "also warnings that were allowed, with the reasons, and shape members nobody reads", all_));
    parameters.push_back(
        flag("--lock", "release the presets: their versions never change again", lock_));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 check", "everything under presets/"},
            {"metro2 check presets/entrata/rent.preset", "one preset with all it uses"},
            {"metro2 check --all", "with what was allowed, and why"},
            {"metro2 check --strict --format json", "for programs"},
            {"metro2 check --lock presets/entrata/rent.preset", "release a version"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "A preset is checked together with its shape and libraries, and its examples are run. "
           "The cases of rules files are run, too, and profiles are held against the rules. "
           "--lock adds those that are not released to preset.lock, when nothing is wrong; a "
           "release that changed later is an error, and nothing runs with it.";
  }
  Result<Exit> run(Context& context) override;

 private:
  void check_file(const fs::path& file, const PresetsFolder& folder, PresetChecks& checks);
  std::shared_ptr<const dsl::Ast> check_language_file(const fs::path& file, dsl::FileKind kind,
                                                      PresetChecks& checks, Diagnostics& found);
  std::shared_ptr<const dsl::Ast> check_rules_file(const fs::path& file, Diagnostics& found);
  void check_profile(const fs::path& file, const PresetsFolder& folder, Diagnostics& found);
  [[nodiscard]] std::vector<Diagnostic> once_each() const;
  Result<std::vector<dsl::Release>> release(const PresetsFolder& folder) const;

  std::vector<std::string> paths_;
  bool strict_ = false;
  bool lock_ = false;
  bool all_ = false;
  std::map<std::string, Span> rule_ids_;          // of all rules files
  std::shared_ptr<const RuleRegistry> registry_;  // for profiles; null: not needed yet
  Diagnostics found_;
  std::vector<std::shared_ptr<const dsl::CheckedPreset>> presets_;  // without errors
};

void Check::check_file(const fs::path& file, const PresetsFolder& folder, PresetChecks& checks) {
  Diagnostics found;
  if (const auto kind = dsl::file_kind(file.string())) {
    const auto tree = check_language_file(file, *kind, checks, found);
    if (tree != nullptr && !found.has_errors()) dsl::note_style(*tree, *kind, found);
  } else if (is_profile(file)) {
    check_profile(file, folder, found);
  } else if (const auto checked = check_tenant(file, folder, checks, found); !checked) {
    found.error("unreadable-file", Span{}, checked.error().message);
  }
  found_.append(std::move(found));
}

// The tree of the file itself; null when it cannot be read.
std::shared_ptr<const dsl::Ast> Check::check_language_file(const fs::path& file, dsl::FileKind kind,
                                                           PresetChecks& checks,
                                                           Diagnostics& found) {
  if (kind == dsl::FileKind::Rules) return check_rules_file(file, found);
  if (kind != dsl::FileKind::Preset) return dsl::check_alone(file, found);
  const auto preset = checks.check(file, found);
  if (preset == nullptr) return nullptr;
  if (!found.has_errors()) presets_.push_back(preset);
  return preset->trees.back();
}

// Those of the workspace that were not released before, by name and version.
Result<std::vector<dsl::Release>> Check::release(const PresetsFolder& folder) const {
  const fs::path file = folder.path() / dsl::kLockFile;
  Diagnostics ignored;  // with a broken lock no preset is without errors
  const dsl::Lock lock = dsl::read_lock(file, ignored);
  std::vector<dsl::Release> fresh;
  for (const auto& preset : presets_) {
    const auto named = folder.workspace().presets_named(preset->name);
    const bool inside = std::any_of(named.begin(), named.end(), [&](const dsl::PresetFile& known) {
      std::error_code error;
      return fs::equivalent(known.path, preset->sources.front()->name(), error);
    });
    if (inside && lock.find(preset->name, preset->version) == nullptr)
      fresh.push_back({preset->name, preset->version, preset->sha256, Span{}});
  }
  std::sort(fresh.begin(), fresh.end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.version) < std::tie(b.name, b.version);
  });
  if (!fresh.empty()) M2_TRY_VOID(dsl::append_to_lock(file, fresh));
  return fresh;
}

std::shared_ptr<const dsl::Ast> Check::check_rules_file(const fs::path& file, Diagnostics& found) {
  const auto rules = dsl::check_rules(file, found);
  if (rules != nullptr) check_rule_cases(rules, found);
  for (std::size_t i = 0; rules != nullptr && i < rules->rules.size(); ++i) {
    const dsl::RecordRule& rule = rules->rules[i];
    const auto [before, is_new] = rule_ids_.try_emplace(rule.id, rule.span);
    if (is_new) continue;
    found
        .error("name-twice", rule.span,
               fmt::format("the id `{}` is used in another file, too", rule.id))
        .label(before->second, "first used here")
        .with_help("give each rule an id of its own; a released id is never used again");
  }
  return rules == nullptr ? nullptr : rules->terms.trees.front();
}

// A profile with all that it extends. When a rules file has errors, they are told with that file,
// and ids are not looked up.
void Check::check_profile(const fs::path& file, const PresetsFolder& folder, Diagnostics& found) {
  if (registry_ == nullptr) {
    Diagnostics ignored;
    registry_ = RuleRegistry::load(folder.rules_folder(), ignored);
  }
  ProfileFiles files;
  files.folder = folder.profiles_folder();
  if (registry_ != nullptr) files.rules = known_rules(*registry_);
  const auto checked = load_profiles({(fs::path(".") / file).string()}, files, found);
  if (!checked) found.error("unreadable-file", Span{}, checked.error().message);
}

// A library is read once for every preset that uses it; what is wrong with it is said once.
std::vector<Diagnostic> Check::once_each() const {
  std::set<std::tuple<std::string, std::uint32_t, std::string, std::string>> seen;
  std::vector<Diagnostic> out;
  for (const Diagnostic& d : found_.sorted()) {
    const std::string file = d.span.empty() ? std::string() : d.span.source->name();
    if (seen.emplace(file, d.span.begin, d.slug, d.message).second) out.push_back(d);
  }
  return out;
}

Result<Exit> Check::run(Context& context) {
  M2_TRY(const PresetsFolder folder, find_presets(context));
  M2_TRY(const std::vector<fs::path> all, find_files(paths_, folder.path(), is_checked));
  PresetChecks checks(folder.workspace());
  for (const fs::path& file : all) check_file(file, folder, checks);
  if (all_) {
    // A preset with an error may read what the others do not.
    if (!found_.has_errors()) dsl::report_unused_members(presets_, found_);
    found_.tell_silenced();
  }
  const std::vector<Diagnostic> told = once_each();
  const auto count = [&](Severity severity) {
    return static_cast<std::uint64_t>(std::count_if(
        told.begin(), told.end(), [&](const Diagnostic& d) { return d.severity == severity; }));
  };
  const std::uint64_t errors = count(Severity::Error);
  const std::uint64_t warnings = count(Severity::Warning);
  if (context.form == OutputForm::Json) {
    context.out << render_json(told);
  } else {
    context.out << render(told, context.out_colour);
    if (!told.empty()) context.out << "\n";
    const std::uint64_t notes = count(Severity::Note);
    context.out << fmt::format("{}: {}, {}{}{}\n", counted(all.size(), "file"),
                               counted(errors, "error"), counted(warnings, "warning"),
                               notes > 0 ? ", " + counted(notes, "note") : "",
                               all_ ? fmt::format(", {} allowed", count(Severity::Allowed)) : "");
  }
  if (lock_ && errors == 0) {
    M2_TRY(const std::vector<dsl::Release> fresh, release(folder));
    std::ostream& told_on = context.form == OutputForm::Json ? context.err : context.out;
    for (const dsl::Release& r : fresh)
      told_on << fmt::format("released {} version {}, {}\n", r.name, r.version, r.sha256);
    if (fresh.empty()) told_on << "nothing new to release\n";
  } else if (lock_) {
    context.err << "\nNothing was released.\n";
  }
  return errors > 0 || (strict_ && warnings > 0) ? Exit::Findings : Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_check() {
  return std::make_unique<Check>();
}

}  // namespace m2::cli

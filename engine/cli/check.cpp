// metro2 check: everything that can be known to be wrong before anything runs.

#include "dsl/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <set>

#include "dsl/parse.h"
#include "engine/cli/command.h"
#include "engine/cli/language_files.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/evaluate/examples.h"
#include "engine/pipeline/setup.h"

namespace m2::cli {
namespace {

namespace fs = std::filesystem;

bool is_checked(const fs::path& path) {
  return dsl::file_kind(path.string()).has_value() ||
         (path.extension() == ".yaml" && path.parent_path().filename() == "tenants");
}

class Check final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        arguments("PATH", "presets, libraries, rules, shapes, tenants, or folders of them", paths_)
            .or_none()
            .completes_files());
    parameters.push_back(flag("--strict", "warnings fail, too", strict_));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 check", "everything under presets/"},
            {"metro2 check presets/entrata/rent.preset", "one preset with all it uses"},
            {"metro2 check --strict --format json", "for programs"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "A preset is checked together with its shape and libraries, and its examples are run.";
  }
  Result<Exit> run(Context& context) override;

 private:
  void check_file(const fs::path& file, const PresetsFolder& folder);
  void check_tenant(const fs::path& file, const PresetsFolder& folder);
  [[nodiscard]] std::vector<Diagnostic> once_each() const;

  std::vector<std::string> paths_;
  bool strict_ = false;
  Diagnostics found_;
};

void Check::check_file(const fs::path& file, const PresetsFolder& folder) {
  const auto kind = dsl::file_kind(file.string());
  if (!kind) return check_tenant(file, folder);
  if (*kind != dsl::FileKind::Preset) return dsl::check_alone(file, found_);
  Diagnostics found;
  const auto preset = dsl::check(file, folder.workspace(), found);
  if (preset != nullptr) check_examples(preset, found);
  found_.append(std::move(found));
}

void Check::check_tenant(const fs::path& file, const PresetsFolder& folder) {
  Diagnostics found;
  if (const auto checked = m2::check_tenant(file, folder, found); !checked) {
    found.error("unreadable-file", Span{}, checked.error().message);
  }
  found_.append(std::move(found));
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
  for (const fs::path& file : all) check_file(file, folder);
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
    context.out << fmt::format("{}: {}, {}\n", counted(all.size(), "file"),
                               counted(errors, "error"), counted(warnings, "warning"));
  }
  return errors > 0 || (strict_ && warnings > 0) ? Exit::Findings : Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_check() {
  return std::make_unique<Check>();
}

}  // namespace m2::cli

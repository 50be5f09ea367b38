// metro2 shape: drafts a shape from sample documents, and holds documents against one.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "dsl/check.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/drift_view.h"
#include "engine/cli/presets.h"
#include "engine/cli/progress.h"
#include "engine/cli/render.h"
#include "engine/evaluate/survey.h"
#include "engine/pipeline/samples.h"
#include "engine/pipeline/shape_draft.h"
#include "engine/pipeline/shape_guess.h"

namespace m2::cli {
namespace {

class Shape final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        argument("ACTION", "infer: draft a shape; check: what has changed since one was written",
                 action_)
            .one_of({"infer", "check"}));
    parameters.push_back(arguments("FILE",
                                   "documents: one a line, one a file, or a folder of recorded "
                                   "responses",
                                   files_)
                             .completes_files());
    parameters.push_back(
        option("--shape", "NAME", "check: the shape, by its name or its file", shape_)
            .completes_files());
    parameters.push_back(option("--name", "NAME",
                                "infer: what the draft is called (default: draft.account)", name_));
    parameters.push_back(flag("--all", "check: every member that is not read", all_));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 shape infer samples/*.json --name acme.lease > acme.shape",
             "a draft to go on with"},
            {"metro2 shape check accounts.ndjson --shape entrata.lease", "what has drifted"},
            {"metro2 shape check presets/loanpro/fixtures", "the shape of that vendor"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "A draft holds no values but the words of closed lists, and none of members that look "
           "personal. A check ends with 1 when accounts would be held: a value that cannot be "
           "read, a word that its list does not know, a member that must be there and is not.";
  }
  Result<Exit> run(Context& context) override;

 private:
  Result<SampleCounts> for_each(Context& context, const TakeSample& take) const;
  Result<Exit> infer(Context& context) const;
  Result<Exit> check(Context& context) const;
  Result<std::shared_ptr<const dsl::CheckedPreset>> find_shape(Context& context, Exit& exit) const;
  Result<std::string> vendor() const;

  std::string action_;
  std::vector<std::string> files_;
  std::optional<std::string> shape_;
  std::optional<std::string> name_;
  bool all_ = false;
};

Result<SampleCounts> Shape::for_each(Context& context, const TakeSample& take) const {
  SampleCounts all;
  Progress progress(context, "shape", 0, Progress::Unit::Documents);
  for (const std::string& file : files_) {
    M2_TRY(const SampleCounts counts, for_each_sample(file, [&](std::string_view document) {
             take(document);
             progress.add(1);
           }));
    all.add(counts);
  }
  return all;
}

void print_unreadable(Context& context, const SampleCounts& counts) {
  if (counts.unreadable == 0) return;
  context.err << paint(context.err_colour, Ink::Yellow, "warning") << ": "
              << counted(counts.unreadable, "document") << " cannot be read; "
              << printable(counts.first_unreadable) << "\n";
}

// Names of the language, joined by dots.
bool is_shape_name(std::string_view name) {
  const std::vector<std::string_view> parts = split(name, '.');
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    return !part.empty() && name_of_member(part) == part;
  });
}

Result<Exit> Shape::infer(Context& context) const {
  const std::string name = name_.value_or("draft.account");
  if (!is_shape_name(name)) {
    return usage_error(context, fmt::format("`{}` is no name of a shape", printable(name)),
                       "small letters, digits and `_`, its parts joined by `.`: acme.lease");
  }
  Profile root;
  JsonDocument json;
  M2_TRY(const SampleCounts counts, for_each(context, [&](std::string_view document) {
           if (!json.parse(document)) root.add(json.root());
         }));
  print_unreadable(context, counts);
  if (counts.documents == 0) return Error{ErrorCode::Invalid, "there is no document to learn from"};
  const std::string draft = draft_shape(name, root);
  context.out << (context.form == OutputForm::Json ? draft_json(draft, counts) : draft);
  return Exit::Done;
}

// The vendor that the first document names; empty when it names none.
Result<std::string> Shape::vendor() const {
  std::string vendor;
  bool is_first = true;
  JsonDocument json;
  M2_TRY(const SampleCounts ignored, for_each_sample(files_.front(), [&](std::string_view text) {
           if (!std::exchange(is_first, false) || json.parse(text)) return;
           const JsonValue* value = find(json.root(), "vendor");
           if (value != nullptr) vendor = scalar_text(*value).value_or("");
         }));
  (void)ignored;
  return vendor;
}

// By its name or file; else the only one there is, else the vendor's. Null with `exit` set when
// that is not told.
Result<std::shared_ptr<const dsl::CheckedPreset>> Shape::find_shape(Context& context,
                                                                    Exit& exit) const {
  using Found = std::shared_ptr<const dsl::CheckedPreset>;
  Diagnostics found;
  std::vector<std::filesystem::path> files;
  const bool is_path =
      shape_ && (shape_->find('/') != std::string::npos || shape_->ends_with(".shape"));
  if (is_path) {
    files.emplace_back(*shape_);
  } else {
    M2_TRY(const PresetsFolder folder, find_presets(context));
    files = folder.workspace().files(".shape", folder.path());
  }
  std::vector<std::string> names;
  std::vector<Found> shapes;
  for (const std::filesystem::path& file : files) {
    Diagnostics of_file;
    const Found shape = dsl::check_shape(file, of_file);
    const bool is_asked = is_path || !shape_;
    if (shape == nullptr && is_asked) found.append(std::move(of_file));
    if (shape == nullptr) continue;
    names.push_back(shape->shape->name);
    shapes.push_back(shape);
  }
  if (found.has_errors()) {
    context.err << render(found.sorted(), context.err_colour);
    exit = Exit::Findings;
    return Found();
  }
  if (is_path || (!shape_ && shapes.size() == 1)) return shapes.front();
  std::string wanted = shape_.value_or("");
  if (!shape_ && files_.front() == "-") {  // what is looked at would be gone
    exit = usage_error(context, "which shape?",
                       fmt::format("say --shape: one of {}", fmt::join(names, ", ")));
    return Found();
  }
  if (!shape_) {
    M2_TRY(const std::string of, vendor());
    for (const std::string& name : names) {
      if (!of.empty() && name.starts_with(of + ".")) wanted = name;
    }
  }
  const auto at = std::find(names.begin(), names.end(), wanted);
  if (at != names.end()) return shapes[static_cast<std::size_t>(at - names.begin())];
  const std::string near = did_you_mean(wanted, names);
  exit = usage_error(
      context,
      wanted.empty() ? std::string("which shape?")
                     : fmt::format("no shape `{}`", printable(wanted)),
      !near.empty() ? near : fmt::format("say --shape: one of {}", fmt::join(names, ", ")));
  return Found();
}

Result<Exit> Shape::check(Context& context) const {
  Exit exit = Exit::Done;
  M2_TRY(const auto shape, find_shape(context, exit));
  if (shape == nullptr) return exit;
  M2_TRY(Survey survey, Survey::of(shape));
  M2_TRY(const SampleCounts counts,
         for_each(context, [&](std::string_view document) { survey.add(document); }));
  print_unreadable(context, counts);
  if (counts.documents == 0) return Error{ErrorCode::Invalid, "there is no document to check"};
  const DriftView view{*shape, survey, counts, all_};
  context.out << (context.form == OutputForm::Json ? drift_json(view)
                                                   : drift_text(view, context.out_colour));
  return survey.troubled() + counts.unreadable > 0 ? Exit::Findings : Exit::Done;
}

Result<Exit> Shape::run(Context& context) {
  if (action_ == "check") return check(context);
  if (shape_) return usage_error(context, "--shape is for metro2 shape check");
  return infer(context);
}

}  // namespace

std::unique_ptr<Command> make_shape() {
  return std::make_unique<Shape>();
}

}  // namespace m2::cli

// metro2 profile: which rules a profile asks and what it lets stand, with the origin of each entry.

#include "engine/config/profile.h"

#include <fmt/format.h>

#include <ostream>

#include "engine/base/json_writer.h"
#include "engine/cli/command.h"
#include "engine/cli/profile_files.h"
#include "engine/cli/profile_view.h"
#include "engine/cli/render.h"
#include "engine/cli/rule_files.h"

namespace m2::cli {
namespace {

class ShowProfile final : public Command {
 public:
  std::vector<Parameter> parameters() override;
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 profile list", "the profiles there are"},
            {"metro2 profile show rent", "what holds under it, each entry with its file and line"},
            {"metro2 profile show rent equifax", "both together, as validate takes them"},
            {"metro2 profile show rent --format json", "for programs"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "Profiles are files of profiles/ beside the presets; metro2 validate --profile takes "
           "them by name or path. A profile that extends another comes after it.";
  }
  Result<Exit> run(Context& context) override;

 private:
  Result<Exit> list(Context& context, const RuleRegistry& registry) const;
  Result<Exit> show(Context& context, std::shared_ptr<const RuleRegistry> registry) const;

  std::optional<std::string> action_;
  std::vector<std::string> names_;
};

std::vector<Parameter> ShowProfile::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(
      argument("ACTION", "list: the profiles there are (what is done without one); show: one",
               action_)
          .one_of({"list", "show"}));
  parameters.push_back(
      arguments("NAME", "show: names or files; several are taken together (default: default)",
                names_)
          .or_none()
          .such_as(shipped_profiles())
          .completes_files());
  return parameters;
}

Result<Exit> ShowProfile::run(Context& context) {
  const auto registry = find_rules(context);
  if (registry == nullptr) return Exit::Findings;
  if (action_.value_or("list") == "show") return show(context, registry);
  if (!names_.empty())
    return usage_error(context,
                       fmt::format("`list` takes no name, and here stands `{}`", names_[0]),
                       fmt::format("write metro2 profile show {}", names_[0]));
  return list(context, *registry);
}

Result<Exit> ShowProfile::list(Context& context, const RuleRegistry& registry) const {
  M2_TRY(const ProfileFiles files, find_profile_files(context, registry));
  Table table({"profile", "extends", "about"});
  JsonWriter json;
  json.begin_array();
  Diagnostics found;
  const std::vector<std::string> names = profile_names(files.folder);
  for (const std::string& name : names) {
    M2_TRY(const auto read, read_profile_file(files.folder / (name + ".yaml"), files, found));
    if (read == nullptr) continue;
    const RuleProfile& profile = *read;
    const std::string extends = profile.extends ? profile.extends->text : "";
    table.add({name, extends, profile.about});
    json.begin_object().key("profile").text(name).key("extends");
    if (profile.extends) {
      json.text(extends);
    } else {
      json.null();
    }
    json.key("about").text(profile.about).key("file").text(profile.source->name()).end_object();
  }
  if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
  if (context.form == OutputForm::Json) {
    context.out << json.end_array().take();
  } else if (names.empty()) {
    context.out << fmt::format("no profiles in {}\n", files.folder.string());
  } else {
    context.out << table.text(context.out_colour)
                << "\nmetro2 profile show NAME prints what one asks and lets stand.\n";
  }
  return found.has_errors() ? Exit::Findings : Exit::Done;
}

Result<Exit> ShowProfile::show(Context& context,
                               std::shared_ptr<const RuleRegistry> registry) const {
  const std::vector<std::string> names =
      names_.empty() ? std::vector<std::string>{std::string(kDefaultProfile)} : names_;
  M2_TRY(auto profile, find_profile(context, names, *registry));
  if (profile == nullptr) return Exit::Findings;
  const auto book = RuleBook::of(std::move(registry), std::move(profile));
  context.out << (context.form == OutputForm::Json ? profile_json(*book)
                                                   : profile_text(*book, context.out_colour));
  return Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_profile() {
  return std::make_unique<ShowProfile>();
}

}  // namespace m2::cli

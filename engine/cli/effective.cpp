// metro2 effective: the preset that a tenant really runs, as one text.

#include "dsl/effective.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "engine/base/date.h"
#include "engine/base/json_writer.h"
#include "engine/cli/command.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/pipeline/setup.h"

namespace m2::cli {
namespace {

class Effective final : public Command {
 public:
  std::vector<Parameter> parameters() override;
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 effective --tenant demo-rent", "parameters with the values in force"},
            {"metro2 effective --tenant demo-rent --origin", "with the file and line of each"},
            {"metro2 effective --tenant demo-rent --period 2026-05 > may.preset",
             "as it was in May, to be kept or checked"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "The text is a preset of its own: what it extends is taken in, and what nothing uses is "
           "left out, as are examples. It maps every account as the tenant's preset does.";
  }
  Result<Exit> run(Context& context) override;

 private:
  std::string tenant_;
  std::optional<Period> period_;
  std::optional<Date> as_of_;
  std::optional<std::string> preset_;
  bool origin_ = false;
};

std::vector<Parameter> Effective::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(option("--tenant", "T", "name of a tenant, or the path of its file", tenant_)
                           .completes_files());
  parameters.push_back(
      option("--period", "MONTH", "the month whose values count, as 2026-10", period_));
  parameters.push_back(
      option("--as-of", "DATE", "the day (default: the last one of the month)", as_of_));
  parameters.push_back(
      option("--preset", "NAME", "only this one of the tenant's presets", preset_));
  parameters.push_back(
      flag("--origin", "the file and line that each statement comes from", origin_));
  return parameters;
}

/// Which of a tenant's settings are a preset's parameters, with their places.
dsl::ValuesInForce values_in_force(const Tenant& tenant, const ParamLiterals& literals, Date day) {
  dsl::ValuesInForce values;
  for (const ParamSetting& setting : tenant.params) {
    const auto found = literals.find(setting.name.text);
    const ParamSetting::Dated* in_force = setting.value_on(day);
    if (found != literals.end() && in_force != nullptr)
      values[setting.name.text] = {found->second, in_force->value.span};
  }
  return values;
}

void write_json(JsonWriter& json, const dsl::CheckedPreset& preset,
                const dsl::EffectivePreset& effective) {
  json.begin_object().key("name").text(preset.name).key("version").number(preset.version);
  json.key("sha256").text(preset.sha256).key("text").text(effective.text);
  json.key("statements").begin_array();
  for (const dsl::EffectiveStatement& statement : effective.statements) {
    json.begin_object().key("kind").text(statement.kind).key("name").text(statement.name);
    json.key("text").text(statement.text).key("file").text(statement.origin.source->name());
    json.key("line").number(statement.origin.source->place(statement.origin.begin).line);
    json.end_object();
  }
  json.end_array().end_object();
}

/// Nothing when no day is asked for and the tenant is the same on all of them.
Result<bool> needs_a_day(const std::filesystem::path& file) {
  Diagnostics ignored;  // told when the tenant is set up
  M2_TRY(const std::optional<Tenant> tenant, read_tenant_file(file, ignored));
  return tenant && tenant->is_dated();
}

Result<Exit> Effective::run(Context& context) {
  M2_TRY(const PresetsFolder folder, find_presets(context));
  M2_TRY(const std::filesystem::path file, folder.tenant_file(tenant_));
  if (!period_ && !as_of_) {
    M2_TRY(const bool dated, needs_a_day(file));
    if (dated)
      return usage_error(context, "values of this tenant depend on the day",
                         "say --period 2026-10, or --as-of 2026-10-31");
  }
  const Date day = as_of_.value_or(period_ ? period_->last_day() : Date());
  Diagnostics found;
  M2_TRY(const std::optional<RunSetup> setup, set_up(file.string(), folder, day, found));
  if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
  if (!setup) return Exit::Findings;

  JsonWriter json;
  json.begin_object().key("tenant").text(setup->tenant.name.text);
  json.key("as_of");
  if (period_ || as_of_) {
    json.text(day.to_string());
  } else {
    json.null();
  }
  json.key("presets").begin_array();
  std::string text;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < setup->presets.size(); ++i) {
    const dsl::CheckedPreset& preset = *setup->presets[i];
    names.push_back(preset.name);
    if (preset_ && *preset_ != preset.name) continue;
    M2_TRY(const dsl::EffectivePreset effective,
           dsl::flatten(preset, values_in_force(setup->tenant, setup->values[i], day),
                        origin_ ? dsl::Origins::Shown : dsl::Origins::Hidden));
    text += (text.empty() ? "" : "\n") + effective.text;
    write_json(json, preset, effective);
  }
  if (text.empty())
    return usage_error(context, fmt::format("this tenant has no preset `{}`", *preset_),
                       did_you_mean(*preset_, names));
  json.end_array().end_object();
  context.out << (context.form == OutputForm::Json ? json.take() : text);
  return Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_effective() {
  return std::make_unique<Effective>();
}

}  // namespace m2::cli

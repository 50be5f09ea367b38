#include "engine/pipeline/explanation.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "engine/base/hash.h"
#include "engine/evaluate/lower.h"
#include "engine/pipeline/account_mapper.h"
#include "engine/pipeline/find_account.h"

namespace m2 {

Explainer::Explainer(RunSetup setup, Date as_of, Date created)
    : setup_(std::move(setup)), as_of_(as_of) {
  for (const auto& program : setup_.programs)
    mappers_.emplace_back(program, setup_.mapper_options(created));
}

Result<std::optional<Explainer>> Explainer::open(std::string_view tenant,
                                                 const PresetsFolder& presets, Date as_of,
                                                 Date created, Diagnostics& found) {
  M2_TRY(std::optional<RunSetup> setup, set_up(tenant, presets, as_of, found));
  if (!setup) return std::optional<Explainer>();
  for (std::size_t i = 0; i < setup->presets.size(); ++i) {
    M2_TRY(setup->programs[i],
           lower(setup->presets[i], setup->values[i], as_of, Purpose::Explaining));
  }
  return std::optional(Explainer(std::move(*setup), as_of, created));
}

Result<std::string> Explainer::find(const std::string& from, std::string_view account) const {
  const dsl::CheckedPreset& preset = *setup_.presets.front();
  const std::vector<std::string> path =
      preset.shape != nullptr ? preset.shape->account_path() : std::vector<std::string>{"account"};
  M2_TRY(const std::unique_ptr<DocumentSource> source, open_source(from));
  return find_account(*source, path, account);
}

Explanation Explainer::explain(const std::string& document, const TraceOptions& options) {
  Explanation out;
  out.document_sha256 = sha256(document);
  std::vector<std::size_t> takers;
  for (std::size_t i = 0; i < mappers_.size() && mappers_.size() > 1; ++i) {
    std::string text = document;
    if (is_taken(mappers_[i].map(text.data(), text.size()))) takers.push_back(i);
  }
  if (!takers.empty()) out.chosen = takers.front();
  out.trace = mappers_[out.chosen].explain(document, options);
  if (takers.size() < 2) return out;
  out.trace.kind = OutcomeKind::Held;
  out.trace.fields.clear();
  out.trace.reasons = {
      {"two_presets",
       fmt::format("`{}` and `{}` both take this account.", setup_.presets[takers[0]]->name,
                   setup_.presets[takers[1]]->name),
       Span{}}};
  return out;
}

namespace {

// "5 days", `("Rent", "Fee")`
std::string param_text(const dsl::CheckedPreset& preset, const dsl::Param& param,
                       const std::vector<dsl::Literal>& values) {
  if (!param.type.is(dsl::Kind::List))
    return dsl::print_literal(values.front(), param.type, preset.types);
  std::string out;
  for (const dsl::Literal& value : values) {
    out += out.empty() ? "" : ", ";
    out += dsl::print_literal(value, preset.types.element(param.type), preset.types);
  }
  return "(" + out + ")";
}

}  // namespace

std::vector<ParamOrigin> param_origins(const RunSetup& setup, std::size_t chosen, Date day) {
  std::vector<ParamOrigin> out;
  const dsl::CheckedPreset& preset = *setup.presets[chosen];
  for (const dsl::Param& param : preset.params) {
    ParamOrigin origin;
    origin.name = param.name;
    origin.place = param.span;
    origin.value = std::string(preset.expr(param.value).span.text());
    const auto given = setup.values[chosen].find(param.name);
    if (given != setup.values[chosen].end()) {
      origin.is_set = true;
      origin.standard = origin.value;
      origin.value = param_text(preset, param, given->second);
      for (const ParamSetting& setting : setup.tenant.params) {
        if (setting.name.text != param.name) continue;
        const ParamSetting::Dated* dated = setting.value_on(day);
        origin.place = dated == nullptr ? setting.name.span : dated->value.span;
      }
    }
    out.push_back(std::move(origin));
  }
  return out;
}

}  // namespace m2

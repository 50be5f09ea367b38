#include "engine/pipeline/explanation.h"

#include <fmt/format.h>

#include "dsl/literal.h"
#include "engine/base/hash.h"
#include "engine/base/json_slice.h"
#include "engine/evaluate/lower.h"
#include "engine/pipeline/find_account.h"
#include "engine/pipeline/internal/community_filter.h"
#include "engine/pipeline/internal/quarantine.h"
#include "engine/pipeline/source.h"
#include "engine/pipeline/stored_documents.h"

namespace m2 {

std::string why_filled(const Field& field) {
  switch (field.kind) {
    case FieldKind::Descriptor:
      return "metro2 counts it: the length of the record in bytes, this field included";
    case FieldKind::Constant:
      return fmt::format("the standard fixes it: always \"{}\"", field.constant);
    case FieldKind::Reserved:
      return "the standard reserves it: always blank";
    default:
      break;
  }
  if (&field == &m2::field(BaseField::TimeStamp))
    return "metro2 fills it: the day the file is created, at midnight";
  if (&field == &m2::field(BaseField::IdentificationNumber))
    return "metro2 fills it for each bureau: identification_number of the tenant's file";
  if (&field == &m2::field(BaseField::CycleIdentifier))
    return "metro2 fills it for each bureau: cycle_identifier of the tenant's file";
  return "metro2 fills it; the preset says nothing";
}

Explainer::Explainer(RunSetup setup, Date as_of, Date created, Store* store,
                     std::unique_ptr<StoreView> view)
    : setup_(std::move(setup)),
      store_(store),
      view_(std::move(view)),
      as_of_(as_of),
      created_(created),
      mapper_(setup_.programs, setup_.mapper_options(created, view_->last_report())) {}

Result<std::optional<Explainer>> Explainer::open(std::string_view tenant,
                                                 const PresetsFolder& presets, Date as_of,
                                                 Date created, Diagnostics& found, Store* store) {
  M2_TRY(std::optional<RunSetup> setup, set_up(tenant, presets, as_of, found));
  if (!setup) return std::optional<Explainer>();
  for (std::size_t i = 0; i < setup->presets.size(); ++i) {
    M2_TRY(setup->programs[i],
           lower(setup->presets[i], setup->values[i], as_of, Purpose::Explaining));
  }
  M2_TRY(std::unique_ptr<StoreView> view,
         StoreView::open(store, setup->tenant.name.text, Period::of(as_of)));
  return std::optional(Explainer(std::move(*setup), as_of, created, store, std::move(view)));
}

Explainer::~Explainer() = default;
Explainer::Explainer(Explainer&&) noexcept = default;
Explainer& Explainer::operator=(Explainer&&) noexcept = default;

Result<void> Explainer::ask_rules(const PresetsFolder& presets, Diagnostics& found) {
  const Tenant& tenant = setup_.tenant;
  if (tenant.bureaus.empty()) return {};
  M2_TRY(const auto plan, plan_quarantine(presets, tenant, file_plan_of(tenant.bureaus.front()),
                                          as_of_, created_, found));
  if (plan) quarantine_ = std::make_unique<Quarantine>(*plan, view_->last_record());
  return {};
}

// How its values came about stays: that is what the rule speaks of.
void Explainer::judge(AccountTrace& trace) {
  if (quarantine_ == nullptr || trace.kind != OutcomeKind::Reported) return;
  Outcome mapped;
  mapped.kind = trace.kind;
  mapped.account = trace.account;
  mapped.record = trace.record;
  mapped.warnings = trace.warnings;
  const Outcome& judged = quarantine_->judge(mapped);
  trace.kind = judged.kind;
  trace.reasons = judged.reasons;
  trace.warnings = judged.warnings;
  if (trace.kind == OutcomeKind::Held) trace.record.clear();
}

Result<std::string> Explainer::find(const std::string& from, std::string_view account) {
  M2_TRY(const std::unique_ptr<DocumentSource> source,
         open_documents({from, store_}, setup_.tenant.name.text, Period::of(as_of_)));
  vendor_ = source->vendor().empty() ? setup_.tenant.vendor : std::string(source->vendor());
  M2_TRY_VOID(plan_communities(setup_.tenant, vendor_));
  M2_TRY(const std::string document,
         find_account(*source, account_path(*setup_.presets.front()), account));
  return view_->with_consents(document);
}

Explanation Explainer::explain(const std::string& document, const TraceOptions& options) {
  Explanation out;
  out.document_sha256 = sha256(document);
  const Result<CommunityFilter> communities = plan_communities(setup_.tenant, vendor_);
  if (!vendor_.empty() && communities && communities->is_active()) {
    if (auto reason = communities->reason(document)) {
      out.trace.kind = reason->kind;
      out.trace.account = JsonSlice::trusted(document).at("account").text();
      out.trace.reasons.push_back({std::string(to_string(reason->reason)), reason->why, Span{}});
      return out;
    }
  }
  out.trace = mapper_.explain(document, options, out.chosen);
  judge(out.trace);
  return out;
}

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
      origin.value = dsl::print_literals(given->second, param.type, preset.types);
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

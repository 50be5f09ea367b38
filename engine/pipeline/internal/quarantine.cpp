#include "engine/pipeline/internal/quarantine.h"

#include <algorithm>

#include "engine/metro2/value.h"
#include "engine/pipeline/run_profile.h"
#include "engine/validate/registry.h"

namespace m2 {
namespace {

Reason reason_of(const Finding& finding) {
  std::string text = finding.message;
  if (finding.rule->kind == RuleKind::Bytes && !finding.expected.empty())
    text += ": found `" + finding.found + "`, expected " + finding.expected;
  return {std::string(finding.rule->id), std::move(text), Span{}};
}

// A rule may speak of each of several consumers; the account is one.
void add_once(std::vector<Reason>& reasons, const Finding& finding) {
  const bool is_known = std::any_of(reasons.begin(), reasons.end(), [&](const Reason& reason) {
    return reason.name == finding.rule->id;
  });
  if (!is_known) reasons.push_back(reason_of(finding));
}

}  // namespace

Result<std::optional<QuarantinePlan>> plan_quarantine(const PresetsFolder& presets,
                                                      const Tenant& tenant,
                                                      const BureauFilePlan& file, Date as_of,
                                                      Date created, Diagnostics& found) {
  const auto registry = RuleRegistry::load(presets.rules_folder(), found);
  if (registry == nullptr) return std::optional<QuarantinePlan>();
  M2_TRY(const auto profile, load_run_profile(presets, tenant.profile, *registry, found));
  if (found.has_errors()) return std::optional<QuarantinePlan>();
  QuarantinePlan plan{RuleBook::of(registry, profile), file.header, file.form, created};
  put_date(field(HeaderField::ActivityDate), as_of, plan.header.data());
  put_date(field(HeaderField::DateCreated), created, plan.header.data());
  return std::optional(std::move(plan));
}

void add_findings(std::span<const Finding> findings, std::vector<Reason>& reasons,
                  std::vector<Reason>& warnings) {
  for (const Finding& finding : findings) {
    const bool holds = finding.rule->severity >= RuleSeverity::Error;
    if (holds || finding.rule->severity == RuleSeverity::Warning)
      add_once(holds ? reasons : warnings, finding);
  }
}

const Outcome& Quarantine::judge(const Outcome& outcome) {
  if (outcome.kind != OutcomeKind::Reported) return outcome;
  const std::string_view previous =
      last_record_ ? last_record_(outcome.account) : std::string_view();
  record_ = outcome.record;
  put_identity(form_, record_.data());
  const std::span<const Finding> findings = validator_.judge(record_, previous);
  if (findings.empty()) return outcome;
  own_ = outcome;
  add_findings(findings, own_.reasons, own_.warnings);
  if (own_.reasons.empty()) return own_;
  own_.kind = OutcomeKind::Held;
  own_.record = {};
  return own_;
}

}  // namespace m2

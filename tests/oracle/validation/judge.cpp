#include "tests/oracle/validation/judge.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/validate/validate.h"
#include "tests/support/golden.h"

namespace m2::oracle {

Judge::Judge(std::span<const std::string_view> only)
    : built_in_(RuleBook::of(RuleRegistry::built_in())) {
  Diagnostics found;
  registry_ = RuleRegistry::load(test::project_path("presets/rules"), found);
  M2_CHECK(registry_ != nullptr, "the shipped rules have no mistake");
  all_ = RuleBook::of(registry_);
  if (registry_->declared() == nullptr) return;
  auto program = lower_rules(registry_->declared(), Date());
  M2_CHECK(program.has_value(), "the shipped rules fit into a program");
  std::vector<std::uint8_t> asked;
  for (const dsl::RecordRule& rule : registry_->declared()->rules) {
    const bool is_asked =
        only.empty() || std::find(only.begin(), only.end(), rule.id) != only.end();
    asked.push_back(is_asked ? 1 : 0);
  }
  runner_.emplace(*program, asked);
}

std::vector<Verdict> Judge::of_file(std::string_view bytes, std::optional<Date> today) {
  std::vector<Verdict> verdicts;
  Reader reader = Reader::of_bytes(bytes);
  const auto done =
      validate(reader, {.today = today, .book = built_in_}, [&](const Finding& finding) {
        verdicts.push_back({registry_->find(finding.rule->id), finding.record, finding.message});
      });
  M2_CHECK(done.has_value(), "bytes in memory can be read");
  return verdicts;
}

std::vector<Verdict> Judge::of_account(std::string_view header, std::string_view record,
                                       std::string_view previous, Date today,
                                       const RuleFacts& facts) {
  std::vector<Verdict> verdicts;
  if (!runner_) return verdicts;
  runner_->set_header(header);
  runner_->set_as_of(today);
  runner_->set_facts(facts);
  for (const RuleHit& hit : runner_->run(record, previous)) {
    verdicts.push_back({&registry_->of_declared(hit.place), 0, std::string(hit.because)});
  }
  return verdicts;
}

}  // namespace m2::oracle

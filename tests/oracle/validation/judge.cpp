#include "tests/oracle/validation/judge.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/validate/previous_files.h"
#include "engine/validate/validate.h"
#include "tests/support/golden.h"

namespace m2::oracle {
namespace {

// Null where there are none.
std::unique_ptr<PreviousFiles> read_previous(const std::vector<std::string>& files) {
  if (files.empty()) return nullptr;
  std::vector<PreviousFile> all;
  for (const std::string& bytes : files)
    all.push_back({.name = "an earlier file",
                   .open = [&bytes] { return Result<Reader::Source>(Reader::source_of(bytes)); }});
  auto read = PreviousFiles::read(std::move(all));
  M2_CHECK(read.has_value(), "the oracle's earlier files have a month each");
  return std::move(*read);
}

}  // namespace

Judge::Judge(std::span<const std::string_view> only)
    : built_in_(RuleBook::of_all(RuleRegistry::built_in())) {
  Diagnostics found;
  registry_ = RuleRegistry::load(test::project_path("presets/rules"), found);
  M2_CHECK(registry_ != nullptr && registry_->declared() != nullptr,
           "the shipped rules have no mistake");
  all_ = RuleBook::of(registry_);
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

std::vector<Verdict> Judge::of_file(std::string_view bytes, std::optional<Date> today,
                                    const std::vector<std::string>& previous) {
  std::vector<Verdict> verdicts;
  const std::unique_ptr<PreviousFiles> earlier = read_previous(previous);
  Reader reader = Reader::of_bytes(bytes);
  const auto done = validate(
      reader, {.today = today, .book = built_in_, .previous = earlier.get()},
      [&](const Finding& finding) {
        verdicts.push_back({registry_->find(finding.rule->id), finding.record, finding.message});
      });
  M2_CHECK(done.has_value(), "bytes in memory can be read");
  return verdicts;
}

std::vector<Verdict> Judge::of_account(std::string_view header, std::string_view record,
                                       std::string_view previous, Date today,
                                       const RuleFacts& facts) {
  std::vector<Verdict> verdicts;
  runner_->set_header(header);
  runner_->set_as_of(today);
  runner_->set_facts(facts);
  for (const RuleHit& hit : runner_->run(record, previous)) {
    verdicts.push_back({&registry_->of_declared(hit.place), 0, std::string(hit.because)});
  }
  return verdicts;
}

}  // namespace m2::oracle

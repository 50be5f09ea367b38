// Every rule has cases that run: some that it accepts, some that it rejects, and what else is
// found.

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/text.h"
#include "engine/validate/rule_cases.h"
#include "engine/validate/validate.h"
#include "tests/support/golden.h"
#include "tests/support/model_edit.h"
#include "tests/support/sample_file.h"

using namespace m2;
using namespace m2::test;

namespace {

std::vector<Finding> findings_in(const ChangedFile& file) {
  std::vector<Finding> findings;
  Reader reader = Reader::of_bytes(file.bytes);
  const auto summary =
      validate(reader, {.today = file.today, .book = RuleBook::of_all(RuleRegistry::built_in())},
               [&](const Finding& finding) { findings.push_back(finding); });
  REQUIRE(summary);
  return findings;
}

std::set<std::string> ids_in(const ChangedFile& file) {
  std::set<std::string> ids;
  for (const Finding& finding : findings_in(file)) ids.emplace(finding.rule->id);
  return ids;
}

std::set<std::string> expected_ids(const StructuralCase& of) {
  std::set<std::string> ids;
  for (const std::string_view id : split(of.implied, ' ')) {
    if (!id.empty()) ids.emplace(id);
  }
  if (!of.accepts) ids.emplace(of.rule);
  return ids;
}

}  // namespace

SCENARIO("the model file of the cases has nothing wrong") {
  CHECK(ids_in({SampleFile().bytes()}).empty());
}

SCENARIO("a case of a structural rule finds what it says, and nothing else") {
  for (const StructuralCase& of : structural_cases()) {
    CAPTURE(of.rule);
    CAPTURE(of.text);
    CHECK(ids_in(changed_file(of.text)) == expected_ids(of));
  }
}

SCENARIO("a case names rules that there are, and implies none twice") {
  for (const StructuralCase& of : structural_cases()) {
    CAPTURE(of.rule);
    CAPTURE(of.text);
    CHECK(RuleRegistry::built_in()->find(of.rule) != nullptr);
    for (const std::string& id : expected_ids(of)) {
      CHECK(RuleRegistry::built_in()->find(id) != nullptr);
    }
    CHECK(of.implied.find(of.rule) == std::string_view::npos);
  }
}

// Rules over whole files, portfolios, months of C++ and profiles have files of their own for that,
// and tests that ask for one of each: whole_rules_test, portfolio_test, months_test,
// profile_rule_test.
SCENARIO(
    "every rule over bytes or of a rules file has a case that it accepts and one that it rejects") {
  Diagnostics found;
  const auto registry = RuleRegistry::load(project_path("presets/rules"), found);
  REQUIRE(registry != nullptr);
  for (const Rule& rule : registry->rules()) {
    CAPTURE(rule.id);
    const bool has_files = registry->declaration_of(rule) == nullptr &&
                           (rule.kind != RuleKind::Bytes || rule.id.starts_with("PRF-"));
    if (has_files) continue;
    const std::vector<RuleCase> cases = cases_of(*registry, rule);
    const auto accepts =
        std::count_if(cases.begin(), cases.end(), [](const RuleCase& of) { return of.accepts; });
    CHECK(accepts > 0);
    CHECK(static_cast<std::size_t>(accepts) < cases.size());
    for (const RuleCase& of : cases) CHECK(!of.text.empty());
  }
}

SCENARIO("a check of a field fires on the value that breaks it, and says which it is") {
  for (const FieldCheck& check : field_checks()) {
    CAPTURE(check.id);
    const std::vector<RuleCase> cases = cases_of(check);
    REQUIRE(cases.size() == 1);
    CAPTURE(cases.front().text);
    const auto findings = findings_in(changed_file(cases.front().text));
    const auto own = std::find_if(findings.begin(), findings.end(),
                                  [&](const Finding& finding) { return finding.check == &check; });
    REQUIRE(own != findings.end());
    CHECK(own->rule->id == RuleRegistry::built_in()->rules()[check.rule].id);
    CHECK(own->field == check.field);
    // No other check of the same field speaks up.
    CHECK(std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
            return finding.check != nullptr && finding.field == check.field;
          }) == 1);
  }
}

SCENARIO("every check of a field has an id of its own, and every field that is filled has one") {
  std::set<std::string> ids;
  std::set<const Field*> checked;
  for (const FieldCheck& check : field_checks()) {
    CAPTURE(check.id);
    CHECK(ids.insert(lower(check.id)).second);
    checked.insert(check.field);
    CHECK(find_field_check(check.id) == &check);
    CHECK(find_field_check(check.segment, *check.field, check.kind) == &check);
    CHECK(RuleRegistry::built_in()->find(check.id) == nullptr);
    CHECK(!check.title.empty());
    CHECK(!check.when.empty());
  }
  for (std::size_t s = 0; s < kSegmentCount; ++s) {
    for (const Field& field : fields(static_cast<Segment>(s))) {
      CAPTURE(field.key);
      // Lengths are judged with the frame; an unknown identifier from K1 on could be anything.
      const bool is_exempt =
          field.kind == FieldKind::Descriptor ||
          (field.kind == FieldKind::Constant && static_cast<Segment>(s) >= Segment::K1 &&
           static_cast<Segment>(s) <= Segment::N1);
      CHECK((checked.count(&field) == 1) != is_exempt);
    }
  }
}

SCENARIO("a finding of one kind names one check of its rule") {
  for (const FieldCheck& check : field_checks()) {
    const auto same =
        std::count_if(field_checks().begin(), field_checks().end(),
                      [&](const FieldCheck& other) { return other.rule == check.rule; });
    CAPTURE(check.id);
    CHECK(check.is_alone == (same == 1));
  }
}

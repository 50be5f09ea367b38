// The files of both demos say nothing that is wrong: no error and nothing fatal, neither by the
// structure of the standard nor by the rules that ship, and no warning but those that are listed
// here with their reason.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <set>

#include "engine/base/file.h"
#include "engine/config/profile.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/validate/validate.h"
#include "tests/agreement/demo_facts.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;
using namespace m2::test;

namespace {

namespace fs = std::filesystem;

/// A warning that comes, and why it is right that it does: of a rule over files, whose account is
/// the one in the file, or a `warn` of the preset.
struct ListedWarning {
  const char* tenant;
  const char* account;
  const char* rule;
  const char* reason;
};

const std::vector<ListedWarning> kListedWarnings = {};

struct FoundIssue {
  std::string account, rule, severity, message;
};

/// The rules that ship, under the profile of the demos: their people are invented.
std::shared_ptr<const RuleBook> shipped_rules() {
  Diagnostics found;
  const auto registry = RuleRegistry::load(project_path("presets/rules"), found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(registry != nullptr);
  const auto profile =
      load_profiles({"sandbox"}, {project_path("presets/profiles"), known_rules(*registry)}, found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(profile);
  REQUIRE(*profile != nullptr);
  return RuleBook::of(registry, *profile);
}

class FileCheck {
 public:
  FileCheck(const fs::path& file, std::shared_ptr<const RuleBook> book) {
    auto reader = Reader::of_file(file);
    REQUIRE(reader);
    const auto summary =
        validate(*reader, {.today = {}, .book = std::move(book)}, [&](const Finding& finding) {
          issues_.push_back({finding.account, std::string(finding.rule->id),
                             std::string(to_string(finding.rule->severity)), finding.message});
        });
    REQUIRE(summary);
    accounts_ = summary->accounts;
  }

  [[nodiscard]] const std::vector<FoundIssue>& issues() const { return issues_; }
  [[nodiscard]] std::size_t accounts() const { return accounts_; }

 private:
  std::vector<FoundIssue> issues_;
  std::size_t accounts_ = 0;
};

/// What is not as the list says: warnings that it does not have, and those that no longer come.
std::vector<std::string> not_as_listed(const std::vector<FoundIssue>& issues,
                                       const std::string& tenant,
                                       const std::vector<ListedWarning>& listed) {
  std::set<std::pair<std::string, std::string>> come;
  std::set<std::pair<std::string, std::string>> known;
  std::vector<std::string> out;
  for (const ListedWarning& warning : listed) {
    if (tenant == warning.tenant) known.emplace(warning.account, warning.rule);
  }
  for (const FoundIssue& issue : issues) {
    if (issue.severity != "warning") continue;
    if (!come.emplace(issue.account, issue.rule).second || known.count({issue.account, issue.rule}))
      continue;
    out.push_back(fmt::format("{}, account {}: {} is not listed: {}", tenant, issue.account,
                              issue.rule, issue.message));
  }
  for (const ListedWarning& warning : listed) {
    if (tenant == warning.tenant && !come.count({warning.account, warning.rule}))
      out.push_back(
          fmt::format("{}, account {}: {} does not come any more: take it out of the list", tenant,
                      warning.account, warning.rule));
  }
  return out;
}

/// What the preset itself warns of, in the operator's own numbers.
std::vector<FoundIssue> warnings_of(const Demo& demo) {
  const DemoFacts facts(demo);
  std::vector<FoundIssue> issues;
  for (const std::string& account : facts.accounts()) {
    for (const Reason& warning : facts.mapped(account).warnings)
      issues.push_back({account, warning.name, "warning", warning.text});
  }
  return issues;
}

}  // namespace

SCENARIO("no file of a demo has anything wrong, and every warning is a known one") {
  const Demo demo = GENERATE(rent_demo(), loan_demo());
  CAPTURE(demo.tenant);
  const fs::path out = scratch("findings_" + demo.tenant);
  const RunSummary summary = run_demo(demo, project_path("presets"), out);
  const std::vector<FoundIssue> of_preset = warnings_of(demo);
  const auto rules = shipped_rules();
  CHECK(rules->registry().rules().size() > 331);
  REQUIRE(summary.files.size() == 4);
  for (const WrittenFile& file : summary.files) {
    CAPTURE(file.path.string());
    const FileCheck check(file.path, rules);
    CHECK(check.accounts() == summary.counts.reported);
    CHECK(check.accounts() > 10);
    for (const FoundIssue& issue : check.issues()) {
      if (issue.severity == "error" || issue.severity == "fatal")
        FAIL_CHECK(demo.tenant << ", account " << issue.account << ": " << issue.severity << " "
                               << issue.rule << ": " << issue.message);
    }
    std::vector<FoundIssue> issues = check.issues();
    issues.insert(issues.end(), of_preset.begin(), of_preset.end());
    for (const std::string& difference : not_as_listed(issues, demo.tenant, kListedWarnings))
      FAIL_CHECK(difference);
  }
}

SCENARIO("a mistake in a file of a demo does not pass") {
  const RunSummary summary = run_demo(loan_demo(), project_path("presets"), scratch("findings"));
  std::string bytes = read(summary.files.front().path.string());
  const std::size_t record = bytes.find('\n') + 1;
  const Field& status = field(BaseField::AccountStatus);
  const auto rules = shipped_rules();
  REQUIRE(bytes.substr(record + status.offset(), 2) == "11");

  const auto issues_with = [&](std::string_view code) {
    bytes.replace(record + status.offset(), 2, code);
    const fs::path file = scratch("findings/changed.metro2");
    REQUIRE(write_file(file, bytes));
    std::set<std::string> severities;
    const FileCheck checked(file, rules);
    for (const FoundIssue& issue : checked.issues())
      severities.insert(issue.severity + " " + issue.rule);
    return severities;
  };
  CHECK(issues_with("71").count("error B25-001") == 1);  // late, but since when
  CHECK(issues_with("10").size() > 0);                   // no such status
}

SCENARIO("a warning that is not listed is told, and so is a listed one that does not come") {
  const std::vector<FoundIssue> issues = {{"1", "B24-005", "warning", "closed otherwise"},
                                          {"1", "B25-001", "error", "since when"}};
  CHECK(not_as_listed(issues, "demo", {{"demo", "1", "B24-005", "known"}}).empty());
  CHECK(not_as_listed(issues, "demo", {}) ==
        std::vector<std::string>{"demo, account 1: B24-005 is not listed: closed otherwise"});
  CHECK(not_as_listed({}, "demo", {{"demo", "1", "B24-005", "known"}}) ==
        std::vector<std::string>{
            "demo, account 1: B24-005 does not come any more: take it out of the list"});
  CHECK(not_as_listed({}, "demo", {{"other", "1", "B24-005", "known"}}).empty());
}

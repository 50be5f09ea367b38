// A suite for each file with a test case for each rule that was asked, so that CI shows what
// failed.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "engine/base/text.h"
#include "engine/report/internal/markup.h"
#include "engine/report/internal/writers.h"

namespace m2::internal {
namespace {

// What keeps a file from being sent fails; the rest is told.
bool fails(const RuleFindings& tally) {
  return tally.rule->severity >= RuleSeverity::Error;
}

// Lines that are XML already.
std::string told_of(const RuleFindings& tally, const FileFindings& file) {
  const Rule& rule = *tally.rule;
  std::string text;
  const auto line = [&](std::string_view word, std::string_view value) {
    if (!value.empty()) text += in_xml(fmt::format("{}: {}", word, value)) + "\n";
  };
  line("fix", rule.fix);
  line("harm", rule.harm);
  line("perhaps", rule.perhaps);
  line("source", rule.source);
  for (const Finding& finding : tally.outside_findings) {
    const bool is_whole = finding.line == 0;
    line(is_whole ? "the file as a whole" : fmt::format("line {}", finding.line), finding.message);
  }
  for (const std::uint64_t record : tally.samples) {
    const SampleAccount* account = file.account(record);
    if (account == nullptr) continue;
    for (const Finding& finding : account->findings) {
      if (finding.rule == tally.rule)
        line(fmt::format("line {}, account {}", account->line, account->account), finding.message);
    }
  }
  return text;
}

class JunitReport final : public ReportWriter {
 public:
  JunitReport(const ReportFacts& facts, OutputFile& out) : facts_(facts), out_(out) {}

  void end_file(const FileFindings& file) override {
    std::string cases;
    std::uint64_t tests = 0, failures = 0;
    std::map<const Rule*, const RuleFindings*> tallies;
    for (const RuleFindings& tally : file.rules) tallies[tally.rule] = &tally;
    if (file.error) {
      ++tests;
      cases += fmt::format(
          "    <testcase classname=\"metro2.validate\" name=\"the file can be read\">\n"
          "      <error type=\"unreadable\" message=\"{}\"/>\n    </testcase>\n",
          in_xml(file.error->message));
    }
    for (const Rule& rule : facts_.book->registry().rules()) {
      const auto found = tallies.find(&rule);
      const RuleFindings* tally = found != tallies.end() ? found->second : nullptr;
      if (tally == nullptr && (file.error || !facts_.book->asks(rule))) continue;
      ++tests;
      if (tally != nullptr && fails(*tally)) ++failures;
      cases += test_case(rule, tally, file);
    }
    suites_ += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\">\n"
        "{}{}  </testsuite>\n",
        in_xml(file.file), tests, failures, file.error ? 1 : 0, properties_of(file), cases);
    tests_ += tests;
    failures_ += failures;
    errors_ += file.error ? 1 : 0;
  }

  Result<void> finish() override {
    out_.write(fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"metro2 validate\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
        tests_, failures_, errors_));
    out_.write(suites_);
    out_.write("</testsuites>\n");
    return {};
  }

 private:
  static std::string properties_of(const FileFindings& file) {
    if (file.error) return {};
    const auto property = [](std::string_view name, const std::string& value) {
      return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, value);
    };
    return "    <properties>\n" + property("score", file.score()->text()) +
           property("records", std::to_string(file.summary.records)) +
           property("accounts", std::to_string(file.summary.accounts)) + "    </properties>\n";
  }

  static std::string test_case(const Rule& rule, const RuleFindings* tally,
                               const FileFindings& file) {
    const std::string head =
        fmt::format("    <testcase classname=\"metro2.validate.{}\" name=\"{}\"",
                    to_string(rule.kind), in_xml(fmt::format("{} {}", rule.id, rule.title)));
    if (tally == nullptr) return head + "/>\n";
    const std::string text = told_of(*tally, file);
    if (!fails(*tally)) {
      return fmt::format("{}>\n      <system-out>{}: {}\n{}</system-out>\n    </testcase>\n", head,
                         to_string(rule.severity), reach_of(*tally), text);
    }
    return fmt::format(
        "{}>\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n", head,
        to_string(rule.severity), in_xml(fmt::format("{}: {}", reach_of(*tally), rule.title)),
        text);
  }

  ReportFacts facts_;
  OutputFile& out_;
  std::string suites_;
  std::uint64_t tests_ = 0, failures_ = 0, errors_ = 0;
};

}  // namespace

std::unique_ptr<ReportWriter> make_junit_report(const ReportFacts& facts, OutputFile& out) {
  return std::make_unique<JunitReport>(facts, out);
}

}  // namespace m2::internal

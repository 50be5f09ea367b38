#include "engine/report/collector.h"

#include <set>

#include "tests/support/golden.h"
#include "tests/support/sample_file.h"
#include "tests/unit/engine/report/report_files.h"

using namespace m2;
using namespace m2::test;

namespace {

const RuleFindings* tally_of(const FileFindings& file, std::string_view id) {
  for (const RuleFindings& tally : file.rules)
    if (tally.rule->id == id) return &tally;
  return nullptr;
}

// So many accounts, each in small letters where there must be capitals.
std::string many_bad(std::size_t accounts) {
  SampleFile file;
  file.set(1, Segment::Base, "city", "Provo");
  file.records.insert(file.records.begin() + 1, accounts - 1, file.records[1]);
  file.count_again();
  return file.bytes();
}

Finding finding_of(const Rule& rule, std::uint64_t record) {
  Finding finding;
  finding.rule = &rule;
  finding.record = finding.line = record;
  finding.account = std::to_string(record);
  finding.in_account = true;
  finding.message = "message";
  return finding;
}

}  // namespace

SCENARIO("an account counts once, by its worst finding; header, trailer and file count by rule") {
  SampleFile file;
  file.set(0, Segment::Header, "reporter_telephone_number", "0000000000");  // warning, outside
  file.set(1, Segment::Base, "portfolio_type", "Q");                        // fatal
  file.set(1, Segment::Base, "date_closed", "02302026");                    // error, same account
  file.set(1, Segment::Base, "city", "Provo");                              // warning, same account
  file.set(2, Segment::Base, "city", "Provo");                              // warning
  file.count_again();
  file.set(4, Segment::Trailer, "total_j2", "000000009");  // fatal, outside
  const FileFindings found = collected(file.bytes());
  CHECK(found.inputs.accounts == 3);
  CHECK(found.inputs.worst == BySeverity{0, 1, 0, 1});
  CHECK(found.inputs.outside == BySeverity{0, 1, 0, 1});
  // (30 - 10 - 1) / 30 * 20 / (20 + 10 + 1)
  CHECK(found.score()->text() == "0.408");
  const RuleFindings* capitals = tally_of(found, "FILE-014");
  REQUIRE(capitals != nullptr);
  CHECK(capitals->findings == 2);
  CHECK(capitals->accounts == 2);
  CHECK(capitals->outside == 0);
  THEN("rules stand by harm: severity, then accounts") {
    CHECK(found.rules.front().rule->id == "B08-001");
    for (std::size_t i = 1; i < found.rules.size(); ++i)
      CHECK(found.rules[i - 1].rule->severity >= found.rules[i].rule->severity);
  }
  THEN("an account of a sample has all its findings, whichever rule it stands for") {
    const SampleAccount* account = found.account(2);
    REQUIRE(account != nullptr);
    CHECK(account->findings.size() == 3);
    CHECK(account->view.history.size() == 24);
    CHECK(found.account(1) == nullptr);
  }
}

SCENARIO("of many accounts at most twenty are kept, spread over the file, always the same") {
  for (const std::size_t accounts : {1U, 19U, 20U, 21U, 40U, 41U, 1000U, 1279U, 1280U}) {
    CAPTURE(accounts);
    const std::string bytes = many_bad(accounts);
    const FileFindings found = collected(bytes);
    const RuleFindings* tally = tally_of(found, "FILE-014");
    REQUIRE(tally != nullptr);
    CHECK(tally->accounts == accounts);
    CHECK(tally->samples.size() <= 20);
    CHECK(tally->samples.size() >= std::min<std::size_t>(accounts, 10));
    std::set<std::uint64_t> kept;  // samples of this rule, and of what is found in a file like this
    for (const RuleFindings& rule : found.rules)
      kept.insert(rule.samples.begin(), rule.samples.end());
    CHECK(found.accounts.size() == kept.size());
    // From the first account on, no gap larger than any other by more than one step.
    CHECK(tally->samples.front() == 2);
    const std::uint64_t step = tally->samples.size() > 1 ? tally->samples[1] - 2 : 1;
    for (std::size_t i = 1; i < tally->samples.size(); ++i)
      CHECK(tally->samples[i] - tally->samples[i - 1] == step);
    CHECK(accounts + 1 - tally->samples.back() < std::max<std::uint64_t>(step, 1) + 1);
    CHECK(tally_of(collected(bytes), "FILE-014")->samples == tally->samples);
  }
}

SCENARIO("an account with very many findings has the first ones and the number of the others") {
  const auto book = structural_book();
  FindingCollector collector(book, FindingCollector::Keep::Accounts);
  collector.begin_file("file.dat");
  const Rule& rule = *book->registry().find("FILE-014");
  for (int i = 0; i < 1000; ++i) collector.add(finding_of(rule, 5));
  const FileFindings found = collector.end_file(FileSummary{});
  REQUIRE(found.accounts.size() == 1);
  CHECK(found.accounts[0].findings.size() == FindingCollector::kMostFindings);
  CHECK(found.accounts[0].left_out == 1000 - FindingCollector::kMostFindings);
  CHECK(found.rules[0].findings == 1000);
  CHECK(found.rules[0].accounts == 1);
}

SCENARIO("rules that look at a whole file come back to accounts, which still count once") {
  const auto book = structural_book();
  const Rule& warning = *book->registry().find("FILE-014");
  const Rule& fatal = *book->registry().find("B08-001");
  FindingCollector collector(book, FindingCollector::Keep::Accounts);
  collector.begin_file("file.dat");
  for (const std::uint64_t record : {2U, 3U, 4U}) collector.add(finding_of(warning, record));
  for (const std::uint64_t record : {2U, 4U, 70'000'000U}) collector.add(finding_of(fatal, record));
  FileSummary summary;
  summary.accounts = 10;
  const FileFindings found = collector.end_file(summary);
  CHECK(found.inputs.worst == BySeverity{0, 1, 0, 3});
  REQUIRE(found.account(4) != nullptr);
  CHECK(found.account(4)->findings.size() == 2);
  CHECK(found.account(3)->findings.size() == 1);
}

SCENARIO("every file begins anew") {
  const auto book = structural_book();
  FindingCollector collector(book, FindingCollector::Keep::Accounts);
  const Rule& rule = *book->registry().find("FILE-014");
  for (int i = 0; i < 2; ++i) {
    collector.begin_file("file.dat");
    collector.add(finding_of(rule, 2));
    FileSummary summary;
    summary.accounts = 1;
    const FileFindings found = collector.end_file(summary);
    CHECK(found.inputs.worst == BySeverity{0, 1, 0, 0});
    CHECK(found.rules.size() == 1);
    CHECK(found.rules[0].accounts == 1);
  }
}

SCENARIO("a file that could not be read to its end has no score") {
  FindingCollector collector(structural_book(), FindingCollector::Keep::Counts);
  collector.begin_file("file.dat");
  CHECK_FALSE(collector.end_file(Error{ErrorCode::Unreadable, "cannot read"}).score());
}

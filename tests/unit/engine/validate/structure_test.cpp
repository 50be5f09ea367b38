#include <set>

#include "engine/metro2/value.h"
#include "engine/validate/registry.h"
#include "engine/validate/validate.h"
#include "tests/support/metro2_files.h"
#include "tests/support/sample_file.h"
#include "tests/unit/engine/validate/broken_files.h"

using namespace m2;
using namespace m2::test;

namespace {

using Told = std::vector<std::string>;

// The bytes of a file that a finding about a field speaks of.
std::string_view bytes_at(std::string_view file, const Finding& finding) {
  return file.substr(finding.offset, finding.field->length);
}

}  // namespace

SCENARIO("a file as the standard asks has no findings, in any framing") {
  for (const Framing& framing : all_framings()) {
    CAPTURE(to_string(framing));
    CHECK(told(SampleFile().bytes(framing)) == Told{});
  }
}

SCENARIO("one mistake is told by its rule, and nothing else is") {
  for (const BrokenFile& broken : broken_files()) {
    CAPTURE(broken.name);
    CHECK(told(broken.bytes, broken.today) == broken.findings);
  }
}

SCENARIO("every structural rule has a file that breaks it") {
  std::set<std::string_view> broken_rules;
  const std::vector<BrokenFile> files = broken_files();
  for (const BrokenFile& broken : files) {
    for (const std::string& finding : broken.findings) {
      broken_rules.insert(std::string_view(finding).substr(0, finding.find(' ')));
    }
  }
  for (const Rule& rule : RuleRegistry::built_in()->rules()) {
    if (rule.kind != RuleKind::Bytes) continue;  // those of more than one record have theirs
    if (rule.id.starts_with("PRF-")) continue;   // those of profiles: profile_rule_test.cpp
    CAPTURE(rule.id);
    CHECK(broken_rules.count(rule.id) == 1);
  }
}

SCENARIO("a finding says where, what was found, what was expected and how to mend it") {
  SampleFile file;
  file.set(2, Segment::Base, "portfolio_type", "Q");
  const std::string bytes = file.bytes();
  const std::vector<Finding> findings = findings_of(bytes);
  REQUIRE(findings.size() == 1);
  const Finding& finding = findings.front();
  CHECK(finding.rule->id == "B08-001");
  CHECK(finding.rule->severity == RuleSeverity::Fatal);
  CHECK(finding.record == 3);
  CHECK(finding.line == 3);
  CHECK(finding.account == "LEASE0002");
  CHECK(finding.segment == "base");
  CHECK(finding.field == &field(BaseField::PortfolioType));
  CHECK(finding.found == "Q");
  CHECK(finding.expected == "C, I, M, O or R");
  CHECK(finding.message == "unknown portfolio type");
  CHECK(!finding.rule->fix.empty());
  CHECK(bytes_at(bytes, finding) == "Q");
}

SCENARIO("the offset of a finding is that of its field, whatever the framing") {
  for (const Framing& framing : all_framings()) {
    CAPTURE(to_string(framing));
    SampleFile file;
    file.set(2, Segment::J2, "ecoa_code", "6");
    file.set(3, Segment::Base, "ecoa_code", "4");
    const std::string bytes = file.bytes(framing);
    const std::vector<Finding> findings = findings_of(bytes);
    REQUIRE(findings.size() == 2);
    CHECK(bytes_at(bytes, findings[0]) == "6");
    CHECK(bytes_at(bytes, findings[1]) == "4");
  }
}

SCENARIO("a wrong character is pointed at") {
  SampleFile file;
  file.set(1, Segment::Base, "surname", "SAMPLE_STONE");
  const std::string bytes = file.bytes();
  const std::vector<Finding> findings = findings_of(bytes);
  REQUIRE(findings.size() == 1);
  CHECK(bytes[findings.front().offset] == '_');
  CHECK(findings.front().message.ends_with("`_` at byte 7 of the field"));
}

SCENARIO("personal data is masked in what is found") {
  const auto [key, value, shown] = GENERATE(table<const char*, const char*, const char*>({
      {"ssn", "66601000A", "*****000A"},
      {"date_of_birth", "02301990", "********"},
      {"telephone_number", "801555010 ", "***-**-5010"},
      {"surname", "O'DOE", "*****"},
      {"address_line_1", "2 \"EXAMPLE\"", "*******PLE\""},
      // not personal
      {"city", "Provo", "*****"},
      {"state", "ZZ", "ZZ"},
  }));
  CAPTURE(key);
  SampleFile file;
  file.set(1, Segment::Base, key, value);
  file.count_again();
  const std::vector<Finding> findings = findings_of(file.bytes());
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().found == shown);
  CHECK(findings.front().message.find(value) == std::string::npos);
}

SCENARIO("bytes that could steer a terminal are shown by their number") {
  SampleFile file;
  file.set(1, Segment::Base, "consumer_account_number", "LEASE\x1B[2J");
  for (const Finding& finding : findings_of(file.bytes())) {
    CHECK(finding.account == "LEASE\\x1B[2J");
    CHECK(finding.found == "*****\\x1B[2J");
  }
}

SCENARIO("of a deleted account only its frame and its deletion are judged") {
  SampleFile file;
  file.set(3, Segment::Base, "account_type", "99");
  file.set(3, Segment::Base, "surname", "12345");
  CHECK(told(file.bytes()) == Told{});
  file.set(3, Segment::Base, "ecoa_code", "9");
  file.set(3, Segment::Base, "credit_limit", "X");
  CHECK(told(file.bytes()) == Told{"FILE-020 4:base.credit_limit", "C37-001 4:base.ecoa_code"});
}

SCENARIO("a company's name may have digits and signs, a person's may not") {
  SampleFile file;
  file.set(1, Segment::Base, "surname", "SAMPLE & 3 SONS");
  CHECK(told(file.bytes()) == Told{"C30-002 2:base.surname"});
  file.set(1, Segment::Base, "ecoa_code", "W");
  CHECK(told(file.bytes()) == Told{});
}

SCENARIO("an unpopulated segment keeps its place and is not judged") {
  SampleFile file;
  file.records[1] += "J1" + std::string(98, ' ');
  file.count_again();
  CHECK(told(file.bytes()) == Told{});
}

SCENARIO("the block count may be of blocks, of records, or zero") {
  const auto [count, is_right] = GENERATE(table<const char*, bool>(
      {{"000000000", true}, {"000000005", true}, {"000000001", false}, {"000000006", false}}));
  CAPTURE(count);
  SampleFile file;
  file.set(4, Segment::Trailer, "block_count", count);
  CHECK(told(file.bytes()).empty() == is_right);
}

SCENARIO("the future begins after the day the file was created, or after the day that is told") {
  SampleFile file;
  file.set(1, Segment::Base, "date_of_account_information", "06152026");
  CHECK(told(file.bytes()) == Told{"B24-002 2:base.date_of_account_information"});
  CHECK(told(file.bytes(), Date::parse_iso("2026-06-15")) == Told{});
  CHECK(told(file.bytes(), Date::parse_iso("2026-06-14")) ==
        Told{"B24-002 2:base.date_of_account_information"});
}

SCENARIO("each of two files in one has its own totals") {
  SampleFile first;
  SampleFile second;
  second.records.erase(second.records.begin() + 2);
  second.count_again();
  CHECK(told(first.bytes() + second.bytes()) == Told{"FILE-003 6"});
}

SCENARIO("the summary counts records, accounts and findings") {
  SampleFile file;
  file.set(1, Segment::Base, "portfolio_type", "Q");
  file.set(2, Segment::Base, "city", "Provo");
  const std::string bytes = file.bytes({.line_end = LineEnd::CrLf});
  Reader reader = Reader::of_bytes(bytes);
  const Result<FileSummary> summary = validate(reader, {}, [](const Finding&) {});
  REQUIRE(summary);
  CHECK(summary->records == 5);
  CHECK(summary->accounts == 3);
  CHECK(summary->count(RuleSeverity::Fatal) == 1);
  CHECK(summary->count(RuleSeverity::Error) == 0);
  CHECK(summary->count(RuleSeverity::Warning) == 1);
  CHECK(!summary->is_acceptable());
  CHECK(summary->framing.line_end == LineEnd::CrLf);
}

// The rules over all accounts of a file together, and of an account beside its earlier reports.

#include <functional>
#include <set>

#include "engine/validate/registry.h"
#include "tests/unit/engine/validate/month_file.h"

using namespace m2;
using namespace m2::test;

namespace {

using Told = std::vector<std::string>;

struct WholeCase {
  std::string name;
  std::function<void(MonthFile&)> change;  // of a file of accounts 1 to 4
  Told findings;
};

const std::string kNumber = ":base.consumer_account_number";

void same_debt(MonthFile& f) {
  f.set(3, "ssn", "666020001");
  f.set(3, "date_opened", "03032024");
  f.set(1, "date_opened", "03032024");
}

void announce_number(MonthFile& f, int account, std::string_view number) {
  f.append(account, Segment::L1);
  f.set(account, Segment::L1, "change_indicator", "1");
  f.set(account, Segment::L1, "new_consumer_account_number", number);
}

std::vector<WholeCase> whole_cases() {
  return {
      {"nothing", [](MonthFile&) {}, {}},
      // the same account
      {"an account twice",
       [](MonthFile& f) { f.set(3, "consumer_account_number", "ACCT0001"); },
       {"FILE-016 4" + kNumber}},
      {"an account three times",
       [](MonthFile& f) {
         f.set(3, "consumer_account_number", "ACCT0001");
         f.set(4, "consumer_account_number", "ACCT0001");
       },
       {"FILE-016 4" + kNumber, "FILE-016 5" + kNumber}},
      {"an account and its deletion",
       [](MonthFile& f) {
         f.set(3, "consumer_account_number", "ACCT0001");
         f.set(3, "account_status", "DA");
       },
       {"FILE-016 4" + kNumber}},
      {"the same number under another identification number",
       [](MonthFile& f) {
         f.set(3, "consumer_account_number", "ACCT0001");
         f.set(3, "identification_number", "EXAMPLE02");
       },
       {"FILE-017 4" + kNumber}},
      {"another identification number",
       [](MonthFile& f) { f.set(3, "identification_number", "EXAMPLE02"); },
       {}},
      // the same debt
      {"a debt under two numbers", same_debt, {"FILE-018 4" + kNumber, "FILE-104 4" + kNumber}},
      {"the same person, another day", [](MonthFile& f) { f.set(3, "ssn", "666020001"); }, {}},
      {"the same day, nobody's number",
       [](MonthFile& f) {
         same_debt(f);
         f.set(1, "ssn", "000000000");
         f.set(3, "ssn", "000000000");
       },
       {}},
      {"a debt under two numbers, with another amount",
       [](MonthFile& f) {
         same_debt(f);
         f.set(3, "highest_credit", "000001451");
       },
       {"FILE-104 4" + kNumber}},
      {"a debt at two reporters",
       [](MonthFile& f) {
         same_debt(f);
         f.set(3, "identification_number", "EXAMPLE02");
       },
       {"FILE-018 4" + kNumber}},
      {"another type of account",
       [](MonthFile& f) {
         same_debt(f);
         f.set(3, "account_type", "01");
       },
       {}},
      {"another kind of portfolio",
       [](MonthFile& f) {
         same_debt(f);
         f.set(3, "portfolio_type", "I");
         f.set(3, "highest_credit", "000001451");
       },
       {}},
      {"two student loans of one day",
       [](MonthFile& f) {
         same_debt(f);
         f.set(1, "account_type", "12");
         f.set(3, "account_type", "12");
         f.set(3, "highest_credit", "000001451");
       },
       {}},
      {"a debt whose old number is deleted",
       [](MonthFile& f) {
         same_debt(f);
         f.set(1, "account_status", "DA");
       },
       {}},
      {"a debt that changes its number",
       [](MonthFile& f) {
         same_debt(f);
         f.set(3, "highest_credit", "000001451");
         announce_number(f, 1, "ACCT0009");
       },
       {}},
      // persons
      {"one number, two names",
       [](MonthFile& f) {
         f.set(3, "ssn", "666020001");
         f.set(3, "surname", "OTHER");
       },
       {"C34-005 4:base.ssn"}},
      {"one number, two first names",
       [](MonthFile& f) {
         f.set(3, "ssn", "666020001");
         f.set(3, "first_name", "SUE");
       },
       {"C34-005 4:base.ssn"}},
      {"one number, a hyphen less",
       [](MonthFile& f) {
         f.set(3, "ssn", "666020001");
         f.set(3, "surname", "SAMPLE STONE");
       },
       {}},
      {"one number, a company's",
       [](MonthFile& f) {
         f.set(3, "ssn", "666020001");
         f.set(3, "surname", "OTHER");
         f.set(3, "ecoa_code", "W");
       },
       {}},
      {"one number, a deleted account",
       [](MonthFile& f) {
         f.set(3, "ssn", "666020001");
         f.set(3, "surname", "OTHER");
         f.set(3, "account_status", "DF");
       },
       {}},
      {"one number, a removed consumer",
       [](MonthFile& f) {
         f.set(3, "ssn", "666020001");
         f.set(3, "surname", "OTHER");
         f.set(3, "ecoa_code", "Z");
       },
       {}},
      {"nines are nobody's number",
       [](MonthFile& f) {
         f.set(1, "ssn", "999999999");
         f.set(3, "ssn", "999999999");
         f.set(3, "surname", "OTHER");
       },
       {}},
      {"one number, a co-borrower elsewhere",
       [](MonthFile& f) {
         f.append(3, Segment::J1);
         f.set(3, Segment::J1, "surname", "OTHER");
         f.set(3, Segment::J1, "first_name", "ANN");
         f.set(3, Segment::J1, "ssn", "666020001");
         f.set(3, Segment::J1, "date_of_birth", "03011991");
         f.set(3, Segment::J1, "telephone_number", "8015550102");
         f.set(3, Segment::J1, "ecoa_code", "2");
       },
       {"C34-005 4:j1.ssn"}},
      // cycles
      {"cycles, and none in the header",
       [](MonthFile& f) {
         f.set(2, "cycle_identifier", "03");
         f.set(3, "cycle_identifier", "04");
       },
       {"HDR-012 1:header.cycle_identifier"}},
      {"cycles, and one in the header",
       [](MonthFile& f) {
         f.set(2, "cycle_identifier", "03");
         f.set_header("cycle_identifier", "03");
       },
       {}},
      // new numbers
      {"a new number", [](MonthFile& f) { announce_number(f, 2, "ACCT0022"); }, {}},
      {"the new number of an account before",
       [](MonthFile& f) { announce_number(f, 2, "ACCT0001"); },
       {"L1-008 3:l1.new_consumer_account_number"}},
      {"the new number of an account to come",
       [](MonthFile& f) { announce_number(f, 2, "ACCT0004"); },
       {"L1-008 5" + kNumber}},
      {"a new number twice",
       [](MonthFile& f) {
         announce_number(f, 2, "ACCT0022");
         announce_number(f, 3, "ACCT0022");
       },
       {"L1-008 4:l1.new_consumer_account_number"}},
      {"a new identification number",
       [](MonthFile& f) {
         f.append(2, Segment::L1);
         f.set(2, Segment::L1, "change_indicator", "2");
         f.set(2, Segment::L1, "new_identification_number", "EXAMPLE02");
       },
       {}},
  };
}

}  // namespace

SCENARIO("what stands in a file twice is told where it stands again, and nothing else is") {
  for (const WholeCase& one : whole_cases()) {
    CAPTURE(one.name);
    MonthFile file;
    file.add_all(1, 4);
    one.change(file);
    CHECK(told_beside(file) == one.findings);
  }
}

SCENARIO("every rule over a file as a whole has a case that fires it") {
  std::set<std::string> fired;
  for (const WholeCase& one : whole_cases()) {
    for (const std::string& finding : one.findings)
      fired.insert(finding.substr(0, finding.find(' ')));
  }
  for (const Rule& rule : RuleRegistry::built_in()->rules()) {
    const bool is_of_profiles = rule.id.starts_with("PRF-");  // profile_rule_test.cpp
    if (rule.kind != RuleKind::File || is_of_profiles) continue;
    CAPTURE(rule.id);
    CHECK(fired.count(std::string(rule.id)) == 1);
  }
}

SCENARIO("rules of low confidence are asked only when they are wanted") {
  MonthFile file;
  file.add_all(1, 2);
  file.set(2, "consumer_account_number", "ACCT0001");
  file.set(2, "identification_number", "EXAMPLE02");
  CHECK(told_beside(file) == Told{"FILE-017 3" + kNumber});
  CHECK(findings_beside(file.bytes(), {}, RuleBook::of(RuleRegistry::built_in())).empty());
}

SCENARIO("what is found twice names the first record and shows no personal data") {
  MonthFile file;
  file.add_all(1, 3);
  file.set(3, "ssn", "666020001");
  file.set(3, "surname", "OTHER");
  const std::vector<Finding> findings = findings_beside(file.bytes());
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "record 2 has the same social security number with another name");
  CHECK(findings[0].found == "***-**-0001");
  CHECK(findings[0].account == "ACCT0003");
}

SCENARIO("a header that has no cycle is pointed at, in any framing") {
  for (const LineEnd line_end : {LineEnd::Lf, LineEnd::None}) {
    MonthFile file;
    file.add(1);
    file.set(1, "cycle_identifier", "03");
    const std::vector<Finding> findings = findings_beside(file.bytes({.line_end = line_end}));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].record == 1);
    CHECK(findings[0].offset == field(HeaderField::CycleIdentifier).offset());
    CHECK(findings[0].account.empty());
  }
}

SCENARIO("each of two files in one has its own accounts") {
  MonthFile file;
  file.add_all(1, 3);
  CHECK(told_beside(file.bytes() + file.bytes()) == Told{"FILE-003 6"});
}

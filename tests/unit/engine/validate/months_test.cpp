// An account beside its earlier reports.

#include <fmt/format.h>

#include <algorithm>

#include "tests/support/golden.h"
#include "tests/support/metro2_files.h"
#include "tests/unit/engine/validate/month_file.h"

using namespace m2;
using namespace m2::test;

namespace {

using Told = std::vector<std::string>;

MonthFile month(std::string_view activity_date, int accounts = 3) {
  MonthFile file(activity_date);
  file.add_all(1, accounts);
  return file;
}

void announce(MonthFile& file, int account, char indicator, std::string_view number,
              std::string_view identification = "") {
  file.append(account, Segment::L1);
  file.set(account, Segment::L1, "change_indicator", std::string(1, indicator));
  file.set(account, Segment::L1, "new_consumer_account_number", number);
  file.set(account, Segment::L1, "new_identification_number", identification);
}

std::string status_in(std::string_view record) {
  return std::string(record.substr(field(BaseField::AccountStatus).offset(), 2));
}

// The record of the account, as it would stand in a later file.
std::string asked(int number, std::string_view account = "", std::string_view identification = "") {
  MonthFile file("2026-12-31");
  file.add(number);
  if (!account.empty()) file.set(number, "consumer_account_number", account);
  if (!identification.empty()) file.set(number, "identification_number", identification);
  const std::string bytes = file.bytes({.line_end = LineEnd::None});
  return bytes.substr(kBaseLength, kBaseLength);
}

}  // namespace

SCENARIO("every rule of C++ over months is asked of these months") {
  std::vector<std::string> ids;
  for (const Rule& rule : RuleRegistry::built_in()->rules()) {
    if (rule.kind == RuleKind::Month) ids.emplace_back(rule.id);
  }
  CHECK(ids == Told{"X-033", "X-029", "X-030", "B20-006", "DEL-001"});

  MonthFile april = month("2026-04-30");
  MonthFile may = month("2026-05-31");
  MonthFile june("2026-06-30");
  june.add(2);
  june.add(3);
  june.add_all(4, 5);
  for (MonthFile* file : {&april, &may, &june}) file->set(2, "compliance_condition_code", "XB");
  june.set(5, "account_status", "DA");
  CHECK(told_beside(june, {april, may}) == Told{"B20-006 2:base.compliance_condition_code",
                                                "X-030 4:base.payment_history_profile",
                                                "DEL-001 5:base.account_status", "X-029 0"});
  CHECK(told_beside(month("2026-05-31"), {may}) == Told{"X-033 1:header.activity_date"});
}

SCENARIO("nothing is wrong with an account that goes on") {
  CHECK(told_beside(month("2026-06-30"), {month("2026-05-31")}) == Told{});
}

SCENARIO("the last report of an account is found in any order of files") {
  MonthFile march = month("2026-03-31");
  MonthFile april = month("2026-04-30");
  MonthFile may = month("2026-05-31", 2);  // without account 3
  march.set(1, "account_status", "71");
  april.set(1, "account_status", "78");
  may.set(1, "account_status", "80");
  april.set(3, "account_status", "82");
  std::vector<std::string> files = {march.bytes(), april.bytes(), may.bytes()};
  std::vector<std::size_t> order = {0, 1, 2};
  do {
    CAPTURE(order[0], order[1], order[2]);
    const std::vector<std::string> given = {files[order[0]], files[order[1]], files[order[2]]};
    const auto previous = previous_of(given);
    CHECK(previous->accounts() == 3);
    CHECK(previous->last_month().activity_date == Date::parse_iso("2026-05-31"));
    CHECK(previous->last_month().figures.accounts == 2);
    const auto last = [&](int number) {
      const Result<EarlierReport> report = previous->find(asked(number));
      REQUIRE(report);
      return report->record.empty() ? "" : status_in(report->record);
    };
    CHECK(last(1) == "80");
    CHECK(last(2) == "11");
    CHECK(last(3) == "82");
    CHECK(last(4).empty());
  } while (std::next_permutation(order.begin(), order.end()));
}

SCENARIO("earlier files may have any framing") {
  for (const Framing& framing : all_framings()) {
    CAPTURE(to_string(framing));
    MonthFile may = month("2026-05-31");
    may.set(2, "account_status", "84");
    announce(may, 3, '1', "ACCT0033");
    const std::vector<std::string> files = {may.bytes(framing)};
    const auto previous = previous_of(files);
    const Result<EarlierReport> report = previous->find(asked(2));
    REQUIRE(report);
    CHECK(report->record.size() == kBaseLength);
    CHECK(status_in(report->record) == "84");
    const Result<EarlierReport> renamed = previous->find(asked(3, "ACCT0033"));
    REQUIRE(renamed);
    CHECK(renamed->record.size() == kBaseLength + segment_length(Segment::L1));
  }
}

SCENARIO("an account is followed through its new numbers") {
  MonthFile march = month("2026-03-31");
  MonthFile april = month("2026-04-30");
  MonthFile may = month("2026-05-31");
  MonthFile june = month("2026-06-30");
  announce(march, 1, '1', "NEW1");
  april.set(1, "consumer_account_number", "NEW1");
  announce(april, 1, '3', "NEW2", "EXAMPLE02");
  may.set(1, "consumer_account_number", "NEW2");
  may.set(1, "identification_number", "EXAMPLE02");
  june.set(1, "consumer_account_number", "NEW2");
  june.set(1, "identification_number", "EXAMPLE02");

  CHECK(told_beside(june, {march, april, may}) == Told{});
  CHECK(told_beside(june, {april}) == Told{});
  const std::vector<std::string> files = {march.bytes(), april.bytes(), may.bytes()};
  CHECK(previous_of(files)->accounts() == 3);

  // Who goes on under the old number is another account, and the new one is missing.
  CHECK(told_beside(month("2026-06-30"), {april}) ==
        Told{"X-030 2:base.payment_history_profile", "X-029 0"});
}

SCENARIO("the same account under another identification number is found, another account is not") {
  const std::vector<std::string> files = {month("2026-05-31").bytes()};
  const auto previous = previous_of(files);
  const Result<EarlierReport> same = previous->find(asked(1, "", "EXAMPLE02"));
  REQUIRE(same);
  CHECK(!same->record.empty());
  // Account 2 has another date opened.
  const Result<EarlierReport> other = previous->find(asked(2, "ACCT0001", "EXAMPLE02"));
  REQUIRE(other);
  CHECK(other->record.empty());
}

SCENARIO("rules of rules files read the last report") {
  Diagnostics found;
  const auto registry = RuleRegistry::load(project_path("presets/rules"), found);
  REQUIRE(registry != nullptr);
  MonthFile may = month("2026-05-31", 1);
  MonthFile june = month("2026-06-30", 1);
  may.set(1, "payment_history_profile", "00000000000BBBBBBBBBBBBB");
  june.set(1, "payment_history_profile", "000000000000BBBBBBBBBBBB");
  const auto tells = [&](const std::vector<std::string>& previous) {
    const auto findings = findings_beside(june.bytes(), previous, RuleBook::of_all(registry));
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.rule->id == "X-004"; });
  };
  CHECK_FALSE(tells({may.bytes()}));
  may.set(1, "payment_history_profile", "11111111111BBBBBBBBBBBBB");
  CHECK(tells({may.bytes()}));
  CHECK_FALSE(tells({}));
}

SCENARIO("an open account that is missing is told with its number") {
  MonthFile may = month("2026-05-31");
  may.set(2, "account_status", "78");
  MonthFile june("2026-06-30");
  june.add(1);
  june.add(3);
  const std::vector<Finding> findings = findings_beside(june.bytes(), {may.bytes()});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule->id == "X-029");
  CHECK(findings[0].account == "ACCT0002");
  CHECK(findings[0].record == 0);
  CHECK(findings[0].line == 0);
  CHECK(findings[0].message ==
        "account ACCT0002 was in `file1.dat` with status 78, and is missing here");
}

SCENARIO("an account whose last report was final need not come again") {
  const auto [key, value, is_final] = GENERATE(table<const char*, const char*, bool>({
      {"account_status", "05", true},
      {"account_status", "13", true},
      {"account_status", "61", true},
      {"account_status", "62", true},
      {"account_status", "63", true},
      {"account_status", "64", true},
      {"account_status", "65", true},
      {"account_status", "89", true},
      {"account_status", "94", true},
      {"account_status", "DA", true},
      {"account_status", "DF", true},
      {"account_status", "11", false},
      {"account_status", "71", false},
      {"account_status", "84", false},
      {"account_status", "88", false},
      {"account_status", "93", false},
      {"account_status", "95", false},
      {"account_status", "96", false},
      {"account_status", "97", false},
      {"special_comment", "O", true},
      {"special_comment", "AH", true},
      {"special_comment", "AL", true},
      {"special_comment", "AN", true},
      {"special_comment", "AS", true},
      {"special_comment", "AT", true},
      {"special_comment", "M", false},
      {"consumer_information_indicator", "E", true},
      {"consumer_information_indicator", "F", true},
      {"consumer_information_indicator", "G", true},
      {"consumer_information_indicator", "H", true},
      {"consumer_information_indicator", "A", false},
  }));
  CAPTURE(key, value);
  MonthFile may = month("2026-05-31");
  may.set(2, key, value);
  MonthFile june("2026-06-30");
  june.add(1);
  june.add(3);
  CHECK(told_beside(june, {may}) == (is_final ? Told{} : Told{"X-029 0"}));
}

SCENARIO("an account that was sold need not come again, one that was purchased does") {
  const auto [indicator, is_final] =
      GENERATE(table<const char*, bool>({{"1", false}, {"2", true}}));
  CAPTURE(indicator);
  MonthFile may = month("2026-05-31");
  may.append(2, Segment::K2);
  may.set(2, Segment::K2, "purchased_indicator", indicator);
  may.set(2, Segment::K2, "purchased_name", "EXAMPLE HOMES");
  MonthFile june("2026-06-30");
  june.add(1);
  june.add(3);
  CHECK(told_beside(june, {may}) == (is_final ? Told{} : Told{"X-029 0"}));
}

SCENARIO("only accounts of the last month are missed, once") {
  MonthFile april = month("2026-04-30");
  MonthFile may = month("2026-05-31", 2);
  MonthFile june = month("2026-06-30", 1);
  CHECK(told_beside(june, {april, may}) == Told{"X-029 0"});
  // The last month in two files.
  MonthFile other("2026-05-31");
  other.add(3);
  CHECK(told_beside(june, {april, may, other}) == Told{"X-029 0", "X-029 0"});
}

SCENARIO("a new account may have no history") {
  const auto [history, is_told] = GENERATE(table<const char*, bool>({
      {"BBBBBBBBBBBBBBBBBBBBBBBB", false},
      {"0BBBBBBBBBBBBBBBBBBBBBBB", false},
      {"00BBBBBBBBBBBBBBBBBBBBBB", true},
      {"1B1BBBBBBBBBBBBBBBBBBBBB", true},
  }));
  CAPTURE(history);
  MonthFile june = month("2026-06-30", 4);
  june.set(4, "payment_history_profile", history);
  CHECK(told_beside(june, {month("2026-05-31")}) ==
        (is_told ? Told{"X-030 5:base.payment_history_profile"} : Told{}));
  CHECK(told_beside(june) == Told{});
}

SCENARIO("only what was reported can be deleted") {
  MonthFile june = month("2026-06-30", 4);
  june.set(3, "account_status", "DA");
  CHECK(told_beside(june, {month("2026-05-31", 4)}) == Told{});
  CHECK(told_beside(june, {month("2026-05-31", 2)}) ==
        Told{"DEL-001 4:base.account_status", "X-030 5:base.payment_history_profile"});
  CHECK(told_beside(june) == Told{});
}

SCENARIO("the activity date is later than that of the last file") {
  const auto [now, is_told] = GENERATE(table<const char*, bool>(
      {{"2026-05-30", true}, {"2026-05-31", true}, {"2026-06-01", false}, {"2026-06-30", false}}));
  CAPTURE(now);
  // Account 3 is missing, which only a later file can say.
  const Told told = told_beside(month(now, 2), {month("2026-05-31"), month("2026-04-30")});
  CHECK(told == (is_told ? Told{"X-033 1:header.activity_date"} : Told{"X-029 0"}));
}

SCENARIO("a dispute ends within 45 days") {
  // Of each month the compliance condition code, and whether June is told.
  const auto [april, may, june, last, is_told] =
      GENERATE(table<const char*, const char*, const char*, const char*, bool>({
          {"XB", "XB", "XB", "2026-06-14", false},  // 45 days after April 30
          {"XB", "XB", "XB", "2026-06-15", true},
          {"  ", "XB", "XB", "2026-06-30", false},
          {"XB", "  ", "XB", "2026-06-30", false},
          {"XB", "XB", "XH", "2026-06-30", false},
          {"XB", "XB", "  ", "2026-06-30", false},
          {"XC", "XB", "XB", "2026-06-30", false},
          {"XD", "XD", "XD", "2026-06-30", true},
          {"XF", "XB", "XF", "2026-06-30", true},
          {"XJ", "XJ", "XJ", "2026-06-30", true},
      }));
  CAPTURE(april, may, june, last);
  MonthFile first = month("2026-04-30");
  MonthFile second = month("2026-05-31");
  MonthFile third = month(last);
  first.set(2, "compliance_condition_code", april);
  second.set(2, "compliance_condition_code", may);
  third.set(2, "compliance_condition_code", june);
  CHECK(told_beside(third, {second, first}) ==
        (is_told ? Told{"B20-006 3:base.compliance_condition_code"} : Told{}));
}

SCENARIO("a dispute is as old as the reports that have it one after another") {
  MonthFile june = month("2026-06-30");
  MonthFile may = month("2026-05-31");
  MonthFile april = month("2026-04-30");
  MonthFile march = month("2026-03-31");
  MonthFile february = month("2026-02-28");
  for (MonthFile* file : {&june, &may, &april, &february})
    file->set(2, "compliance_condition_code", "XB");
  const std::vector<Finding> findings =
      findings_beside(june.bytes(), {february.bytes(), march.bytes(), april.bytes(), may.bytes()});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message ==
        "the dispute has been under investigation since 2026-04-30, for 61 days");
}

SCENARIO("a previous file whose month is not known is refused by name") {
  const auto read = [](const std::string& bytes) {
    return PreviousFiles::read({{.name = "`may.dat`", .open = [&bytes] {
                                   return Result<Reader::Source>(Reader::source_of(bytes));
                                 }}});
  };
  MonthFile may = month("2026-05-31");
  may.set_header("activity_date", "00000000");
  const std::string undated = may.bytes();
  const auto refused = read(undated);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message ==
        "the header of `may.dat` has no activity date, so its month is not known; see `metro2 "
        "validate` of that file");
  const std::string letter = "Dear Sir,\n";
  const auto no_file = read(letter);
  REQUIRE_FALSE(no_file);
  CHECK(no_file.error().message.find("`may.dat` does not begin with a header record") == 0);
}

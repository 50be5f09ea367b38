// Rules over finished records: what they read, of which segments, and what they leave alone.

#include "engine/evaluate/record_rules.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;

namespace {

std::string with(std::string segment, Segment kind,
                 const std::vector<std::pair<std::string, std::string>>& values) {
  FoldCounts counts;
  for (const auto& [key, text] : values) {
    const Field* field = find_field(kind, key);
    REQUIRE(field != nullptr);
    REQUIRE(is_written(put_value(*field, text, segment.data(), counts)));
  }
  return segment;
}

std::string base(const std::vector<std::pair<std::string, std::string>>& values) {
  return with(std::string(blank(Segment::Base)), Segment::Base, values);
}

std::string appended(Segment kind, const std::vector<std::pair<std::string, std::string>>& values) {
  return with(std::string(blank(kind)), kind, values);
}

/// A rule `R` in a section, with cases that are not run here.
std::string rules_of(std::string_view section, std::string_view condition,
                     std::string_view because = "found") {
  return fmt::format(
      "rules page version 1\nfor {}\n## A rule.\nerror R when {}\n  because \"{}\"\n  source "
      "\"s\" accept {{}} reject {{}}\n",
      section, condition, because);
}

RuleRunner runner_of(const std::string& text) {
  const std::filesystem::path file = test::scratch("page.rules");
  std::ofstream(file) << text;
  Diagnostics found;
  const auto rules = dsl::check_rules(file, found);
  CAPTURE(render(found.sorted(), Colour::Never));
  REQUIRE(rules != nullptr);
  REQUIRE_FALSE(found.has_errors());
  auto program = lower_rules(rules, *Date::from_civil(2026, 5, 31));
  REQUIRE(program);
  return RuleRunner(*program);
}

bool finds(std::string_view condition, const std::string& record) {
  return !runner_of(rules_of("record", condition)).run(record).empty();
}

}  // namespace

SCENARIO("an empty field is missing, an empty amount is zero") {
  const std::string empty = base({});
  CHECK(finds("special_comment is missing", empty));
  CHECK(finds("date_closed is missing", empty));
  CHECK(finds("ssn is missing", empty));
  CHECK(finds("amount_past_due is $0", empty));
  CHECK(finds("payment_history_profile is present", empty));
  const std::string filled =
      base({{"special_comment", "AH"}, {"date_closed", "2026-05-03"}, {"ssn", "666120001"}});
  CHECK(finds("special_comment is present", filled));
  CHECK(finds("date_closed is 2026-05-03", filled));
  CHECK(finds("ssn is \"666120001\"", filled));
}

SCENARIO("an empty field equals no value, and only what is empty, too") {
  const std::string empty = base({});
  CHECK_FALSE(finds("special_comment is \"AH\"", empty));
  CHECK(finds("special_comment is not \"AH\"", empty));
  CHECK_FALSE(finds("special_comment is one of (\"AH\", \"AT\")", empty));
  CHECK(finds("special_comment is not one of (\"AH\", \"AT\")", empty));
  CHECK(finds("date_closed is date_of_last_payment", empty));
  CHECK_FALSE(finds("date_closed is date_of_last_payment", base({{"date_closed", "2026-05-03"}})));
}

SCENARIO("a rule that reads bytes without meaning is not asked; the others are") {
  std::string record = base({{"account_status", "11"}});
  record.replace(field(BaseField::AmountPastDue).offset(), 9, "00000A035");
  record.replace(field(BaseField::DateClosed).offset(), 8, "13452026");
  CHECK_FALSE(finds("account_status is \"11\" or amount_past_due > $0", record));
  CHECK_FALSE(finds("date_closed is missing", record));
  CHECK_FALSE(finds("date_closed is present", record));
  CHECK(finds("account_status is \"11\"", record));
}

SCENARIO("no value in a message can steer a terminal") {
  const auto told = [](std::string_view value) {
    std::string record = base({});
    record.replace(field(BaseField::IdentificationNumber).offset(), value.size(), value);
    auto runner = runner_of(
        rules_of("record", "identification_number is present", "Number: {identification_number}."));
    const auto hits = runner.run(record);
    REQUIRE(hits.size() == 1);
    return std::string(hits[0].because);
  };
  CHECK(told("PROVO") == "Number: PROVO.");
  CHECK(told("\x1B[2JPROVO") == "Number: \\x1B[2JPROVO.");
  CHECK(told("PRO\x7FVO") == "Number: PRO\\x7FVO.");
  CHECK(told("PROV\xDB") == "Number: PROV\\xDB.");
  CHECK(told("PR\xC3\x93VO") == "Number: PR\\xC3\\x93VO.");  // as `found` of the finding has it
}

SCENARIO("the day of the file counts, also in what is worked out from it") {
  auto runner = runner_of(rules_of("record",
                                   "date_closed is present and "
                                   "date_closed < (start of month of as_of)"));
  const std::string closed = base({{"date_closed", "2026-05-03"}});
  CHECK(runner.run(closed).empty());  // the day that the rules were lowered for is in May
  runner.set_as_of(*Date::from_civil(2026, 6, 1));
  CHECK(runner.run(closed).size() == 1);
  runner.set_as_of(*Date::from_civil(2026, 5, 31));
  CHECK(runner.run(closed).empty());
}

SCENARIO("a rule without texts tells what it found, and nothing about it") {
  auto runner =
      runner_of(rules_of("record", "account_status is \"71\"", "It is {account_status}."));
  const std::string late = base({{"account_status", "71"}});
  REQUIRE(runner.run(late).size() == 1);
  CHECK(runner.run(late)[0].because == "It is 71.");
  runner.set_textless({1});
  REQUIRE(runner.run(late).size() == 1);
  CHECK(runner.run(late)[0].rule->id == "R");
  CHECK(runner.run(late)[0].because.empty());
  CHECK(runner.run(base({{"account_status", "11"}})).empty());
}

SCENARIO("a rule over consumers is asked of every consumer that has its fields") {
  const std::string record = base({{"ecoa_code", "1"}, {"address_line_1", "1 OAK ST"}}) +
                             appended(Segment::J1, {{"ecoa_code", "2"}, {"surname", "REYES"}}) +
                             appended(Segment::J2, {{"ecoa_code", "2"}, {"surname", "ORTIZ"}});
  RuleRunner all = runner_of(rules_of("consumer", "ecoa_code is \"2\"", "{surname}"));
  const auto hits = all.run(record);
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].segment == Segment::J1);
  CHECK(hits[0].offset == kBaseLength);
  CHECK(hits[1].segment == Segment::J2);

  RuleRunner with_address = runner_of(rules_of("consumer", "address_line_1 is missing"));
  const auto found = with_address.run(record);
  REQUIRE(found.size() == 1);  // J1 has no address of its own
  CHECK(found[0].segment == Segment::J2);

  RuleRunner and_base =
      runner_of(rules_of("consumer", "ecoa_code is \"2\" and base.ecoa_code is \"1\""));
  CHECK(and_base.run(record).size() == 2);
}

SCENARIO("a consumer that cannot be read closes no other") {
  std::string broken = appended(Segment::J1, {{"ecoa_code", "2"}});
  broken.replace(field(J1Field::DateOfBirth).offset(), 8, "13451990");
  const std::string record =
      base({{"ecoa_code", "1"}}) + broken + appended(Segment::J1, {{"ecoa_code", "2"}});
  RuleRunner runner = runner_of(rules_of("consumer", "date_of_birth is missing"));
  const auto hits = runner.run(record);
  REQUIRE(hits.size() == 2);
  CHECK(hits[0].segment == Segment::Base);
  CHECK(hits[1].offset == kBaseLength + broken.size());
}

SCENARIO("of a segment that is not there everything is missing, also after one that had it") {
  RuleRunner runner = runner_of(
      rules_of("record", "K4 is present and K4.balloon_payment_amount > current_balance"));
  const std::string with_balloon = base({{"current_balance", "000000100"}}) +
                                   appended(Segment::K4, {{"specialized_payment_indicator", "01"},
                                                          {"balloon_payment_amount", "000000500"}});
  CHECK(runner.run(with_balloon).size() == 1);
  CHECK(runner.run(base({})).empty());
  CHECK(finds("K4 is missing", base({})));
}

SCENARIO("a rule for a month is asked only beside the last report") {
  RuleRunner runner = runner_of(rules_of("month", "account_status is not previous.account_status",
                                         "{previous.account_status} to {account_status}"));
  const std::string now = base({{"account_status", "71"}});
  const std::string before = base({{"account_status", "11"}});
  CHECK(runner.run(now).empty());
  const auto hits = runner.run(now, before);
  REQUIRE(hits.size() == 1);
  CHECK(hits[0].because == "11 to 71");
  CHECK(runner.run(now, now).empty());
}

SCENARIO("as_of is the day the rules were compiled for") {
  CHECK(finds("date_closed is present and date_closed > as_of",
              base({{"date_closed", "2026-06-01"}})));
  CHECK_FALSE(finds("date_closed is present and date_closed > as_of",
                    base({{"date_closed", "2026-05-31"}})));
}

SCENARIO("personal data in the texts of a rule is masked") {
  RuleRunner runner = runner_of(
      rules_of("consumer", "ssn is present", "{ssn} {date_of_birth} {surname} {ecoa_code}"));
  const auto hits = runner.run(base({{"ssn", "666120001"},
                                     {"date_of_birth", "1990-02-03"},
                                     {"surname", "REYES-ORTIZ"},
                                     {"ecoa_code", "1"}}));
  REQUIRE(hits.size() == 1);
  const std::string text(hits[0].because);
  CHECK(text.find("66612") == std::string::npos);
  CHECK(text.find("1990") == std::string::npos);
  CHECK(text.find("REYES") == std::string::npos);
  CHECK(text.ends_with(" 1"));
}

SCENARIO("a number that does not fit leaves the rule unasked") {
  CHECK_FALSE(finds("current_balance * 9000000000000000 > $0 or account_status is missing",
                    base({{"current_balance", "999999999"}})));
}

SCENARIO("a number that does not fit leaves the rule unasked, also after a record that it found") {
  RuleRunner runner = runner_of(
      rules_of("record", "current_balance * 9000000000000 > $0 or account_status is missing"));
  CHECK(runner.run(base({{"current_balance", "000000001"}})).size() == 1);
  CHECK(runner.run(base({{"current_balance", "999999999"}})).empty());
}

SCENARIO("a rule that saw a value and found nothing is asked again when the value is another one") {
  RuleRunner runner = runner_of(rules_of("record", "current_balance > $100"));
  const std::string low = base({{"current_balance", "000000100"}});
  const std::string high = base({{"current_balance", "000000101"}});
  CHECK(runner.run(low).empty());
  CHECK(runner.run(low).empty());
  CHECK(runner.run(high).size() == 1);
  CHECK(runner.run(low).empty());
  CHECK(runner.run(high).size() == 1);
  CHECK(runner.run(high).size() == 1);
}

SCENARIO("a rule that asks for the day or a fact is asked again when it is told another") {
  RuleRunner runner = runner_of(rules_of(
      "record", "date_opened is present and date_opened > as_of or program.positive_only"));
  const std::string record = base({{"date_opened", "2026-06-01"}});
  CHECK(runner.run(record).size() == 1);
  runner.set_as_of(*Date::from_civil(2026, 6, 1));
  CHECK(runner.run(record).empty());
  runner.set_facts({{dsl::find_rule_fact("program", "positive_only"), 1}});
  CHECK(runner.run(record).size() == 1);
  runner.set_facts({});
  CHECK(runner.run(record).empty());
  runner.set_as_of(*Date::from_civil(2026, 5, 31));
  CHECK(runner.run(record).size() == 1);
}

// A preset that extends another runs as one preset: what it changes is changed, the rest is as it
// was.

#include "tests/support/mapping.h"

using namespace m2;

namespace {

const std::string kShape = R"(shape entrata.lease

record lease from "" {
  id             text
  rent           money
  late           days from "days_late"
  moved_out_on?  date
  tenant         person
  others         list of person
}

record person {
  name    text
  phone?  text
}
)";

const std::string kBase = R"(preset entrata_rent version 1
use shape entrata.lease
use codes metro2
layout metro2_426

params {
  ## Rent paid within these days of the due date counts as on time.
  grace_days      days   = 5 days    from 0 days to 29 days
  ## Report a lease for this long after move-out while a balance remains.
  keep_after_exit months = 6 months  from 0 months to 24 months
}

let rent    = lease.rent in whole dollars
let is_late = lease.late > grace_days

skip long_gone when lease.moved_out_on is present and (lease.moved_out_on + keep_after_exit) < as_of
  because "The reporting window after move-out is over."
hold no_rent   when rent is $0  because "The charge schedule has no rent."

record base {
  consumer_account_number: lease.id
  portfolio_type: "O"
  account_type: "29"
  date_opened: as_of
  terms_duration: "001"
  account_status: if is_late then "71" else "11"
  payment_history_profile: repeat("B", 24)
  current_balance: rent
  amount_past_due: if is_late then rent else $0
  date_of_account_information: as_of
  include identity(lease.tenant)
  ecoa_code: "1"
  address_line_1: "1 OAK ST"
  city: "PROVO"
  state: "UT"
  zip_code: "84601"
  leave blank: correction_indicator, credit_limit, highest_credit, terms_frequency, scheduled_monthly_payment_amount,
    actual_payment_amount, payment_rating, special_comment, compliance_condition_code,
    original_charge_off_amount, date_of_first_delinquency, date_closed, date_of_last_payment, interest_type_indicator,
    country_code, address_line_2, address_indicator, residence_code
}

segment J1 for each co in lease.others {
  include identity(co)
  ecoa_code: "2"
}

fields identity(who: person) {
  surname:          who.name
  first_name:       "ANA"
  telephone_number: who.phone otherwise blank
  leave blank: middle_name, generation_code, ssn, date_of_birth, consumer_information_indicator
}

require cheap that base.current_balance < $5,000 because "Nobody pays that."

example rent_of_a_week($700) is $100
define rent_of_a_week(rent_of: money) = (rent_of / 7) rounded to cents
)";

const std::string kSunrise = R"(## Sunrise Living: reports only people still living in the unit.
preset sunrise_rent version 1 extends entrata_rent version 1

set grace_days to 3 days

add skip moved_out when lease.moved_out_on is present and lease.moved_out_on <= as_of
                   because "Sunrise reports current residents only."

replace base.telephone_number: blank
remove rule long_gone
)";

const std::string kDocument =
    R"({"id": "7", "rent": 1450, "days_late": "DAYS", "tenant": {"name": "Reyes", "phone": "8015550100"},)"
    R"( "others": [{"name": "Quist", "phone": "8015550101"}, {"name": "Abel"}] EXTRA})";

std::string document(const std::string& days_late, const std::string& extra = "") {
  std::string text = kDocument;
  text.replace(text.find("DAYS"), 4, days_late);
  text.replace(text.find("EXTRA"), 5, extra);
  return text;
}

test::Checked overridden(const std::string& child, const std::string& base = kBase) {
  return test::check_files(
      {{"sunrise.preset", child}, {"rent.preset", base}, {"lease.shape", kShape}});
}

test::Checked with(const std::string& changes) {
  return overridden("preset changed version 1 extends entrata_rent version 1\n" + changes);
}

}  // namespace

SCENARIO(
    "the sample: Sunrise reports current residents, counts three days of grace, and no phone") {
  const test::Checked base = test::check_files({{"rent.preset", kBase}, {"lease.shape", kShape}});
  const test::Mapped before = test::map(base, document("4"));
  const test::Checked sunrise = overridden(kSunrise);
  REQUIRE(!sunrise.found.has_errors());
  CHECK(sunrise.preset->name == "sunrise_rent");
  CHECK(sunrise.preset->version == 1);
  const test::Mapped after = test::map(sunrise, document("4"));
  THEN("the parameter is the child's") {
    CHECK(before.field("account_status") == "11");
    CHECK(after.field("account_status") == "71");
    CHECK(after.field("amount_past_due") == "000001450");
  }
  THEN("the field is the child's, in the base segment and nowhere else") {
    CHECK(before.field("telephone_number") == "8015550100");
    CHECK(after.field("telephone_number") == "0000000000");
    CHECK(after.field(Segment::J1, 0, "telephone_number") == "8015550101");
    CHECK(after.field("surname") == "REYES");
  }
  THEN("one rule is gone, another one is there, the others stay") {
    const std::string left = R"(, "moved_out_on": "2025-01-01")";
    CHECK(test::map(base, document("0", left)).outcome() == "skipped long_gone");
    CHECK(test::map(sunrise, document("0", left)).outcome() == "skipped moved_out");
    CHECK(test::map(sunrise, R"({"id": "7", "rent": 0, "days_late": "0", "tenant": {"name": "R"}})")
              .outcome() == "held no_rent");
  }
  THEN("a tenant may still choose the parameter, within the range of the base") {
    const ParamValues tenants = {{"grace_days", {dsl::Literal{.number = 9, .text = {}}}}};
    CHECK(test::map(sunrise, document("4"), tenants).field("account_status") == "11");
    CHECK(sunrise.preset->find_param("grace_days")->high == 29);
  }
}

SCENARIO("a replaced field sees the item of its segment, and no argument of a group") {
  const test::Checked checked = with("replace J1.first_name: co.phone otherwise \"NONE\"\n");
  const test::Mapped m = test::map(checked, document("0"));
  CHECK(m.field(Segment::J1, 0, "first_name") == "8015550101");
  CHECK(m.field(Segment::J1, 1, "first_name") == "NONE");
  CHECK(m.field("first_name") == "ANA");
  CHECK(with("replace J1.first_name: who.name\n").slugs() == "unknown-name");
}

SCENARIO("a field that the base leaves blank may be answered") {
  const test::Checked checked = with("replace base.highest_credit: rent\n");
  CHECK(test::map(checked, document("0")).field("highest_credit") == "000001450");
}

SCENARIO("what extends a preset may declare what its changes need") {
  const test::Checked checked = with(R"(params { tiny money = $10 from $0 to $99 }
let is_tiny = lease.rent < tiny
define doubled(x: money) = x * 2
lookup letter(name: text) gives code ecoa_code { "Abel" -> "3" anything else -> "2" }
add hold tiny_rent when is_tiny because "Less than {tiny}."
replace base.highest_credit: doubled(rent) in whole dollars
replace J1.ecoa_code: letter(co.name)
example doubled($2) is $4
)");
  const test::Mapped m = test::map(checked, document("0"));
  CHECK(m.field("highest_credit") == "000002900");
  CHECK(m.field(Segment::J1, 0, "ecoa_code") == "2");
  CHECK(m.field(Segment::J1, 1, "ecoa_code") == "3");
  CHECK(checked.preset->examples.size() == 1);
}

SCENARIO("a rule that is removed may be added again, and stands behind those of the base") {
  const test::Checked checked = with(R"(remove rule long_gone
add skip everybody when true because "All of them."
add skip long_gone when true because "Again."
add require cheaper that base.current_balance < $1,000 because "Too much."
)");
  REQUIRE(checked.preset != nullptr);
  std::string rules;
  for (const dsl::Rule& rule : checked.preset->rules) rules += rule.name + " ";
  CHECK(rules == "no_rent everybody long_gone cheap cheaper ");
}

SCENARIO("the children of one base need not know of each other") {
  const test::Checked checked =
      test::check_files({{"sunrise.preset", kSunrise},
                         {"rent.preset", kBase},
                         {"later.preset",
                          "preset entrata_rent version 2 extends entrata_rent version 1\n"
                          "set grace_days to 0 days\n"},
                         {"lease.shape", kShape}});
  CHECK(test::map(checked, document("4")).field("account_status") == "71");
}

SCENARIO("the content of the base belongs to the fingerprint of what extends it") {
  const std::string before = overridden(kSunrise).preset->sha256;
  CHECK(overridden(kSunrise).preset->sha256 == before);
  CHECK(overridden(kSunrise, kBase + "# a remark\n").preset->sha256 != before);
}

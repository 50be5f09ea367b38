#include "engine/report/account_view.h"

#include "tests/support/golden.h"
#include "tests/support/sample_file.h"

using namespace m2;
using namespace m2::test;

namespace {

AccountView view_with(std::string_view date, std::string_view history) {
  SampleFile file;
  file.set(1, Segment::Base, "date_of_account_information", date);
  file.set(1, Segment::Base, "payment_history_profile", history);
  return view_of(file.records[1]);
}

}  // namespace

SCENARIO("the months of a history begin with the one before the date of account information") {
  const AccountView view = view_with("01312026", "0123456BDEGHJKL000000000");
  REQUIRE(view.history.size() == 24);
  CHECK(view.history[0].month == "Dec 2025");
  CHECK(view.history[0].letter == '0');
  CHECK(view.history[11].month == "Jan 2025");
  CHECK(view.history[12].month == "Dec 2024");
  CHECK(view.history[23].month == "Jan 2024");
  for (const AccountView::Month& month : view.history) {
    CAPTURE(month.letter);
    CHECK_FALSE(month.meaning.empty());
  }
}

SCENARIO("a history without a date, and letters that there are not, are shown as they stand") {
  const AccountView view = view_with("02302026", "?x \x01                    ");
  CHECK(view.history[0].month == "1 month before");
  CHECK(view.history[23].month == "24 months before");
  CHECK(view.history[0].letter == '?');
  CHECK(view.history[0].meaning.empty());
  CHECK(view_with("01010001", "0").history[0].month == "1 month before");
}

SCENARIO("what is no whole base segment has no view") {
  CHECK(view_of("").facts.empty());
  CHECK(view_of(std::string(425, '0')).history.empty());
}

SCENARIO("facts are fields that are not personal, codes with their meaning") {
  const AccountView view = view_of(SampleFile().records[2]);
  bool has_status = false, has_amount = false;
  for (const AccountView::Fact& fact : view.facts) {
    CHECK(fact.value.find("SAM") == std::string::npos);
    CHECK(fact.value.find("66601") == std::string::npos);
    CHECK(fact.title != "Date Closed");  // zeros
    has_amount |= fact.title == "Current Balance" && fact.value == "$2,900";
    if (fact.title == "Date Opened") CHECK(fact.value == "2025-06-01");
    if (fact.title != "Account Status") continue;
    has_status = true;
    CHECK(fact.value == "71");
    CHECK_FALSE(fact.meaning.empty());
  }
  CHECK(has_status);
  CHECK(has_amount);
}

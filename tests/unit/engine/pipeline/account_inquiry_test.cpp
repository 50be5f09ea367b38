// Lines about one account of one tenant.

#include "engine/pipeline/account_inquiry.h"

#include "tests/support/golden.h"

using namespace m2;
using Form = Asked::Form;

namespace {

AccountInquiry inquiry_in(const std::string& folder) {
  auto found = PresetsFolder::find({.given = test::golden_path(folder)});
  REQUIRE(found);
  return AccountInquiry(std::move(*found));
}

Asked ask(AccountInquiry& inquiry, std::string_view line) {
  Diagnostics found;
  const Result<Asked> asked = inquiry.ask(line, "EXPR", Masking::Masked, found);
  REQUIRE(asked);
  return *asked;
}

}  // namespace

SCENARIO("what an expression needs is asked for, and nothing else") {
  AccountInquiry inquiry = inquiry_in("cli/files/homes");
  CHECK(ask(inquiry, "status_of(45 days).status").answer.value->text == "71");
  Diagnostics found;
  REQUIRE(*inquiry.use_tenant("oak", found));
  CHECK(ask(inquiry, "smallest_debt").answer.value->text == "$25");  // the tenant's, not $5
  CHECK(ask(inquiry, "account.rent").form == Form::NeedsAccount);
  CHECK(ask(inquiry, "as_of").form == Form::NeedsDay);
  CHECK(ask(inquiry, "let x = account.rent").form == Form::Named);
  CHECK(ask(inquiry, "x").form == Form::NeedsAccount);
  REQUIRE(inquiry.use_account(test::golden_path("cli/files/homes/accounts.ndjson"), "H-1"));
  CHECK(ask(inquiry, "x").answer.value->text == "$1,450.10");
  CHECK(ask(inquiry, "late_days").form == Form::NeedsDay);
  REQUIRE(*inquiry.use_day(*Date::parse_iso("2026-05-31"), found));
  CHECK(ask(inquiry, "late_days").answer.value->text == "0 days");
}

SCENARIO("of several presets the one that takes the account is asked") {
  AccountInquiry inquiry = inquiry_in("pipeline/presets");
  Diagnostics found;
  REQUIRE(*inquiry.use_tenant("two-products", found));
  const std::string folder = test::golden_path("pipeline/");
  CHECK(inquiry.use_account(folder + "accounts.ndjson", "A-2"));
  CHECK(ask(inquiry, "account.owed").answer.value->text == "$1,200.99");
}

SCENARIO("an account without anybody to read it is an error") {
  AccountInquiry inquiry = inquiry_in("cli/files/homes");
  const Result<void> done =
      inquiry.use_account(test::golden_path("cli/files/homes/accounts.ndjson"), "H-1");
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::Invalid);
}

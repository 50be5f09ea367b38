// Values of expressions as they may be shown.

#include "engine/evaluate/answer.h"

#include "dsl/inquiry.h"
#include "engine/evaluate/lower.h"
#include "tests/support/golden.h"
#include "tests/support/mapping.h"

using namespace m2;
using Form = AnswerValue::Form;

namespace {

constexpr const char* kHome = R"({"account":"H-1","kind":"1","opened":"2025-02-30","rent":"1450.10",
  "owed":"0","tenant":{"id":"p1","last":"Alder","first":"Ann","ssn":"666123456","born":"04/17/1989"},
  "others":[{"id":"666-12-3457","last":"Birch","first":"Bea"}],
  "ledger":{"rows":[{"id":"340500001","on":"2026-04-01","amount":"1450.10"}]}})";

AccountAnswer answer(std::string_view line, Masking masking = Masking::Masked,
                     std::string_view document = kHome) {
  const std::string folder = test::golden_path("cli/files/homes");
  dsl::Inquiry inquiry(dsl::Workspace(folder), folder + "/rent.preset");
  Diagnostics found;
  const auto preset = inquiry.ask(line, "EXPR", found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(preset != nullptr);
  const auto program = lower(preset, {}, test::sample_day());
  REQUIRE(program);
  return Mapper(*program, {}).answer(document, masking);
}

std::string text_of(const AccountAnswer& a) {
  if (!a.value) return "held " + a.reasons.front().name;
  switch (a.value->form) {
    case Form::Missing:
      return "missing";
    case Form::Blank:
      return "blank";
    default:
      return a.value->text;
  }
}

const AnswerValue& member(const AnswerValue& record, std::string_view name) {
  for (const auto& [known, value] : record.members) {
    if (known == name) return value;
  }
  FAIL("no member of that name");
  return record;
}

}  // namespace

SCENARIO("a value is shown as an author writes it") {
  const auto [line, text] = GENERATE(table<std::string, std::string>({
      {"account.rent", "$1,450.10"},
      {"account.kind", "House"},
      {"account.id", "H-1"},
      {"as_of", "2026-05-31"},
      {"late_days", "60 days"},
      {"status", "78"},
      {"is_late", "true"},
      {"-$10 / 3", "-$3.333333"},
      {"50%", "50%"},
      {"missing", "missing"},
      {"residence(\"Garage\")", "blank"},
      {"run.period", "2026-05-01"},
      {"previous", "missing"},
      // What cannot be read holds where it is needed.
      {"account.opened_on", "held bad_value"},
      {"hold \"no\"", "held question"},
      {"only c in account.charges where c.id is \"none\"", "held not_exactly_one"},
  }));
  CAPTURE(line);
  CHECK(text_of(answer(line)) == text);
}

SCENARIO("of a record every member is there, also those that no rule reads") {
  const AccountAnswer a = answer("account");
  REQUIRE(a.value);
  CHECK(a.value->form == Form::Record);
  CHECK(member(*a.value, "owed").text == "$0");
  CHECK(member(*a.value, "opened_on").form == Form::Unreadable);
  CHECK(member(*a.value, "opened_on").text.find("2-30") != std::string::npos);
  const AnswerValue& charges = member(*a.value, "charges");
  REQUIRE(charges.items.size() == 1);
  CHECK(member(charges.items.front(), "amount").text == "$1,450.10");
  CHECK(a.account == "H-1");
}

SCENARIO("a ledger shows its charges, with what was paid of each") {
  const AccountAnswer a = answer("ledger");
  REQUIRE(a.value);
  const AnswerValue& charges = member(*a.value, "charges");
  REQUIRE(charges.items.size() == 1);
  CHECK(member(charges.items.front(), "unpaid").text == "$1,450.10");
  CHECK(member(charges.items.front(), "id").text == "340500001");  // an id is no number of a person
}

SCENARIO("personal data is masked, unless it is asked for") {
  const auto [line, masked, revealed] = GENERATE(table<std::string, std::string, std::string>({
      {"account.tenant.ssn", "***-**-3456", "666123456"},
      {"account.tenant.born_on", "****-**-**", "1989-04-17"},
      {"account.tenant.last_name", "*****", "Alder"},
      {"left(account.tenant.ssn otherwise \"\", 8)", "****2345", "66612345"},
      {"account.rent", "$1,450.10", "$1,450.10"},
  }));
  CAPTURE(line);
  CHECK(text_of(answer(line)) == masked);
  CHECK(text_of(answer(line, Masking::Revealed)) == revealed);
}

SCENARIO("a number that looks like an SSN is masked wherever it stands") {
  const AccountAnswer a = answer("account.others");
  REQUIRE(a.value);
  CHECK(member(a.value->items.front(), "id").text == "***-**-3457");
}

SCENARIO("a document that is none holds") {
  CHECK(text_of(answer("account.rent", Masking::Masked, "{")) == "held unreadable_document");
  CHECK(text_of(answer("account.rent", Masking::Masked, "[]")) == "held missing_value");
  CHECK(text_of(answer("1 + 1", Masking::Masked, "{}")) == "2");
}

SCENARIO("an expression of constants reads no document") {
  const auto reads = [](std::string_view line) {
    const std::string folder = test::golden_path("cli/files/homes");
    dsl::Inquiry inquiry(dsl::Workspace(folder), folder + "/rent.preset");
    Diagnostics found;
    const auto preset = inquiry.ask(line, "EXPR", found);
    REQUIRE(preset != nullptr);
    return (*lower(preset, {}, test::sample_day()))->reads_document();
  };
  CHECK_FALSE(reads("status_of(45 days)"));
  CHECK_FALSE(reads("as_of"));
  CHECK(reads("account.rent"));
  CHECK(reads("late_days"));
  CHECK(reads("consent.state"));
}

// The effective preset: one text for what a preset and the one it extends really run.

#include "dsl/effective.h"

#include <algorithm>

#include "tests/support/golden.h"
#include "tests/support/mapping.h"

using namespace m2;

namespace {

dsl::EffectivePreset flat(const dsl::CheckedPreset& preset, const dsl::ValuesInForce& values = {}) {
  auto effective = dsl::flatten(preset, values, dsl::Origins::Hidden);
  REQUIRE(effective);
  return *effective;
}

/// A preset over the sample shape with these declarations, flattened.
std::string flat(const std::string& declarations) {
  const test::Checked checked =
      test::check_text(test::sample_preset(declarations), test::kSampleShape);
  INFO(checked.messages());
  REQUIRE(checked.preset != nullptr);
  return flat(*checked.preset).text;
}

/// Whatever the columns are.
bool holds(std::string text, const std::string& part) {
  const auto both_blank = [](char a, char b) { return a == ' ' && b == ' '; };
  text.erase(std::unique(text.begin(), text.end(), both_blank), text.end());
  return text.find(part) != std::string::npos;
}

}  // namespace

SCENARIO("a preset and what it extends become one text, with the place of each statement") {
  const test::Checked checked = test::check_golden_preset("dsl/check/overriding.preset");
  REQUIRE(checked.preset != nullptr);
  const auto effective = dsl::flatten(*checked.preset, {}, dsl::Origins::Shown);
  REQUIRE(effective);
  std::string text = effective->text;
  for (std::size_t at = text.find(checked.folder); at != std::string::npos;
       at = text.find(checked.folder))
    text.erase(at, checked.folder.size());
  test::check_golden("dsl/effective/overriding.expected", text);
}

SCENARIO("the text is a preset without a mistake, and flattening it again changes nothing") {
  const test::Checked checked = test::check_golden_preset("dsl/check/overriding.preset");
  REQUIRE(checked.preset != nullptr);
  const std::string once = flat(*checked.preset).text;
  const test::Checked again = test::check_files(
      {{"flat.preset", once},
       {"lease.shape", test::read(test::golden_path("dsl/check/lease.shape"))},
       {"plain.library", test::read(test::golden_path("dsl/check/plain.library"))}});
  CHECK(again.messages().empty());
  REQUIRE(again.preset != nullptr);
  CHECK(flat(*again.preset).text == once);
}

SCENARIO("accounts of its own take the place of those of the preset that is extended") {
  const std::string base =
      test::sample_preset("for accounts where account.units > 1\n" + std::string("let few = 2\n") +
                          "warn w when account.units > few because \"w\"\n");
  const auto text_with = [&](const std::string& own) {
    const test::Checked checked = test::check_files(
        {{"child.preset", "preset child version 1 extends sample version 1\n" + own},
         {"sample.preset", base},
         {"sample.shape", test::kSampleShape}});
    INFO(checked.messages());
    REQUIRE(checked.preset != nullptr);
    return flat(*checked.preset).text;
  };
  CHECK(holds(text_with(""), "for accounts where account.units > 1"));
  const std::string own = text_with("for accounts where account.units is 1\n");
  CHECK(holds(own, "for accounts where account.units is 1"));
  CHECK_FALSE(holds(own, "account.units > 1"));
}

SCENARIO("what nothing uses is left out, and so are examples") {
  const std::string text = flat(R"(
params { used int = 1  unused int = 2 }
let unused_too = 3
let far        = used + 1
define near(far_one: int) = far + far_one
lookup never(word: text) gives int { anything else -> unused_too }
hold h when near(1) > 5 because "More than {far}."
example near(1) is 3
)");
  CHECK(holds(text, "used int = 1"));
  CHECK(holds(text, "let far = used + 1"));
  CHECK(holds(text, "define near"));
  CHECK_FALSE(holds(text, "unused"));
  CHECK_FALSE(holds(text, "never"));
  CHECK_FALSE(holds(text, "example"));
}

SCENARIO("a parameter has the value that is in force, as a literal of its type") {
  const test::Checked checked = test::check_text(test::sample_preset(R"(
params {
  ## Amounts below it.
  least   money = $5 from $0 to $5,000
  grace   days = 5 days from 0 days to 29 days
  share   percent = 50%
  factor  number = 1
  since   date = 2026-01-01
  basis   one of ("due date", "end of grace") = "due date"
  kinds   list of text = ()
  status  code account_status = "11"
  strict  bool = true
}
hold h when $5 > least and grace > 3 days and (least * share) rounded to cents > $1 and factor > 2
  and since > as_of and basis is "due date" and "a" is one of kinds and status is "71" and strict
  because "h"
)"),
                                                 test::kSampleShape);
  INFO(checked.messages());
  REQUIRE(checked.preset != nullptr);
  const dsl::TypeTable& types = checked.preset->types;
  const auto [name, literals, line] =
      GENERATE(table<std::string, std::vector<std::string>, std::string>({
          {"least", {"$1,450.5"}, "least money = $1,450.50 from $0 to $5,000"},
          {"grace", {"1 day"}, "grace days = 1 day from 0 days to 29 days"},
          {"share", {"12.5%"}, "share percent = 12.5%"},
          {"factor", {"2.16"}, "factor number = 2.16"},
          {"since", {"2024-02-29"}, "since date = 2024-02-29"},
          {"basis",
           {"end of grace"},
           "basis one of (\"due date\", \"end of grace\") = \"end of grace\""},
          {"kinds", {}, "kinds list of text = ()"},
          {"kinds", {"901", "a b"}, "kinds list of text = (\"901\", \"a b\")"},
          {"status", {"05"}, "status code account_status = \"05\""},
          {"strict", {"false"}, "strict bool = false"},
      }));
  CAPTURE(line);
  const dsl::Param& param = *checked.preset->find_param(name);
  const bool list = param.type.is(dsl::Kind::List);
  dsl::ValueInForce value{{}, param.span};
  for (const std::string& text : literals) {
    const auto literal = read_literal(text, list ? types.element(param.type) : param.type, types);
    REQUIRE(literal);
    value.literals.push_back(*literal);
  }
  const std::string text = flat(*checked.preset, {{name, value}}).text;
  CHECK(holds(text, " " + line + "\n"));
  CHECK(test::check_text(text, test::kSampleShape).messages().empty());
}

SCENARIO("a value that no literal can be is refused, not written wrongly") {
  const test::Checked checked = test::check_text(
      test::sample_preset("params { word text = \"a\" }\nhold h when word is \"b\" because \"h\""),
      test::kSampleShape);
  REQUIRE(checked.preset != nullptr);
  const std::string word = GENERATE("say \"no\"", "{name}", "two\nlines");
  const auto effective =
      dsl::flatten(*checked.preset, {{"word", {{{0, word}}, checked.preset->params[0].span}}},
                   dsl::Origins::Hidden);
  REQUIRE_FALSE(effective);
  CHECK(effective.error().code == ErrorCode::Invalid);
}

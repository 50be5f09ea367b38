// What the checker knows a value to be, in the words of its messages.

#include "dsl/facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "tests/support/mapping.h"

using namespace m2;

namespace {

constexpr const char* kDeclarations = R"(
params {
  parts  int  = 3 from 1 to 9
  wait   days = 5 days
}

let is_many = account.units > 3
let ledger  = allocate account.payments to account.charges oldest first

define twice(n: int) = if n > 5 then n else n * 2
define shorter(passed: days, grace: days) = if passed <= grace then 0 days else passed - grace
define known_phone(who: person) = who.phone otherwise "none"

lookup word_of(kind: kind) gives text {
  "Open"          -> "open"
  "Paid", "Lost"  -> "over"
}

lookup grade_of(word: text) gives int {
  "a"            -> 1
  "b", "c"       -> 2
  anything else  -> hold "No grade."
}

table sizes(n: int from 0) gives word: text, amount: money, letter: code payment_rating {
  | n     || word  | amount        | letter |
  | 0     || none  | $0            | blank  |
  | 1..9  || some  | = $2 * n      | 1      |
  | 10..  || many  | = $1.50 * n   | 2      |
}
)";

/// The fact of `expression` in words, or the first error.
std::string fact_of(std::string_view expression) {
  const test::Checked checked = test::check_text(
      test::sample_preset(fmt::format("{}\nlet probe = {}\n", kDeclarations, expression)),
      test::kSampleShape);
  INFO(checked.messages());
  if (checked.preset == nullptr) return checked.slugs();
  const auto& lets = checked.preset->lets;
  const auto probe = std::find_if(lets.begin(), lets.end(),
                                  [](const dsl::Let& let) { return let.name == "probe"; });
  const auto index = static_cast<std::uint32_t>(probe - lets.begin());
  dsl::FactFinder facts(*checked.preset);
  return dsl::describe(facts.of_let(index), probe->type, checked.preset->types);
}

}  // namespace

SCENARIO("an expression is what its operands make it") {
  const auto [expression, fact] = GENERATE(table<std::string, std::string>({
      // What the source may bring, and what was declared.
      {"account.units", "any whole number, also negative"},
      {"account.rent", "any amount, also below $0"},
      {"account.opened", "any date"},
      {"account.deposit", "any amount, also below $0 or missing"},
      {"account.kind", R"("Open" or "Paid" or "Lost")"},
      {"account.name", "any text"},
      {"parts", "1 to 9"},
      {"wait", "any number of days, also negative"},
      // Arithmetic.
      {"7 / 2", "3.5"},
      {"parts + 2", "3 to 11"},
      {"10 - parts", "1 to 9"},
      {"parts * -2", "-18 to -2"},
      {"parts * parts", "1 to 81"},
      {"parts / 2", "0.5 to 4.5"},
      {"18 / parts", "2 to 18"},
      {"account.units - account.units", "0"},
      {"abs(parts - 5)", "0 to 4"},
      {"min(parts, 4)", "1 to 4"},
      {"max(account.units, 4)", "4 and more"},
      {"account.units no less than 1", "1 and more"},
      {"account.units no less than 1 no more than 24", "1 to 24"},
      {"$2 * parts", "$2 to $18"},
      {"($10 / 4) rounded to cents", "$2.50"},
      {"($10 * 0.3333) rounded to cents", "$3.33"},
      {"($10 * 0.3333) in whole dollars", "$3"},
      {"(0 - 1) * $10.99 in whole dollars", "-$10"},
      // Dates and durations.
      {"days from 2026-05-01 to 2026-05-31", "30 days"},
      {"days from account.opened to as_of", "any number of days, also negative"},
      {"months from 2026-01-31 to 2026-02-28", "0 to 2 months"},
      {"2026-05-31 + 30 days", "2026-06-30"},
      {"start of month of 2026-05-31", "2026-05-01"},
      {"(5 days - 9 days) no less than 0 days", "0 days"},
      // Texts.
      {"\"late\" in capitals", "\"LATE\""},
      {"repeat(\"B\", 3)", "\"BBB\""},
      {"length(left(account.name, 5))", "0 to 5"},
      {"length(account.units as 3 digits)", "3"},
      {"length(\"lease {account.id}\")", "6 and more"},
      {"word_of(account.kind)", "one of open over"},
      {"grade_of(account.name)", "1 to 2"},
      // Lists.
      {"count of c for c in account.charges", "0 and more"},
      {"count of n for n in (1, 2, 3)", "3"},
      {"sum of n for n in (1, 2, 3)", "3 to 9"},
      {"sum of c.amount for c in account.charges", "any amount, also below $0"},
      {"sum of c.amount for c in account.charges where c.amount > $0", "$0 and more"},
      {"smallest c.amount for c in account.charges where c.amount >= $3", "$3 and more or missing"},
      {"largest n for n in (1, 3, 2)", "1 to 3"},
      {"count of m for m in the 24 months before as_of", "24"},
      {"any c in () has true", "false"},
      {"every c in () has false", "true"},
      {"ledger.unpaid", "$0 and more"},
      {"ledger.balance", "any amount, also below $0"},
      {"ledger.days_late_when_settled", "0 days and more"},
      {"ledger.late_since", "any date or missing"},
      // Definitions, tables: as this call has it.
      {"twice(3)", "6"},
      {"twice(parts)", "2 to 10"},
      {"shorter(wait no less than 0 days, 3 days)", "0 days and more"},
      {"known_phone(account.owner)", "any text"},
      {"sizes(parts).word", "\"some\""},
      {"sizes(parts).amount", "$2 to $18"},
      {"sizes(0).letter", "blank"},
      {"sizes(account.units no less than 5).letter", "one of 1 2"},
      {"sizes(account.units no less than 0).letter", "one of 1 2 or blank"},
      // Choices.
      {"if account.flag then $5 else $7", "$5 or $7"},
      {"if account.flag then $5 else hold \"No.\"", "$5"},
      {"account.deposit otherwise $5", "any amount, also below $0"},
      {"if 1 > 2 then 5 else 6", "6"},
      {"hold \"No.\"", "nothing: it holds the account"},
  }));
  CAPTURE(expression);
  CHECK(fact_of(expression) == fact);
}

SCENARIO("a condition narrows what it speaks of, wherever it decides") {
  const auto [expression, fact] = GENERATE(table<std::string, std::string>({
      // if
      {"if account.units > 3 then account.units else 10", "4 and more"},
      {"if account.units > 3 then 0 else account.units", "3 and less"},
      {"if account.units is not 0 then account.units else 1", "-1 and less or 1 and more"},
      {"if account.units is between 2 and 5 then account.units else 0", "0 or 2 to 5"},
      {"if account.units is not between 2 and 5 then 9 else account.units", "2 to 5 or 9"},
      {"if account.units is one of (2, 5) then account.units else 0", "0 or 2 or 5"},
      {"if account.units > parts then account.units else 20", "2 and more"},
      {"if account.name is \"x\" then account.name else \"y\"", "one of x y"},
      {"if account.name is \"\" then \"y\" else account.name", "any text but \"\""},
      {"if account.kind is not \"Open\" then word_of(account.kind) else \"none\"",
       "one of none over"},
      {"if account.deposit is missing then $1 else account.deposit", "any amount, also below $0"},
      {"if account.ratio > 2 then account.ratio else 3", "2.0001 and more"},
      {"if account.units > 0.5 then account.units else 1", "1 and more"},
      {"if account.words is empty then 1 else count of w for w in account.words", "1 and more"},
      // and, or, not
      {"if account.units > 3 and account.units < 9 then account.units else 5", "4 to 8"},
      {"if account.units < 3 or account.units > 5 then 4 else account.units", "3 to 5"},
      {"if account.units is 1 or account.units is 4 then account.units else 1", "1 or 4"},
      {"if not (account.units > 3 or account.flag) then account.units else 0", "3 and less"},
      {"account.units > 5 and account.units > 3", "true or false"},
      {"account.units <= 5 and account.units > 5", "false"},
      {"account.units <= 5 or account.units > 5", "true"},
      // The way between two values.
      {"if account.opened <= as_of then days from account.opened to as_of else 0 days",
       "0 days and more"},
      {"if as_of < account.opened then 0 days else days from account.opened to as_of",
       "0 days and more"},
      {"if account.rent > $5 then account.rent - $5 else $1", "$0.01 and more"},
      {"if account.rent > (account.deposit otherwise $0) then $1 else $2", "$1 or $2"},
      {"if account.units >= parts then account.units - parts else 0", "0 and more"},
      // where, has
      {"sum of c.amount for c in account.charges where c.amount is between $1 and $2",
       "$0 and more"},
      {"count of c for c in account.charges where c.amount > $3 and c.amount < $2", "0"},
      // What was named before is known by its name only.
      {"if is_many then account.units else 10", "any whole number, also negative"},
      {"if is_many then 1 else if is_many then 2 else 3", "1 or 3"},
  }));
  CAPTURE(expression);
  CHECK(fact_of(expression) == fact);
}

SCENARIO("a list of more values than a fact keeps is no other list") {
  std::string odd = "1";
  std::string words = "\"w1\"";
  for (int i = 3; i < 400; i += 2) odd += fmt::format(", {}", i);
  for (int i = 2; i < 320; ++i) words += fmt::format(", \"w{}\"", i);
  CHECK(fact_of("if account.units is not one of (" + odd + ") then 2 is one of (" + odd +
                ") else false") == "false");
  CHECK(fact_of("if account.units is not one of (" + odd +
                ") then account.units is 2 else false") == "true or false");
  CHECK(fact_of("if account.flag then \"x\" is one of (" + words + ") else true") ==
        "true or false");
}

SCENARIO("an item of a filtered list is what the filter says, further on, too") {
  CHECK(fact_of("smallest f.amount for f in (list of c for c in account.charges where c.amount > "
                "$5)") == "$5.01 and more or missing");
  CHECK(fact_of("if (first c in account.charges where c.amount > $5 by c.due) is missing then 1 "
                "else 2") == "1 to 2");
}

SCENARIO("what is there on both sides of an `or` is there; quotes keep their blanks") {
  CHECK(test::slugs_of("if (account.deposit is present and account.flag) or (account.deposit is "
                       "present and account.units > 3) then account.deposit else $0") == "");
  CHECK(test::slugs_of("if account.deposit is present or account.flag then account.deposit + $1 "
                       "else $0") == "missing-not-handled");
  CHECK(test::slugs_of(
            "(first p in account.people where p.born is present by p.born) is missing") == "");
  CHECK(test::slugs_of("if f(\"a b\") is present then f(\"ab\") + 1 else 0",
                       "define f(x: text) = if x is account.name then 1 else missing") ==
        "missing-not-handled");
}

SCENARIO("long chains, and definitions that call one another often, are checked") {
  const auto chain = [](std::string_view part, std::string_view word, int count) {
    std::string out(part);
    for (int i = 1; i < count; ++i) out += fmt::format(" {} {}", word, part);
    return out;
  };
  constexpr int kMany = 400;  // a chain of more is refused
  CHECK(fact_of(chain("1", "+", kMany)) == "400");
  CHECK(fact_of("if " + chain("account.units is 1", "or", kMany) + " then account.units else 0") ==
        "0 to 1");
  CHECK(fact_of("if " + chain("account.deposit is present", "and", kMany) +
                " then account.deposit else $0") == "any amount, also below $0");
  std::string defines = "define d0(n: int) = n\n";
  for (int i = 1; i < 40; ++i) {
    defines += fmt::format("define d{0}(n: int) = d{1}(n) + d{1}(n + 1) - d{1}(n + 2)\n", i, i - 1);
  }
  const test::Checked checked = test::check_text(
      test::sample_preset(defines + "hold odd when d39(account.units) > 5 because \"Odd.\""),
      test::kSampleShape);
  CHECK(checked.messages() == "");
}

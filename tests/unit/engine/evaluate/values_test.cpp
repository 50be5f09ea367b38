// What expressions mean, from the text of the preset to the
// value of the account.

#include "tests/support/mapping.h"

using namespace m2;
using test::evaluate;

SCENARIO("money is exact and is settled once, by the word that is written") {
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      // Whole cents stay whole cents.
      {"$0.10 + $0.20", "$0.30"},
      {"account.rent - $0.01", "$1,449.99"},
      {"$0.10 * 3", "$0.30"},
      {"3 * $0.10", "$0.30"},
      {"-$5", "-$5"},
      {"-account.rent", "-$1,450"},
      // Four more places while unsettled, then one rounding: half away from zero, or a cut.
      {"($10 / 3) rounded to cents", "$3.33"},
      {"($20 / 3) rounded to cents", "$6.67"},
      {"($20 / 3) rounded down to cents", "$6.66"},
      {"($20 / 3) in whole dollars", "$6"},
      {"($0.01 * 50%) rounded to cents", "$0.01"},
      {"(-$0.01 * 50%) rounded to cents", "-$0.01"},
      {"($0.01 * 49.99%) rounded to cents", "$0"},
      {"(-$1.99 * 100%) in whole dollars", "-$1"},
      {"($100 * 2.16) rounded to cents", "$216"},
      {"(2.16 * $100) rounded to cents", "$216"},
      {"(account.rent * account.ratio) rounded to cents", "$3,132"},
      // No double rounding: 0.4446 cents is below a half although 0.445 would round to 0.45 and
      // then up.
      {"($0.01 * 44.46% + $0.01) rounded to cents", "$0.01"},
      {"($0.015 / 1) rounded to cents", "type: `$0.015` cannot be read as money"},
      // A settled value may join unsettled ones.
      {"($10 / 3 + $1) rounded to cents", "$4.33"},
      {"($1 + $10 / 3) rounded to cents", "$4.33"},
      {"((if account.flag then $1 else $10 / 3)) rounded to cents", "$1"},
      {"(($10 / 3) no less than $5) rounded to cents", "$5"},
      // Dollars are cut toward zero.
      {"$1.99 in whole dollars", "$1"},
      {"-$1.99 in whole dollars", "-$1"},
      {"$1.99 rounded to cents", "$1.99"},
      {"$7 / $2", "3.5"},
      {"$1 / $3", "0.3333"},
      {"min($5, $7)", "$5"},
      {"max($5, account.rent)", "$1,450"},
      {"abs(-$5)", "$5"},
      {"account.rent no more than $999", "$999"},
      {"account.rent no less than $2,000", "$2,000"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression) == value);
}

SCENARIO("numbers are exact decimals of four places") {
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"2 + 3 * 4", "14"},
      {"(2 + 3) * 4", "20"},
      {"7 / 2", "3.5"},
      {"-7 / 2", "-3.5"},
      {"1 / 3", "0.3333"},
      {"2 / 3", "0.6666"},
      {"account.ratio * 2", "4.32"},
      {"2 * account.ratio", "4.32"},
      {"account.ratio + 1", "3.16"},
      {"1 - account.ratio", "-1.16"},
      {"account.ratio * account.ratio", "4.6656"},
      {"50% * 2", "1"},
      {"account.units - 10", "-7"},
      {"account.units as 3 digits", "003"},
      {"abs(account.units - 10)", "7"},
      {"-account.units", "-3"},
      {"min(account.units, 2)", "2"},
      {"5 days + 3 days", "8 days"},
      {"5 days * account.units", "15 days"},
      {"1 month + 2 months", "3 months"},
      {"(5 days - 9 days) no less than 0 days", "0 days"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression) == value);
}

SCENARIO("what is larger than metro2 can hold holds the account; nothing wraps") {
  const auto [expression, held] = GENERATE(table<std::string, std::string>({
      {"$90,000,000,000,000,000 + $90,000,000,000,000,000", "held overflow"},
      {"$90,000,000,000,000,000 * account.units", "held overflow"},
      {"-$90,000,000,000,000,000 - $90,000,000,000,000,000", "held overflow"},
      {"($90,000,000,000,000,000 / (account.units no less than 1)) rounded to cents",
       "held overflow"},
      {"9000000000000000000 + account.units * 1000000000000000000", "held overflow"},
      {"9000000000000000 * account.ratio", "held overflow"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression).substr(0, held.size()) == held);
}

SCENARIO("a divisor that may be zero does not get as far as an account") {
  const auto [expression, refused] = GENERATE(table<std::string, std::string>({
      {"account.units / (account.units - 3)", "divide-by-zero: `account.units - 3` may be 0"},
      {"(account.rent / (account.units - 3)) rounded to cents", "divide-by-zero: "},
      {"account.rent / (account.rent - account.rent)",
       "divide-by-zero: `account.rent - account.rent` is $0"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression).substr(0, refused.size()) == refused);
}

SCENARIO("dates keep to the calendar") {
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"2026-01-31 + 1 month", "2026-02-28"},
      {"2024-01-31 + 1 month", "2024-02-29"},
      {"2026-01-31 + 1 month into next", "2026-03-01"},
      {"2026-01-30 + 1 month into next", "2026-03-01"},
      {"2026-01-28 + 1 month into next", "2026-02-28"},
      {"2026-03-31 - 1 month", "2026-02-28"},
      {"2026-03-01 - 1 days", "2026-02-28"},
      {"account.opened + 30 days", "2025-03-02"},
      {"as_of", "2026-05-31"},
      {"start of month of as_of", "2026-05-01"},
      {"end of month of 2026-02-10", "2026-02-28"},
      {"days from account.opened to as_of", "485 days"},
      {"days from as_of to account.opened", "-485 days"},
      {"days from as_of to as_of", "0 days"},
      // The largest n with A + n months not after B.
      {"months from 2026-01-31 to 2026-02-28", "1 month"},
      {"months from 2026-01-31 to 2026-02-27", "0 months"},
      {"months from 2026-01-15 to 2026-03-14", "1 month"},
      {"months from 2026-03-15 to 2026-01-16", "-2 months"},
      // Month ends, newest first; the month of the day itself is not among them.
      {"join of \"{m} \" for m in the 3 months before as_of", "2026-04-30 2026-03-31 2026-02-28 "},
      {"join of \"{m} \" for m in the 2 months before 2026-01-01", "2025-12-31 2025-11-30 "},
      {"count of m for m in the 24 months before as_of", "24"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression) == value);
}

SCENARIO("a date outside the years 1 to 9999 holds the account") {
  const auto expression = GENERATE(
      as<std::string>(), "as_of + 9000000 days", "as_of + 99999 months", "as_of - 99999 months",
      "as_of + 9000000000000 days", "account.opened + 9000000 days * account.units");
  CAPTURE(expression);
  CHECK(evaluate(expression).substr(0, 13) == "held overflow");
}

SCENARIO("text is made of whole characters") {
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"left(account.name, 3)", "Ana"},
      {"left(account.name, 99)", "Ana Reyes"},
      {"left(account.name, 0)", ""},
      {"left(account.name, 0 - 3)", ""},
      {"right(account.name, 5)", "Reyes"},
      {"left(\"Zoë Q\", 3)", "Zoë"},
      {"right(\"Q Zoë\", 1)", "ë"},
      {"account.name in capitals", "ANA REYES"},
      {"\"{account.name} owes {account.rent}\"", "Ana Reyes owes $1,450"},
      {"\"{account.kind} {account.flag} {account.units} {account.ratio} {account.opened}\"",
       "Open true 3 2.16 2025-01-31"},
      {"digits(\"(801) 555-01\")", "80155501"},
      {"trim(\"  a b \")", "a b"},
      {"before(\"XB - dispute\", \" - \")", "XB"},
      {"before(\"XB\", \" - \")", "XB"},
      {"after(\"geo.state.UT\", \"state.\")", "UT"},
      {"after(\"UT\", \"state.\")", ""},
      {"repeat(\"ab\", 3)", "ababab"},
      {"repeat(\"ab\", 0)", ""},
      {"repeat(\"ab\", 0 - 1)", ""},
      {"roll(\"10BB\", \"2\")", "210B"},
      {"starts(account.name, \"Ana\")", "true"},
      {"contains(account.name, \"Rey\")", "true"},
      {"contains(account.name, \"\")", "true"},
      {"starts(\"a\", \"ab\")", "false"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression) == value);
}

SCENARIO("conditions are true or false, and stop at the operand that decides") {
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"account.units > 2", "true"},
      {"account.units >= 3 and account.units <= 3", "true"},
      {"account.units < 3 or account.flag", "true"},
      {"not account.flag", "false"},
      {"account.units is 3", "true"},
      {"account.units is not 3", "false"},
      {"account.units is between 3 and 3", "true"},
      {"account.units is between 4 and 9", "false"},
      {"account.units is not between 4 and 9", "true"},
      {"account.units is between 1 and 2.5", "false"},
      {"account.units is between 1 and 3.5", "true"},
      {"account.ratio is between 2 and 3", "true"},
      {"account.ratio > 2", "true"},
      {"account.units < account.ratio", "false"},
      {"account.rent is $1,450", "true"},
      {"account.kind is \"Open\"", "true"},
      {"account.kind is not \"Paid\"", "true"},
      {"account.kind is one of (\"Paid\", \"Open\")", "true"},
      {"account.kind is not one of (\"Paid\", \"Lost\")", "true"},
      {"account.units is one of (1, 2)", "false"},
      {"account.rent is one of ($1,450, $2)", "true"},
      {"account.opened is one of (2025-01-31)", "true"},
      {"account.name is \"Ana Reyes\"", "true"},
      {"account.name is one of account.words", "false"},
      {"\"a\" is one of account.words", "true"},
      {"account.moves is empty", "true"},
      {"account.words is not empty", "true"},
      {"\"\" is empty", "true"},
      {"account.flag is true", "true"},
      {"account.flag is not false", "true"},
      {"account.opened < as_of", "true"},
      {"true or (hold \"never asked\")", "true"},
      {"false and (hold \"never asked\")", "false"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression) == value);
}

SCENARIO("missing is handled where it is written, and nowhere else") {
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"account.alias", "missing"},
      {"account.alias otherwise \"none\"", "none"},
      {"account.alias otherwise account.partner.name otherwise \"nobody\"", "nobody"},
      {"account.partner.name", "missing"},
      {"account.partner.name is missing", "true"},
      {"account.alias is present", "false"},
      // A hold is counted under the rule or field that asked.
      {"account.alias otherwise hold \"No alias.\"",
       "held probe_missing: No alias.; held probe_present: No alias."},
      {"if account.alias is present then account.alias else \"x\"", "x"},
      {"if account.alias is missing then \"x\" else account.alias", "x"},
      {"if account.alias is not missing and account.alias is \"a\" then \"x\" else \"y\"", "y"},
      {"if account.alias is missing or account.alias is \"a\" then \"x\" else account.alias", "x"},
      {"if not (account.alias is present) then \"x\" else account.alias", "x"},
      {"if account.partner is present then account.partner.name else \"alone\"", "alone"},
      {"(latest c.due for c in account.charges where c.class is \"none\") otherwise as_of",
       "2026-05-31"},
      {"missing otherwise $1", "$1"},
      {"if account.flag then missing else $1", "missing"},
      // A value that is there is left alone.
      {"account.owner.phone otherwise \"none\"", "801"},
      {"if account.owner.phone is present then account.owner.phone else \"none\"", "801"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression) == value);
}

SCENARIO("what may be missing cannot be used before somebody says what happens then") {
  const auto [expression, slug] = GENERATE(table<std::string, std::string>({
      {"account.deposit + $1", "missing-not-handled"},
      {"account.maybe > 2", "missing-not-handled"},
      {"account.alias is \"a\"", "missing-not-handled"},
      {"\"{account.alias}\"", "missing-not-handled"},
      {"if account.perhaps then 1 else 2", "missing-not-handled"},
      {"not account.perhaps", "missing-not-handled"},
      {"left(account.alias, 2)", "missing-not-handled"},
      {"account.closed + 1 days", "missing-not-handled"},
      {"days from account.closed to as_of", "missing-not-handled"},
      {"account.deposit in whole dollars", "missing-not-handled"},
      {"sum of p.born for p in account.people", "missing-not-handled"},
      {"missing + $1", "missing-not-handled"},
      // `or` proves nothing on its right, `and` nothing behind it.
      {"if account.alias is present or account.flag then account.alias is \"a\" else false",
       "missing-not-handled"},
      {"(account.alias is present and account.flag) or account.alias is \"a\"",
       "missing-not-handled"},
      {"if account.alias is present then 1 else left(account.alias, 1) is \"a\"",
       "missing-not-handled"},
      // What is known of one path is not known of another.
      {"if account.partner is present then account.partner.phone is \"1\" else false",
       "missing-not-handled"},
      // A condition stored in a let does not narrow.
      {"if known then account.alias is \"a\" else false", "missing-not-handled"},
  }));
  CAPTURE(expression);
  CHECK(test::slugs_of(expression, "let known = account.alias is present").find(slug) !=
        std::string::npos);
}

SCENARIO("lists say exactly which of their items are meant") {
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"sum of c.amount for c in account.charges", "$221"},
      {"sum of c.amount for c in account.charges where c.class is \"rent\"", "$201"},
      {"sum of c.amount for c in account.charges where c.class is \"none\"", "$0"},
      {"count of c for c in account.charges", "3"},
      {"count of c for c in account.charges where c.due > as_of", "0"},
      {"latest c.due for c in account.charges", "2026-05-01"},
      {"earliest c.due for c in account.charges", "2026-04-01"},
      {"largest c.amount for c in account.charges", "$100.50"},
      {"smallest c.amount for c in account.charges", "$20"},
      {"latest c.due for c in account.charges where false", "missing"},
      // Ties keep the order of the document.
      {"join of d.id for d in (list of c for c in account.charges by c.due)", "c1c2c3"},
      {"join of c.id for c in account.charges by c.id", "c1c2c3"},
      {"join of w for w in account.words by w", "abc"},
      {"join of m.key for m in groups of c in account.charges by c.class", "feerent"},
      {"sum of (count of c for c in g.items) * 10 for g in groups of c in account.charges by "
       "c.class where g.key is \"rent\"",
       "20"},
      {"any c in account.charges where c.class is \"fee\"", "true"},
      {"any c in account.moves where true", "false"},
      {"every c in account.moves has false", "true"},
      {"no c in account.moves where true", "true"},
      {"every c in account.charges has c.amount > $0", "true"},
      {"no c in account.charges where c.amount > $100", "false"},
      {"sum of a for a in account.amounts", "$3.30"},
      {"sum of days from c.due to as_of for c in account.charges", "120 days"},
      {"(sum of c.amount * 50% for c in account.charges) rounded to cents", "$110.50"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression) == value);
}

SCENARIO("one item of a list is asked for by what it is, and first and last by an order") {
  const auto [declaration, expression,
              value] = GENERATE(table<std::string, std::string, std::string>({
      {"let x = first c in account.charges by c.due", "x.id", "c1"},
      {"let x = last c in account.charges by c.due", "x.id", "c3"},
      {"let x = first c in account.charges by c.amount", "x.id", "c3"},
      {"let x = last c in account.charges by c.id", "x.id", "c3"},
      {"let x = first c in account.charges where c.class is \"none\" by c.id", "x.id", "missing"},
      {"let x = first p in account.people by p.name", "x.id", "p1"},
      {"let x = only c in account.charges where c.class is \"fee\"", "x.id", "c3"},
      {"let x = only c in account.charges where c.class is \"rent\"", "x.id",
       "held not_exactly_one: `only c in account.charges where c.class is \"rent\"` found 2, and "
       "one is needed."},
      {"let x = only c in account.charges where c.class is \"none\"", "x.id",
       "held not_exactly_one: `only c in account.charges where c.class is \"none\"` found none, "
       "and one is needed."},
      {"let x = only c in account.fees", "x.amount", "$9"},
  }));
  CAPTURE(declaration, expression);
  CHECK(evaluate(expression, declaration) == value);
}

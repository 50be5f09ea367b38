// Lets, defines, tables, lookups, ledgers and rules working together.

#include "tests/support/mapping.h"

using namespace m2;
using test::evaluate;

namespace {

std::string outcome_of(const std::string& declarations,
                       std::string_view document = test::kSampleDocument) {
  const test::Checked checked =
      test::check_text(test::sample_preset(declarations), test::kSampleShape);
  if (checked.preset == nullptr) return checked.slugs();
  return test::map(checked, document).outcome();
}

std::vector<std::string> texts(const std::vector<Reason>& reasons) {
  std::vector<std::string> out;
  for (const Reason& r : reasons) out.push_back(r.name + ": " + r.text);
  return out;
}

test::Mapped mapped(const std::string& declarations,
                    std::string_view document = test::kSampleDocument) {
  return test::map(test::check_text(test::sample_preset(declarations), test::kSampleShape),
                   document);
}

}  // namespace

SCENARIO("rules are asked in their order: the first skip wins, every hold is listed") {
  THEN("a skip ends the account before any hold is asked") {
    CHECK(outcome_of("hold h when true because \"h\"\nskip a when true because \"a\"\nskip b when "
                     "true because \"b\"") == "skipped a");
  }
  THEN("all holds are listed, in order, and nothing is written") {
    const test::Mapped m = mapped(
        "hold a when true because \"A {account.id}.\"\nhold b when false because \"B\"\nhold c "
        "when account.units > 2 because \"C\"");
    CHECK(texts(m.reasons) == std::vector<std::string>{"a: A 7001.", "c: C"});
    CHECK(m.record.empty());
    CHECK(m.account == "7001");
  }
  THEN("a hold met while a skip is decided holds the account at once") {
    CHECK(outcome_of("skip a when (hold \"Who knows?\") because \"a\"\nskip b when true because "
                     "\"b\"\nhold c when true because \"c\"") == "held a");
  }
  THEN("a hold met while a hold is decided goes on with the next one") {
    CHECK(outcome_of("hold a when (account.alias otherwise hold \"x\") is \"\" because \"a\"\nhold "
                     "b when true because \"b\"") == "held a b");
  }
  THEN("a hold inside a let is met by each that reads it, and told once when it says the same") {
    const test::Mapped m = mapped(
        "let x = account.alias otherwise hold \"No alias.\"\nhold a when x is \"\" because "
        "\"a\"\nhold b when x is \"\" because \"b\"");
    CHECK(texts(m.reasons) == std::vector<std::string>{"a: No alias.", "b: No alias."});
  }
  THEN("a let that nothing reads is not computed") {
    CHECK(outcome_of("let x = hold \"never\"\nlet y = if account.flag then 1 else x\nhold a when y "
                     "is 2 because \"a\"") == "reported");
  }
  THEN("the first let is a value of the account, on either side of a constant") {
    const auto [condition, holds] = GENERATE(table<std::string, bool>({
        {"begun > 2025-01-30", true},
        {"begun > 2025-01-31", false},
        {"2025-01-30 < begun", true},
        {"2025-01-31 <= begun", true},
        {"(days from 2025-01-30 to begun) is 1 day", true},
        {"as_of < begun", false},
        {"2025-01-31 is begun", true},
    }));
    CAPTURE(condition);
    CHECK(outcome_of("let begun = account.opened\nskip s when " + condition + " because \"s\"") ==
          (holds ? "skipped s" : "reported"));
  }
  THEN("a require that is not met holds, a warning does not") {
    CHECK(outcome_of("require r that base.account_status is \"71\" because \"r\"\nrequire s that "
                     "false because \"s\"") == "held r s");
    const test::Mapped m = mapped(
        "warn w when base.current_balance is $0 because \"Nothing owed by {account.name}.\"\nwarn "
        "v when false because \"v\"");
    CHECK(m.kind == OutcomeKind::Reported);
    CHECK(texts(m.warnings) == std::vector<std::string>{"w: Nothing owed by Ana Reyes."});
  }
  THEN("require is not asked of an account that is held already") {
    CHECK(outcome_of("hold h when true because \"h\"\nrequire r that false because \"r\"") ==
          "held h");
  }
}

SCENARIO(
    "require and warn read the fields of the record: what was left blank is missing, an amount is "
    "zero") {
  const auto [condition, fires] = GENERATE(table<std::string, bool>({
      {"base.date_opened is as_of", true},
      {"base.surname is \"REYES\"", true},
      {"base.ssn is missing", true},
      {"base.date_closed is missing", true},
      {"base.payment_rating is missing", true},
      {"base.amount_past_due is $0", true},
      {"base.portfolio_type is \"I\"", false},
      {"base.date_closed is present and base.date_closed > as_of", false},
  }));
  CAPTURE(condition);
  CHECK(mapped("warn w when " + condition + " because \"w\"").warnings.size() == (fires ? 1U : 0U));
}

SCENARIO("a define is a function of its arguments") {
  const std::string declarations = R"(
define twice(x: money) = x + x
define pick(c: charge, day: date) = if c.due < day then c.amount else $0
define greet(who: person, hello: text) = "{hello} {who.name}"
define nobody(x: text?) = x otherwise "nobody"
define both(flag: bool) = flag and account.flag
define half(x: number) = x / 2
)";
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"twice($2)", "$4"},
      {"twice(twice(account.rent))", "$5,800"},
      {"sum of pick(c, as_of) for c in account.charges", "$221"},
      {"greet(account.owner, \"Hi\")", "Hi Ana"},
      {"join of greet(p, \"+\") for p in account.people by p.id", "+ Ana+ Ben+ Cy"},
      {"nobody(account.alias)", "nobody"},
      {"nobody(\"x\")", "x"},
      {"nobody(missing)", "nobody"},
      {"both(false)", "false"},
      {"half(3)", "1.5"},
      {"half(account.units)", "1.5"},
      {"half(50%)", "0.25"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression, declarations) == value);
}

SCENARIO("exactly one row of a table matches, whatever the kinds of its columns") {
  const std::string declarations = R"(
table by_days(d: days from 0 days) gives letter: code payment_history_profile, word: text {
  | d      || letter | word  |
  | 0..29  || 0      | fresh |
  | 60..   || 2      | "old" |
  | 30..59 || 1      | late  |
}
table by_kind(k: kind, rich: bool, owed: money) gives word: text, due: money {
  | k          | rich  | owed             || word       | due           |
  | Open, Paid | true  | any              || rich       | $1            |
  | Open, Paid | false | ..$0             || nothing    | = owed * 2    |
  | Open, Paid | false | $0.01..$1,000.00 || little     | $2            |
  | Open, Paid | false | $1,000.01..      || much       | = owed - $1   |
  | Lost       | any   | any              || = w(owed)  | $3            |
}
define w(m: money) = "lost {m}"
table by_missing(x: money?, day: date) gives answer: text? {
  | x       | day          || answer  |
  | missing | any          || missing |
  | ..-$0.01| any          || below   |
  | $0..    | ..2026-05-31 || early   |
  | $0..    | 2026-06-01.. || late    |
}
table by_code(s: code payment_rating) gives n: int {
  | s                || n |
  | 0                || 0 |
  | 1, 2, 3, 4, 5, 6 || 1 |
  | G, L             || 2 |
}
table layers(n: int from 0 to 99) gives word: text in order {
  | n     || word  |
  | 10..20 || inner |
  | 0..30 || outer |
  | 0..99 || rest  |
}
lookup rating(x: text) gives code payment_rating { "a" -> "0"  "b" -> "3"  "c" -> "L"  anything else -> hold "No rating for {x}." }
)";
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"by_days(0 days).word", "fresh"},
      {"by_days(29 days).letter", "0"},
      {"by_days(30 days).letter", "1"},
      {"by_days(59 days).word", "late"},
      {"by_days(60 days).word", "old"},
      {"by_days(100000 days).letter", "2"},
      {"by_days(5 days - 9 days).word", "domain: the input of `by_days` is below 0 days"},
      {"by_kind(\"Open\", true, $5).word", "rich"},
      {"by_kind(\"Paid\", false, -$5).word", "nothing"},
      {"by_kind(\"Paid\", false, -$5).due", "-$10"},
      {"by_kind(\"Open\", false, $0.01).word", "little"},
      {"by_kind(\"Open\", false, $1,000).word", "little"},
      {"by_kind(\"Open\", false, $1,000.01).due", "$999.01"},
      {"by_kind(\"Lost\", false, $7).word", "lost $7"},
      {"by_kind(account.kind, account.flag, account.rent).word", "rich"},
      {"by_missing(missing, as_of).answer", "missing"},
      {"by_missing(account.deposit, as_of).answer", "missing"},
      {"by_missing(-$1, as_of).answer", "below"},
      {"by_missing($0, as_of).answer", "early"},
      {"by_missing($0, as_of + 1 days).answer", "late"},
      {"by_code(rating(\"a\")).n", "0"},
      {"by_code(rating(\"b\")).n", "1"},
      {"by_code(rating(\"c\")).n", "2"},
      {"by_code(rating(\"d\")).n", "held probe_missing: No rating for d."},
      // In order: the first row that matches.
      {"layers(5).word", "outer"},
      {"layers(15).word", "inner"},
      {"layers(30).word", "outer"},
      {"layers(31).word", "rest"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression, declarations).substr(0, value.size()) == value);
}

SCENARIO("a lookup answers every word, or holds") {
  const std::string declarations = R"(
lookup of_kind(k: kind) gives text { "Open", "Paid" -> "on file"  "Lost" -> "gone" }
lookup of_text(x: text) gives money { "a" -> $1  "b" -> account.rent  "" -> $0  anything else -> hold "What is {x}?" }
lookup of_int(n: int) gives text { 1, 2 -> "few"  30 -> "many"  anything else -> "other {n}" }
lookup of_code(c: code payment_rating) gives text { "0" -> "good"  anything else -> "bad" }
lookup maybe(x: text) gives text? { "a" -> missing  anything else -> x }
lookup rate(k: kind) gives number { "Open" -> 1  "Paid" -> 2.16  "Lost" -> 50% }
)";
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"of_kind(account.kind)", "on file"},
      {"of_kind(\"Lost\")", "gone"},
      {"of_text(\"b\")", "$1,450"},
      {"of_text(\"\")", "$0"},
      {"of_text(\"zz\")", "held probe_missing: What is zz?; held probe_present: What is zz?"},
      {"of_int(2)", "few"},
      {"of_int(30)", "many"},
      {"of_int(3)", "other 3"},
      {"of_int(-1)", "other -1"},
      {"maybe(\"a\")", "missing"},
      {"maybe(\"b\")", "b"},
      {"rate(\"Open\")", "1"},
      {"rate(\"Paid\")", "2.16"},
      {"rate(\"Lost\")", "0.5"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression, declarations) == value);
}

SCENARIO("allocate gives a ledger of the day it is asked for") {
  const std::string declarations = R"(
define on(day: date) = allocate account.payments to account.charges oldest first as of day
let now = on(as_of)
let fees_first = allocate account.payments to later by priority ("fee", "rent")
let rent_first = allocate account.payments to later by priority ("rent", "fee")
let later = list of c for c in account.charges where c.id is not "c1"
)";
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"now.balance", "$120.50"},
      {"now.unpaid", "$120.50"},
      {"now.credit", "$0"},
      {"now.oldest_unpaid_due", "2026-05-01"},
      {"now.late_since", "2026-05-01"},
      {"on(as_of - 1 days).late_since", "missing"},
      {"on(2026-04-19).balance", "$100.50"},
      {"on(2026-04-20).balance", "$0"},
      {"on(2026-04-20).oldest_unpaid_due", "missing"},
      {"on(2026-04-20).days_late_when_settled", "19 days"},
      {"count of c for c in on(2026-04-20).charges", "1"},
      {"join of c.id for c in now.charges by c.id", "c1c2c3"},
      {"sum of c.paid for c in now.charges", "$100.50"},
      {"sum of c.unpaid for c in now.charges where c.class is \"fee\"", "$20"},
      {"latest (c.settled_on otherwise 2000-01-01) for c in now.charges", "2026-04-20"},
      // The fee is paid before the older rent once both are due.
      {"sum of c.unpaid for c in fees_first.charges where c.class is \"fee\"", "$0"},
      {"sum of c.unpaid for c in rent_first.charges where c.class is \"fee\"", "$20"},
      {"fees_first.unpaid", "$20"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression, declarations) == value);
}

SCENARIO("ledgers of different lists do not mix, even when they are written with the same words") {
  const std::string declarations = R"(
let rents = list of c for c in account.charges where c.class is "rent"
let fees = list of c for c in account.fees by c.id
define owed(items: list of charge, day: date) = allocate account.payments to items oldest first as of day
let a = owed(rents, as_of)
let b = owed(fees, as_of)
)";
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"\"{a.balance} {b.balance} {a.unpaid} {b.credit}\"", "$100.50 -$91.50 $100.50 $91.50"},
      // The first list again, on another day, after the second one was asked for.
      {"owed(rents, as_of).balance + owed(fees, as_of).balance + owed(rents, 2026-04-19).balance",
       "$109.50"},
      {"if b.credit > $0 then join of \"{c.unpaid} \" for c in a.charges by c.id else \"\"",
       "$0 $100.50 "},
      {"if a.credit is b.credit then \"\" else join of \"{c.unpaid} \" for c in a.charges by c.id",
       "$0 $100.50 "},
      {"if owed(rents, as_of).unpaid > $0 and b.credit > $0 then sum of c.unpaid for c in "
       "owed(rents, as_of).charges else $0",
       "$100.50"},
      {"if b.credit > $0 then owed(rents, as_of).balance else $0", "$100.50"},
      {"sum of owed(g.items, as_of).balance for g in groups of c in account.charges by c.class",
       "$20"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression, declarations) == value);
}

SCENARIO("the same words may allocate records of different types") {
  const std::string declarations = R"(
define owed_of(items: list of charge) = allocate account.payments to items oldest first
define planned(items: list of move) = count of m for m in items
define of_plan(amount: money) = allocate account.payments to (instalments of amount every 1 month from 2026-04-01 to 2026-05-01) oldest first
)";
  CHECK(evaluate("owed_of(account.charges).balance + of_plan($60).balance", declarations) ==
        "$140");
}

SCENARIO("reversed, unreportable and later payments are counted as the ledger says") {
  const std::string document = R"({"id": "1",
    "charges": [{"id": "a", "due": "2026-01-01", "amount": 100, "class": "rent"},
                {"id": "b", "due": "2026-01-01", "amount": 50, "class": "deposit", "reportable": false}],
    "payments": [{"id": "p", "paid_on": "2026-01-05", "amount": 120, "reversed_on": "2026-01-20"},
                 {"id": "q", "paid_on": "2026-06-30", "amount": 500}]})";
  const std::string declarations =
      "define on(day: date) = allocate account.payments to account.charges oldest first as of day";
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"on(2026-01-04).unpaid", "$100"},
      {"on(2026-01-05).unpaid", "$0"},
      {"on(2026-01-19).unpaid", "$0"},
      {"on(2026-01-20).unpaid", "$100"},
      {"on(as_of).unpaid", "$100"},
      {"on(as_of).late_since", "2026-01-01"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression, declarations, document) == value);
}

SCENARIO("instalments are charges made by a frequency") {
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"join of \"{i.id}:{i.due}:{i.amount} \" for i in instalments of $10 every 1 month from "
       "2026-01-31 to 2026-04-01",
       "1:2026-01-31:$10 2:2026-02-28:$10 3:2026-03-31:$10 "},
      {"count of i for i in instalments of $10 every 2 weeks from 2026-01-01 to 2026-01-31", "3"},
      {"count of i for i in instalments of $10 every 1 month from 2026-02-01 to 2026-01-31", "0"},
      {"join of \"{i.due} \" for i in instalments of $10 every 1 month from 2026-01-01 to "
       "2026-03-01 moved by account.moves",
       "2026-01-01 2026-02-01 2026-03-01 "},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression) == value);
}

SCENARIO("fields shared by include are answered with the arguments of each include") {
  const std::string shape = test::kSampleShape;
  const std::string preset = test::sample_preset(R"(
fields person_names(who: person, country: text) {
  surname: "{who.name} {country}"
  first_name: who.name in capitals
  include numbers(who, who.name)
  include rest()
}
fields numbers(them: person, middle: text) {
  middle_name: middle
  telephone_number: them.phone otherwise blank
}
fields rest() {
  leave blank: generation_code, ssn, date_of_birth, consumer_information_indicator
}
segment J1 for each p in account.people where p.id is not account.owner.id {
  include person_names(p, "US")
  ecoa_code: "2"
}
segment J2 for each p in account.people where p.id is "p3" {
  include person_names(account.owner, p.id)
  ecoa_code: "2"
  address_line_1: "1 OAK ST"
  city: "PROVO"
  state: "UT"
  zip_code: "84601"
  leave blank: country_code, address_line_2, address_indicator, residence_code
}
)");
  const test::Mapped m =
      test::map(test::check_text(preset, shape),
                R"({"id": "7", "owner": {"id": "p1", "name": "Ana", "phone": "8015550100"},
    "people": [{"id": "p1", "name": "Ana"}, {"id": "p2", "name": "Ben", "phone": "5125550100"}, {"id": "p3", "name": "Cy"}]})");
  REQUIRE(m.outcome() == "reported");
  CHECK(m.count(Segment::J1) == 2);
  CHECK(m.field(Segment::J1, 0, "surname") == "BEN US");
  CHECK(m.field(Segment::J1, 1, "surname") == "CY US");
  CHECK(m.field(Segment::J1, 0, "middle_name") == "BEN");
  CHECK(m.field(Segment::J1, 1, "middle_name") == "CY");
  CHECK(m.field(Segment::J1, 0, "telephone_number") == "5125550100");
  CHECK(m.field(Segment::J2, 0, "surname") == "ANA P3");
  CHECK(m.field(Segment::J2, 0, "middle_name") == "ANA");
  CHECK(m.field(Segment::J2, 0, "telephone_number") == "8015550100");
}

SCENARIO("examples are run without an account") {
  const test::Checked checked = test::check_text(test::sample_preset(R"(
define double(x: money) = x * 2
example double($2) is $4
example double($2) is $5
example account.flag
example left("abc", 2) is "ab"
)"),
                                                 test::kSampleShape);
  Mapper mapper(
      test::lowered(checked),
      {.tenant = "sample", .identification_number = "", .cycle_identifier = "", .time_stamp = {}});
  const std::vector<std::optional<bool>> results = mapper.run_examples();
  CHECK(results == std::vector<std::optional<bool>>{true, false, std::nullopt, true});
}

SCENARIO("parameters are the tenant's, else the preset's") {
  const std::string declarations = R"(
params {
  grace   days = 5 days from 0 days to 29 days
  words   list of text = ("a", "b")
  mode    one of ("soft", "hard") = "soft"
  kind    code account_type = "29"
  rate    number = 2
  floor   money = $25
}
hold probe when true because "{grace} {mode} {rate} {floor} {kind}"
hold has_b when "b" is one of words because "b is there"
)";
  const test::Checked checked =
      test::check_text(test::sample_preset(declarations), test::kSampleShape);
  CHECK(texts(test::map(checked, test::kSampleDocument).reasons) ==
        std::vector<std::string>{"probe: 5 days soft 2 $25 29", "has_b: b is there"});
  const ParamValues values = {
      {"grace", {{3, ""}}}, {"words", {}}, {"mode", {{1, ""}}}, {"rate", {{15000, ""}}}};
  CHECK(texts(test::map(checked, test::kSampleDocument, values).reasons) ==
        std::vector<std::string>{"probe: 3 days hard 1.5 $25 29"});
}

SCENARIO("blank is a decision about a field, not a value to calculate with") {
  const auto [expression, slug] = GENERATE(table<std::string, std::string>({
      {"(if account.flag then $5 else blank) + $1", "type"},
      {"(if account.flag then 5 else blank) > 1", "type"},
      {"(account.closed otherwise blank) + 1 days", "type"},
      {"days from (account.closed otherwise blank) to as_of", "type"},
      {"sum of (if c.class is \"fee\" then blank else c.amount) for c in account.charges", "type"},
      {"blank + $1", "type"},
      {"if blank then 1 else 2", "type"},
      {"left(account.alias otherwise blank, 2)", "type"},
  }));
  CAPTURE(expression);
  CHECK(test::slugs_of(expression).find(slug) != std::string::npos);
}

SCENARIO("nine digits are masked in what people are told, and in no value") {
  // A history of nine months has as many digits as a Social Security number.
  const std::string declarations =
      "let profile = \"332000000BBB\"\nlet rolled = \"D{profile}\"\n"
      "define joined(a: text, b: text) = \"{a}{b}\"\n";
  CHECK(evaluate("rolled is \"D332000000BBB\"", declarations) == "true");
  CHECK(evaluate("joined(\"5\", profile) is \"5332000000BBB\"", declarations) == "true");

  const test::Mapped told = mapped(declarations +
                                   "hold a when rolled is not \"\" because \"Profile {profile}.\"\n"
                                   "hold b when true because \"Rolled {rolled}.\"\n"
                                   "hold c when true because \"{profile}\"");
  for (const Reason& reason : told.reasons) {
    CAPTURE(reason.name, reason.text);
    CHECK(reason.text.find("332000000") == std::string::npos);
    CHECK(reason.text.find("*") != std::string::npos);
  }
  CHECK(told.reasons.size() == 3);
  // A message that asks for it first leaves the value as it is.
  CHECK(evaluate("rolled is \"D332000000BBB\"",
                 declarations + "skip s when profile is \"\" because \"{profile} {rolled}\"\n") ==
        "true");
}

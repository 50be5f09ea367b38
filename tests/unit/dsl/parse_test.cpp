#include "dsl/parse.h"

#include <algorithm>
#include <filesystem>

#include "tests/support/golden.h"
#include "tests/support/print_tree.h"
#include "tests/support/tree_promises.h"

using namespace m2;
using namespace m2::dsl;

namespace {

struct Parsed {
  Diagnostics found;
  Ast ast;
};

Parsed parse_text(std::string_view text, FileKind kind = FileKind::Preset,
                  std::string name = "sample.preset") {
  Diagnostics found;
  Ast ast = parse(std::make_shared<SourceText>(std::move(name), std::string(text)), kind, found);
  return {std::move(found), std::move(ast)};
}

std::string messages(const Parsed& parsed) {
  return render(parsed.found.sorted(), Colour::Never);
}

// The tree of `let x = EXPRESSION`, without the let.
std::string expression(const std::string& text) {
  const Parsed parsed = parse_text("preset p version 1\nlet x = " + text + "\n");
  if (!parsed.found.empty()) return messages(parsed);
  return test::print_tree(parsed.ast, parsed.ast.child(parsed.ast.child(parsed.ast.root(), 1), 1));
}

std::string statement(const std::string& text, FileKind kind = FileKind::Preset) {
  const char* header = kind == FileKind::Preset    ? "preset p version 1\n"
                       : kind == FileKind::Library ? "library p version 1\n"
                       : kind == FileKind::Rules   ? "rules p version 1\n"
                                                   : "shape p\n";
  const Parsed parsed = parse_text(header + text, kind);
  if (!parsed.found.empty()) return messages(parsed);
  return test::print_tree(parsed.ast, parsed.ast.child(parsed.ast.root(), 1));
}

}  // namespace

SCENARIO("the samples of the language parse, and mean what they say") {
  const std::string name = GENERATE("rent.preset", "installment.preset", "rent_with_library.preset",
                                    "tenant_override.preset", "buckets.library", "status.rules",
                                    "lease.shape", "loan.shape");
  const std::string path = "dsl/syntax/" + name;
  const Parsed parsed = parse_text(test::read(test::golden_path(path)), *file_kind(name), name);
  CHECK(messages(parsed) == "");
  test::check_golden(path + ".tree", test::print_tree(parsed.ast));
}

SCENARIO("every form of expression becomes its tree") {
  const auto [text, tree] = GENERATE(table<std::string, std::string>({
      // Literals stand for themselves.
      {"24", "24"},
      {"2.16", "2.16"},
      {"$1,450.00", "$1,450.00"},
      {"50%", "50%"},
      {"2026-05-31", "2026-05-31"},
      {"5 days", "(Duration `5 days`)"},
      {"1 month", "(Duration `1 month`)"},
      {"\"Primary\"", "\"Primary\""},
      {"\"\"", "\"\""},
      {"\"Due {c.due} for {unit}\"",
       "(Text \"Due {c.due} for {unit}\" (Path c (Member due)) (Path unit))"},
      {"\"# no comment\"", "\"# no comment\""},
      {"true", "True"},
      {"false", "False"},
      {"missing", "Missing"},
      {"blank", "Blank"},
      // Names, members, calls; lists and grouping.
      {"rent", "(Path rent)"},
      {"lease.unit.city", "(Path lease (Member unit) (Member city))"},
      {"f()", "(Path f Call)"},
      {"f($1,450)", "(Path f (Call $1,450))"},
      {"f($1,4500)", "(Path f (Call $1 4500))"},
      {"ledger_on(day).balance", "(Path ledger_on (Call (Path day)) (Member balance))"},
      {"loan.instalments", "(Path loan (Member instalments))"},
      {"()", "List"},
      {"(a)", "(Path a)"},
      {"((a))", "(Path a)"},
      {"(a, 1)", "(List (Path a) 1)"},
      // Arithmetic; one operand is not a sum.
      {"a + b - c", "(Sum (Path a) + (Path b) - (Path c))"},
      {"a + b * 2 / c", "(Sum (Path a) + (Product (Path b) * 2 / (Path c)))"},
      {"(a + b) * 2", "(Product (Sum (Path a) + (Path b)) * 2)"},
      {"-a", "(Negative (Path a))"},
      {"3 - -2", "(Sum 3 - (Negative 2))"},
      {"2026-5", "(Sum 2026 - 5)"},
      // Adjusters, applied left to right.
      {"a in whole dollars", "(Adjusted (Path a) InWholeDollars)"},
      {"a no less than $0 in whole dollars", "(Adjusted (Path a) (NoLessThan $0) InWholeDollars)"},
      {"a no more than b + 1", "(Adjusted (Path a) (NoMoreThan (Sum (Path b) + 1)))"},
      {"a rounded to cents", "(Adjusted (Path a) RoundedToCents)"},
      {"a rounded down to cents", "(Adjusted (Path a) RoundedDownToCents)"},
      {"a in capitals", "(Adjusted (Path a) InCapitals)"},
      {"a as 3 digits", "(Adjusted (Path a) (AsDigits 3))"},
      {"a + 1 month into next", "(Adjusted (Sum (Path a) + (Duration `1 month`)) IntoNext)"},
      {"digits(a)", "(Path digits (Call (Path a)))"},
      // Comparisons.
      {"a < b", "(Compare (Path a) < (Path b))"},
      {"a <= b", "(Compare (Path a) <= (Path b))"},
      {"a > b", "(Compare (Path a) > (Path b))"},
      {"a >= b", "(Compare (Path a) >= (Path b))"},
      {"a is \"x\"", "(Is (Path a) (IsValue \"x\"))"},
      {"a is not \"x\"", "(Is (Path a) Negation (IsValue \"x\"))"},
      {"a is missing", "(Is (Path a) IsMissing)"},
      {"a is present", "(Is (Path a) IsPresent)"},
      {"a is not empty", "(Is (Path a) Negation IsEmpty)"},
      {"a is between 1 and 2 and b", "(And (Is (Path a) (IsBetween 1 2)) (Path b))"},
      {"a is one of (\"x\")", "(Is (Path a) (IsOneOf (List \"x\")))"},
      {"a is one of (\"x\", \"y\")", "(Is (Path a) (IsOneOf (List \"x\" \"y\")))"},
      {"a is one of portfolios", "(Is (Path a) (IsOneOf (Path portfolios)))"},
      // Logic, loosest last.
      {"a or b and not c", "(Or (Path a) (And (Path b) (Not (Path c))))"},
      {"not not a is b", "(Not (Not (Is (Path a) (IsValue (Path b)))))"},
      {"(a or b) and c", "(And (Or (Path a) (Path b)) (Path c))"},
      {"a otherwise b otherwise hold \"x\"", "(Otherwise (Path a) (Path b) (Hold \"x\"))"},
      {"if a then b else if c then d else e",
       "(If (Path a) (Path b) (If (Path c) (Path d) (Path e)))"},
      // Dates.
      {"days from a to b", "(DaysFrom (Path a) (Path b))"},
      {"months from a to b", "(MonthsFrom (Path a) (Path b))"},
      {"start of month of a", "(StartOfMonth (Path a))"},
      {"end of month of a", "(EndOfMonth (Path a))"},
      {"the 24 months before a", "(MonthsBefore (Duration `24 months`) (Path a))"},
      // The ledger.
      {"allocate p to c oldest first", "(Allocate (Path p) (Path c) OldestFirst)"},
      {"allocate p to c same month first as of d",
       "(Allocate (Path p) (Path c) SameMonthFirst (AsOf (Path d)))"},
      {"allocate p to c by priority (\"rent\") as of d",
       "(Allocate (Path p) (Path c) (ByPriority (List \"rent\")) (AsOf (Path d)))"},
      {"instalments of $100 every 1 month from a to b",
       "(Instalments $100 (Frequency `1 month`) (Path a) (Path b))"},
      {"instalments of x every half month from a to b moved by m",
       "(Instalments (Path x) (Frequency `half month`) (Path a) (Path b) (MovedBy (Path m)))"},
      {"instalments of x every step(f) from a to b",
       "(Instalments (Path x) (Frequency `step(f)` (Path step (Call (Path f)))) (Path a) (Path "
       "b))"},
      // Lists: the item always has a name.
      {"sum of c.x for c in l", "(Aggregate sum (Path c (Member x)) c (Path l))"},
      {"count of p for p in l where p.x",
       "(Aggregate count (Path p) p (Path l) (Where (Path p (Member x))))"},
      {"list of c for c in l by c.due",
       "(Aggregate list (Path c) c (Path l) (By (Path c (Member due))))"},
      {"join of f(m) for m in the 2 months before d",
       "(Aggregate join (Path f (Call (Path m))) m (MonthsBefore (Duration `2 months`) (Path d)))"},
      {"latest p.x for p in l", "(Aggregate latest (Path p (Member x)) p (Path l))"},
      {"smallest p.x for p in l", "(Aggregate smallest (Path p (Member x)) p (Path l))"},
      {"only r in l where r.x", "(Quantified only r (Path l) (Where (Path r (Member x))))"},
      {"first c in l where c.x by c.due",
       "(Quantified first c (Path l) (Where (Path c (Member x))) (By (Path c (Member due))))"},
      {"every r in l has r.x is present",
       "(Quantified every r (Path l) (Has (Is (Path r (Member x)) IsPresent)))"},
      {"no r in l where r.x", "(Quantified no r (Path l) (Where (Path r (Member x))))"},
      {"groups of p in l where p.x by (start of month of p.d)",
       "(Groups p (Path l) (Where (Path p (Member x))) (By (StartOfMonth (Path p (Member d)))))"},
  }));
  CAPTURE(text);
  CHECK(expression(text) == tree);
}

SCENARIO("every statement becomes its tree") {
  const auto [text, tree] = GENERATE(table<std::string, std::string>({
      {"use shape entrata.lease", "(Use shape entrata.lease)"},
      {"use library buckets", "(Use library buckets)"},
      {"layout metro2_426", "(Layout metro2_426)"},
      {"for accounts where lease.kind is \"rent\"",
       "(ForAccounts (Is (Path lease (Member kind)) (IsValue \"rent\")))"},
      {"params { a days = 5 days from 0 days to 9 days b list of text = () }",
       "(Params (Param a (TypeName days) (Duration `5 days`) (Range (Duration `0 days`) (Duration "
       "`9 days`))) (Param b (TypeList text) List))"},
      {"params { c one of (\"x\", \"y\")? = \"x\" d code account_type = \"01\" }",
       "(Params (Param c (TypeOneOf (List \"x\" \"y\") Optional) \"x\") (Param d (TypeCode "
       "account_type) \"01\"))"},
      {"define f(day: date, n: int from 0) = day",
       "(Define f (Arguments (Argument day (TypeName date)) (Argument n (TypeName int) (Range 0))) "
       "(Path day))"},
      {"define f() = 1", "(Define f Arguments 1)"},
      {"table t(a: int) gives b: text { | a || b |\n | 0.. | 1 || = f(2) |  # c\n }",
       "(Table t (Arguments (Argument a (TypeName int))) (Gives (Argument b (TypeName text))) "
       "(Row (Cell `a`) || (Cell `b`)) (Row (Cell `0..`) (Cell `1`) || (Cell `= f(2)` (Path f "
       "(Call 2)))))"},
      {"lookup l(x: text) gives text? { \"a\", \"b\" -> 1 2 -> blank anything else -> x }",
       "(Lookup l (Arguments (Argument x (TypeName text))) (TypeName text Optional) "
       "(Entry \"a\" \"b\" 1) (Entry 2 Blank) (Entry AnythingElse (Path x)))"},
      {"record base { city: x locked because \"y\" include f(z) leave blank: a, b }",
       "(Record base (FieldRule city (Path x) (Locked \"y\")) (Include (Path f (Call (Path z)))) "
       "(LeaveBlank a b))"},
      {"segment K1 when a is present { }", "(Segment K1 (When (Is (Path a) IsPresent)))"},
      {"segment J2 for each c in l where c.x { a: 1 }",
       "(Segment J2 (ForEach c (Path l) (Where (Path c (Member x)))) (FieldRule a 1))"},
      {"fields f(who: person) { a: 1 }",
       "(Fields f (Arguments (Argument who (TypeName person))) (FieldRule a 1))"},
      {"fields f() { a: 1 }", "(Fields f Arguments (FieldRule a 1))"},
      {"skip a when b because \"c\"", "(Skip a (Path b) \"c\")"},
      {"hold a when b because \"c\" locked because \"d\"",
       "(HoldRule a (Path b) \"c\" (Locked \"d\"))"},
      {"require a that b because \"c\"", "(Require a (Path b) \"c\")"},
      {"warn a when b because \"c {d.e}\"",
       "(Warn a (Path b) (Text \"c {d.e}\" (Path d (Member e))))"},
      {"example f(1) is 2", "(Example (Is (Path f (Call 1)) (IsValue 2)))"},
      {"set a to 3 days", "(Set a (Duration `3 days`))"},
      {"set a to (\"x\")", "(Set a (List \"x\"))"},
      {"replace base.city: blank", "(Replace base.city Blank)"},
      {"remove rule long_gone", "(Remove long_gone)"},
      {"add skip a when b because \"c\"", "(Add (Skip a (Path b) \"c\"))"},
  }));
  CAPTURE(text);
  CHECK(statement(text) == tree);
}

SCENARIO("a header says who the file is") {
  const auto [text, kind, tree] = GENERATE(table<std::string, FileKind, std::string>({
      {"preset a version 1", FileKind::Preset, "(PresetFile (PresetHeader a 1))\n"},
      {"preset a version 2 extends b version 1", FileKind::Preset,
       "(PresetFile (PresetHeader a 2 (Extends b 1)))\n"},
      {"library a version 1", FileKind::Library, "(LibraryFile (LibraryHeader a 1))\n"},
      {"rules a version 1", FileKind::Rules, "(RulesFile (RulesHeader a 1))\n"},
      {"shape a.b", FileKind::Shape, "(ShapeFile (ShapeHeader a.b))\n"},
      {"\xEF\xBB\xBFpreset a\r\n\tversion 1\r\n", FileKind::Preset,
       "(PresetFile (PresetHeader a 1))\n"},
  }));
  const Parsed parsed = parse_text(text, kind);
  CHECK(messages(parsed) == "");
  CHECK(test::print_tree(parsed.ast) == tree);
}

SCENARIO("spans hold what was written, without the blanks around it") {
  const Parsed parsed =
      parse_text("# first\npreset p version 1\n\nlet x = ( a +  b ) is 2  # why\n# last\n");
  const Ast& ast = parsed.ast;
  const NodeId let = ast.child(ast.root(), 1);
  CHECK(ast.text(let) == "let x = ( a +  b ) is 2");
  CHECK(ast.text(ast.child(let, 1)) == "( a +  b ) is 2");
  CHECK(ast.text(ast.child(ast.child(let, 1), 0)) == "a +  b");
  CHECK(ast.comments().size() == 3);
}

SCENARIO("a doc comment belongs to the item below it or to the one on its line") {
  const Parsed parsed = parse_text(
      "## The preset,\n"
      "##   in two lines.\n"
      "preset p version 1\n"
      "\n"
      "## Above.\n"
      "# not documentation\n"
      "params {\n"
      "  a days = 5 days   ## Behind.\n"
      "  ## Over b.\n"
      "  b days = 5 days\n"
      "}\n"
      "let x = \"## text\"\n"
      "let y = 1\n"
      "record base {  ## Beside.\n"
      "  city: y\n"
      "}\n");
  CHECK(messages(parsed) == "");
  const Ast& ast = parsed.ast;
  const NodeId params = ast.child(ast.root(), 1);
  CHECK(ast.doc(ast.child(ast.root(), 0)) == "The preset,\nin two lines.");
  CHECK(ast.doc(params) == "Above.");
  CHECK(ast.doc(ast.child(params, 0)) == "Behind.");
  CHECK(ast.doc(ast.child(params, 1)) == "Over b.");
  CHECK(ast.doc(ast.child(ast.root(), 2)) == "");
  CHECK(ast.doc(ast.child(ast.root(), 3)) == "");
  const NodeId base = ast.child(ast.root(), 4);
  CHECK(ast.doc(base) == "Beside.");
  CHECK(ast.doc(ast.child(base, 1)) == "");
}

SCENARIO("every syntax mistake is told as people need it") {
  std::vector<std::string> names;
  for (const auto& file :
       std::filesystem::directory_iterator(test::golden_path("dsl/syntax/mistakes"))) {
    const std::string name = file.path().filename().string();
    if (file_kind(name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  REQUIRE(names.size() > 80);
  for (const std::string& name : names) {
    CAPTURE(name);
    const std::string path = "dsl/syntax/mistakes/" + name;
    const Parsed parsed = parse_text(test::read(test::golden_path(path)), *file_kind(name), name);
    CHECK(parsed.found.has_errors());
    test::check_golden(path + ".expected", messages(parsed));
  }
}

SCENARIO("a file with nine mistakes shows nine") {
  const std::string text =
      test::read(test::golden_path("dsl/syntax/mistakes/nine_mistakes.preset"));
  CHECK(parse_text(text).found.count(Severity::Error) == 9);
}

SCENARIO("what can be read stays, what cannot becomes Broken") {
  const auto [text, tree] = GENERATE(table<std::string, std::string>({
      {"let a = 1 +\nlet b = 2\n",
       "(PresetFile (PresetHeader p 1) (Broken `let a = 1 +`) (Let b 2))\n"},
      {"record r {\n  a: 1\n  b 2\n  c: 3\n}\n",
       "(PresetFile (PresetHeader p 1) (Record r (FieldRule a 1) (Broken `b 2`) (FieldRule c "
       "3)))\n"},
      {"params {\n  a days 1\n  b days = 2\n}\n",
       "(PresetFile (PresetHeader p 1) (Params (Broken `a days 1`) (Param b (TypeName days) "
       "2)))\n"},
      {"record r {\n  a: 1\nlet b = 2\n",
       "(PresetFile (PresetHeader p 1) (Record r (FieldRule a 1)) (Let b 2))\n"},
      // A misspelt statement behind a broken one is not swallowed.
      {"let a = 1 + *\nskp b when c\nlet d = 2\n",
       "(PresetFile (PresetHeader p 1) (Broken `let a = 1 + *`) (Broken `skp b when c`) (Let d "
       "2))\n"},
      // `hold` and `for` at the beginning of a line may be a part of the expression above.
      {"let a = b + + otherwise\n  hold \"x\"\nlet d = sum of\n  for c in l\nlet e = 1\n",
       "(PresetFile (PresetHeader p 1) (Broken `let a = b + + otherwise\n  hold \"x\"`) "
       "(Broken `let d = sum of\n  for c in l`) (Let e 1))\n"},
  }));
  CAPTURE(text);
  const Parsed parsed = parse_text("preset p version 1\n" + text);
  CHECK(parsed.found.has_errors());
  CHECK(test::print_tree(parsed.ast, parsed.ast.root()) + "\n" == tree);
}

namespace {

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

SCENARIO("no text can break the parser") {
  const std::string text = GENERATE(
      // Nothing, or next to nothing.
      std::string(), std::string(" \n\t\r\n"), std::string("\xEF\xBB\xBF"), std::string("\xEF\xBB"),
      std::string("#"), std::string("\""), std::string("{"), std::string("|"),
      std::string("preset"), std::string("preset p version 1 extends"),
      // Not text.
      std::string(1000, '\0'), std::string("preset p version 1\nlet a = \0 1\n", 30),
      repeat("\xFF\xFE\x80", 500),
      std::string("\x7F"
                  "ELF\x02\x01\x01\x00\x00\x10",
                  10),
      // Depth.
      "preset p version 1\nlet a = " + repeat("(", 5000) + "1" + repeat(")", 5000),
      repeat("(", 1 << 20), "preset p version 1\nlet a = " + repeat("not ", 5000) + "b",
      "preset p version 1\nlet a = " + repeat("-", 5000),
      "preset p version 1\nlet a = " + repeat("if a then b else ", 5000) + "c",
      "preset p version 1\nlet a = " + repeat("start of month of ", 5000) + "c",
      "preset p version 1\nlet a = " + repeat("f(", 5000),
      "preset p version 1\n" + repeat("record r {\n", 5000),
      // Length.
      "preset p version 1\nlet a = 1" + repeat(" + 1", 50000),
      "preset p version 1\nlet a = b" + repeat(".b", 50000),
      "preset p version 1\nlet a = \"" + std::string(500000, 'x'), repeat("## doc\n", 50000),
      repeat("let a = +\n", 5000), "preset p version 1\nlet a = " + std::string(500000, '9'),
      repeat("x ", 100000), repeat("\n", 1 << 20), std::string((1 << 20) + 1, ' '));
  const auto kind = GENERATE(FileKind::Preset, FileKind::Library, FileKind::Rules, FileKind::Shape);
  CAPTURE(text.substr(0, 60), text.size());
  const Parsed parsed = parse_text(text, kind);
  CHECK(test::broken_promise(parsed.ast, parsed.found) == "");
}

SCENARIO("a sound file stays readable however it is damaged") {
  const std::string name = GENERATE("rent.preset", "buckets.library", "status.rules", "loan.shape");
  const std::string sound = test::read(test::golden_path("dsl/syntax/" + name));
  const bool cuts = GENERATE(true, false);
  for (std::size_t at = 0; at < sound.size(); at += 31) {
    std::string text = sound;
    cuts ? text.resize(at) : (void)text.erase(at, 3);
    CAPTURE(name, at, cuts);
    const Parsed parsed = parse_text(text, *file_kind(name));
    REQUIRE(test::broken_promise(parsed.ast, parsed.found) == "");
  }
}

SCENARIO("nesting that people write is not too deep") {
  const std::string sixty = repeat("(", 60) + "a" + repeat(")", 60);
  CHECK(expression(sixty) == "(Path a)");
  CHECK(expression(repeat("(", 65) + "a").find("too-deep") != std::string::npos);
}

SCENARIO("words of the language cannot be names, except where the grammar knows the difference") {
  CHECK(std::is_sorted(reserved_words().begin(), reserved_words().end()));
  for (std::string_view word : reserved_words()) {
    CAPTURE(word);
    CHECK(parse_text("preset p version 1\nlet " + std::string(word) + " = 1\n").found.has_errors());
  }
  for (std::string_view word :
       {"code", "base", "day", "source", "consumer", "instalments", "digits", "before"}) {
    CAPTURE(word);
    CHECK(statement("let " + std::string(word) + " = 1") == "(Let " + std::string(word) + " 1)");
  }
}

SCENARIO("the extension of a file says its kind") {
  CHECK(file_kind("presets/entrata/rent.preset") == FileKind::Preset);
  CHECK(file_kind("buckets.library") == FileKind::Library);
  CHECK(file_kind("status.rules") == FileKind::Rules);
  CHECK(file_kind("lease.shape") == FileKind::Shape);
  CHECK(file_kind("sunrise.yaml") == std::nullopt);
}

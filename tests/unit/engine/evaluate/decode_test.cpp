// JSON through a shape: what each wire kind reads, and what holds the
// account.

#include "tests/support/mapping.h"

using namespace m2;

namespace {

// A shape of one root with these members, and a preset that prints `expression`.
struct Sample {
  std::shared_ptr<const Program> program;
  std::string problems;
};

Sample sample(const std::string& members, const std::string& expression,
              const std::string& more = "", const std::string& from = "") {
  const std::string shape = "shape sample\nrecord account from \"" + from + "\" {\n  id text\n" +
                            members + "\n}\n" + more + "\n";
  const std::string preset = test::sample_preset("let probe = " + expression + R"(
hold probe_missing when probe is missing because "missing"
hold probe_present when probe is present because "value {probe}"
)");
  const test::Checked checked = test::check_text(preset, shape);
  if (checked.preset == nullptr) return {nullptr, checked.messages()};
  return {test::lowered(checked), ""};
}

std::string told(const test::Mapped& mapped) {
  if (mapped.reasons.empty()) return mapped.outcome();
  const Reason first = {mapped.reasons.front().name,
                        test::without_folder(mapped.reasons.front().text), Span{}};
  if (first.text.starts_with("value ")) return first.text.substr(6);
  return first.text == "missing" ? "missing" : first.name + ": " + first.text;
}

std::string read(const std::string& members, const std::string& expression,
                 const std::string& document, const std::string& more = "") {
  const Sample made = sample(members, expression, more);
  return made.program == nullptr ? made.problems : told(test::map(made.program, document));
}

constexpr const char* kWords = R"(
one of color { "Red", "Blue" from "b", "Off White" from "ow" }
)";

}  // namespace

SCENARIO("each wire kind reads the forms vendors write") {
  const auto [type, json, value] = GENERATE(table<std::string, std::string, std::string>({
      {"text", R"("abc")", "abc"},
      {"text", "12", "12"},
      {"text", "1450.10", "1450.10"},
      {"text", "true", "true"},
      {"text", R"("")", ""},
      {"text", R"("a\u00e9\n")", "aé\n"},
      {"int", "12", "12"},
      {"int", R"("-12")", "-12"},
      {"int", "12.0", "12"},
      {"number", "2.16", "2.16"},
      {"number", R"("2.1600")", "2.16"},
      {"money", "1450.1", "$1,450.10"},
      {"money", R"("1,450.10")", "$1,450.10"},
      {"money", R"("-37.5")", "-$37.50"},
      {"money", "1450.1000", "$1,450.10"},
      {"money negated", "5", "-$5"},
      {"money negated", R"("-5.01")", "$5.01"},
      {"days", "30", "30 days"},
      {"months", R"("6")", "6 months"},
      {"bool", "true", "true"},
      {"bool", "0", "false"},
      {"bool", R"("Yes")", "true"},
      {"bool", R"("n")", "false"},
      {"date", R"("2026-05-31")", "2026-05-31"},
      {R"(date as "MM/dd/yyyy")", R"("05/31/2026")", "2026-05-31"},
      {R"(date as "yyyy-MM-dd", "MM/dd/yyyy")", R"("05/31/2026")", "2026-05-31"},
      {R"(date as "MM/dd/yyyy HH:mm")", R"("05/31/2026 23:59")", "2026-05-31"},
      {R"(date as "yyyy-MM-ddTHH:mm:sszzz")", R"("2026-05-31T10:00:00-06:00")", "2026-05-31"},
      {R"(date as "yyyyMMdd")", "20260531", "2026-05-31"},
      {R"(date as "/Date(seconds)/")", R"("/Date(1427829732)/")", "2015-03-31"},
      {R"(date as "/Date(seconds)/" in zone "America/Denver")", R"("/Date(1427863932)/")",
       "2015-03-31"},
      {R"(date as "/Date(seconds)/")", R"("/Date(1427863932)/")", "2015-04-01"},
      {R"(date as "/Date(seconds)/")", R"("/Date(-86400)/")", "1969-12-31"},
      {"color", R"("Red")", "Red"},
      {"color", R"("b")", "Blue"},
      {"color", R"("ow")", "Off White"},
  }));
  CAPTURE(type, json);
  CHECK(read("  x " + type, "account.x", R"({"id": "1", "x": )" + json + "}", kWords) == value);
}

SCENARIO("a value that does not parse holds the account: what, where, and the line of the shape") {
  const auto [type, json, told_as] = GENERATE(table<std::string, std::string, std::string>({
      {"int", R"("12a")", R"(bad_value: `x` is "12a", not a number (sample.shape:4, at /x))"},
      {"int", "1.5", R"(bad_value: `x` is "1.5", not a number (sample.shape:4, at /x))"},
      {"int", "true",
       "wrong_kind: `x` is true or false, which cannot be read (sample.shape:4, at /x)"},
      {"number", "1.23456", R"(bad_value: `x` is "1.23456", not a number (sample.shape:4, at /x))"},
      {"money", "1.005",
       R"(bad_value: `x` is "1.005", not an amount of money (sample.shape:4, at /x))"},
      {"money", R"("$5")",
       R"(bad_value: `x` is "$5", not an amount of money (sample.shape:4, at /x))"},
      {"money", "1e3",
       R"(bad_value: `x` is "1e3", not an amount of money (sample.shape:4, at /x))"},
      {"money", "{}", "wrong_kind: `x` is an object, which cannot be read (sample.shape:4, at /x)"},
      {"money", "[1]", "wrong_kind: `x` is a list, which cannot be read (sample.shape:4, at /x)"},
      {"date", R"("2026-02-30")",
       R"(bad_value: `x` is "******2-30", not a date like yyyy-MM-dd (sample.shape:4, at /x))"},
      {R"(date as "MM/dd/yyyy", "yyyy-MM-dd")", R"("x")",
       R"(bad_value: `x` is "x", not a date like MM/dd/yyyy or yyyy-MM-dd (sample.shape:4, at /x))"},
      {R"(date as "yyyy-MM-ddTHH:mm:sszzz")", R"("2026-05-31T10:00:00 and more")",
       "bad_value: `x` is \"***"},
      {R"(date as "yyyy-MM-ddTHH:mm:sszzz")", R"("2026-05-31T25:00:00Z")", "bad_value: `x` is"},
      {R"(date as "/Date(seconds)/")", R"("/Date(x)/")",
       "bad_value: `x` is \"/Date(x)/\", not a date"},
      {R"(date as "/Date(seconds)/")", R"("/Date(99999999999999999)/")", "bad_value: `x` is"},
      {"bool", R"("maybe")",
       R"(bad_value: `x` is "maybe", not true or false (sample.shape:4, at /x))"},
      {"color", R"("red")",
       R"(unknown_value: `x` is "red", which its list does not know (sample.shape:4, at /x))"},
      {"text", "[]", "missing_value: `x` is not in the document (sample.shape:4, at /x)"},
      {"text", "{}", "wrong_kind: `x` is an object, which cannot be read (sample.shape:4, at /x)"},
      {"text", "null", "missing_value: `x` is not in the document (sample.shape:4, at /x)"},
      {"money", "123456789012345678901234567890", "bad_value: `x` is"},
      {"int", "123456789012345678901234567890", "bad_value: `x` is"},
      {"list of text", R"("a")",
       "wrong_kind: `x` is text, which cannot be read (sample.shape:4, at /x)"},
  }));
  CAPTURE(type, json);
  const std::string expression =
      type.starts_with("list") ? "join of w for w in account.x by w" : "account.x";
  CHECK(read("  x " + type, expression, R"({"id": "1", "x": )" + json + "}", kWords)
            .substr(0, told_as.size()) == told_as);
}

SCENARIO("a message never shows what is personal") {
  const std::string text = read("  x int", "account.x", R"({"id": "1", "x": "900-12-3456 Reyes"})");
  CHECK(text.find("900") == std::string::npos);
  CHECK(text.find("12-") == std::string::npos);
}

SCENARIO("what nothing reads does not hold") {
  CHECK(read("  x int\n  y date", "account.x", R"({"id": "1", "x": 1, "y": "not a date"})") == "1");
  CHECK(read("  x bool\n  y? date", "if account.x then as_of else (account.y otherwise as_of)",
             R"({"id": "1", "x": true, "y": "no"})") == "2026-05-31");
  CHECK(read("  x bool\n  y? date", "if account.x then as_of else (account.y otherwise as_of)",
             R"({"id": "1", "x": false, "y": "no"})")
            .starts_with("bad_value"));
  // Asking whether it is there reads it.
  CHECK(read("  y? date", "account.y is present", R"({"id": "1", "y": "no"})")
            .starts_with("bad_value"));
}

SCENARIO("null, an absent member and what the shape names are missing; nothing else is") {
  const auto [type, json, value] = GENERATE(table<std::string, std::string, std::string>({
      {"x? text", R"({"id": "1"})", "missing"},
      {"x? text", R"({"id": "1", "x": null})", "missing"},
      {"x? text", R"({"id": "1", "x": []})", "missing"},
      {"x? text", R"({"id": "1", "x": ""})", ""},
      {R"(x? text missing when (""))", R"({"id": "1", "x": ""})", "missing"},
      {R"(x? text missing when ("", "none"))", R"({"id": "1", "x": "none"})", "missing"},
      {R"(x? money missing when ("0"))", R"({"id": "1", "x": 0})", "missing"},
      {R"(x? date missing when ("12/31/1969") as "MM/dd/yyyy")",
       R"({"id": "1", "x": "12/31/1969"})", "syntax"},
      {R"(x? date as "MM/dd/yyyy" missing when ("12/31/1969"))",
       R"({"id": "1", "x": "12/31/1969"})", "missing"},
      // The first path that is there wins; what is missing there is looked for in the next.
      {R"(x? text from "a", "b" missing when (""))", R"({"id": "1", "b": "B", "a": "A"})", "A"},
      {R"(x? text from "a", "b" missing when (""))", R"({"id": "1", "b": "B", "a": ""})", "B"},
      {R"(x? text from "a", "b" missing when (""))", R"({"id": "1", "b": "B", "a": null})", "B"},
      {R"(x? text from "a", "b.c")", R"({"id": "1", "b": {"c": "C"}})", "C"},
      {R"(x text missing when (""))", R"({"id": "1", "x": ""})", "missing_value"},
      {R"(x? text from "a.b")", R"({"id": "1", "a": null})", "missing"},
      {R"(x? text from "a.b")", R"({"id": "1", "a": []})", "missing"},
      // A text where an object should stand is not "nothing".
      {R"(x? text from "a.b")", R"({"id": "1", "a": "surprise"})", "wrong_kind"},
      {R"(x? text from "a.b")", R"({"id": "1", "a": [5, {"b": "B"}]})", "wrong_kind"},
  }));
  CAPTURE(type, json);
  const std::string got = read("  " + type, "account.x", json);
  CHECK((got == value || got.starts_with(value + ":") ||
         (value == "syntax" && got.starts_with("error[syntax]"))));
}

SCENARIO("where one value is demanded, two hold the account") {
  const auto [members, json, value] = GENERATE(table<std::string, std::string, std::string>({
      {"  x text", R"({"id": "1", "x": "a", "x": "b"})",
       "two_values: `x` stands there more than once (sample.shape:4, at /x)"},
      {R"(  x text from "a.b")", R"({"id": "1", "a": {"b": "1"}, "a": {"b": "2"}})", "two_values"},
      {R"(  x text from "a.b")", R"({"id": "1", "a": [{"b": "1"}, {"b": "2"}]})", "two_values"},
      {R"(  x text from "a.b")", R"({"id": "1", "a": [{"b": "1"}]})", "1"},
      {R"(  x text from "a.b")", R"({"id": "1", "a": [{"c": "1"}, {"b": "2"}]})", "2"},
  }));
  CAPTURE(members, json);
  CHECK(read(members, "account.x", json).substr(0, value.size()) == value);
}

SCENARIO("a record is one object") {
  const std::string more = "record part { name text }";
  const auto [json, value] = GENERATE(table<std::string, std::string>({
      {R"({"id": "1", "p": {"name": "a"}})", "a"},
      {R"({"id": "1", "p": [{"name": "a"}]})", "a"},
      {R"({"id": "1", "p": [{"name": "a"}, {"name": "b"}]})", "two_values"},
      {R"({"id": "1", "p": {"name": "a"}, "p": {"name": "b"}})", "two_values"},
      {R"({"id": "1", "p": "a"})", "wrong_kind"},
      {R"({"id": "1", "p": ["a"]})", "wrong_kind"},
      {R"({"id": "1", "p": {}})",
       "missing_value: `name` is not in the document (sample.shape:6, at /p/name)"},
      {R"({"id": "1"})", "missing_value: `p` is not in the document (sample.shape:4, at /p)"},
  }));
  CAPTURE(json);
  CHECK(read("  p part", "account.p.name", json, more).substr(0, value.size()) == value);
}

SCENARIO("lists stay lists, of one and of none") {
  const std::string more = "record item { name text  amount money }";
  const auto [members, expression, json,
              value] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"  l list of item", "join of i.name for i in account.l by i.name",
       R"({"id":"1","l":[{"name":"b"},{"name":"a"}]})", "ab"},
      {"  l list of item", "count of i for i in account.l", R"({"id":"1","l":[]})", "0"},
      {"  l list of item", "count of i for i in account.l", R"({"id":"1"})", "0"},
      {"  l list of item", "count of i for i in account.l", R"({"id":"1","l":null})", "0"},
      {"  l list of item", "count of i for i in account.l", R"({"id":"1","l":{"name":"a"}})",
       "wrong_kind"},
      {"  l list of item one or many", "count of i for i in account.l",
       R"({"id":"1","l":{"name":"a"}})", "1"},
      {"  l list of item one or many", "count of i for i in account.l",
       R"({"id":"1","l":[{"name":"a"},{"name":"b"}]})", "2"},
      {"  l list of item", "count of i for i in account.l",
       R"({"id":"1","l":[{"name":"a"},null,{"name":"b"}]})", "2"},
      {"  l list of item", "count of i for i in account.l", R"({"id":"1","l":[{"name":"a"},5]})",
       "wrong_kind"},
      {"  l? list of item", "count of i for i in (account.l otherwise ())", R"({"id":"1"})", "0"},
      {"  l? list of item", "account.l is missing", R"({"id":"1"})", "true"},
      // Lists in lists flatten into one.
      {R"(  l list of item from "a.b")", "join of i.name for i in account.l by i.name",
       R"({"id":"1","a":[{"b":[{"name":"x"}]},{"b":[{"name":"y"},{"name":"z"}]}]})", "xyz"},
      {R"(  l list of item from "a.b" one or many)", "join of i.name for i in account.l by i.name",
       R"({"id":"1","a":[{"b":{"name":"x"}},{"b":[{"name":"y"}]},{}]})", "xy"},
      // A member that stands twice in one object is not a list of two.
      {"  l list of item", "count of i for i in account.l",
       R"({"id":"1","l":[{"name":"a"}],"l":[{"name":"b"}]})", "two_values"},
      {R"(  l list of item from "a.b")", "count of i for i in account.l",
       R"({"id":"1","a":{"b":[]},"a":{"b":[{"name":"b"}]}})", "two_values"},
      // Items of plain kinds.
      {"  l list of money", "sum of a for a in account.l", R"({"id":"1","l":["1.10",2]})", "$3.10"},
      {"  l list of money", "sum of a for a in account.l", R"({"id":"1","l":["1.10","x"]})",
       "bad_value: `l` is \"x\""},
      {"  l list of money", "count of a for a in account.l", R"({"id":"1","l":["1.10","x"]})",
       "bad_value: `l` is \"x\""},
      {"  l list of text", "\"\" is one of account.l", R"({"id":"1","l":["a",{}]})", "wrong_kind"},
      {"  l list of date", "latest d for d in account.l",
       R"({"id":"1","l":["2026-01-01","2026-03-01"]})", "2026-03-01"},
      {"  l list of color", "count of c for c in account.l where c is \"Blue\"",
       R"({"id":"1","l":["b","Red","b"]})", "2"},
  }));
  CAPTURE(members, expression, json);
  CHECK(read(members, expression, json, more + kWords).substr(0, value.size()) == value);
}

SCENARIO("one wire list may be read as two, by a condition over its items") {
  const std::string members = R"(
  owed list of owed from "rows" where amount > $0 and not is_void
  paid list of paid from "rows" where amount < $0 and kind is one of ("check", "cash")
  voids list of owed from "rows" where is_void
)";
  const std::string more = R"(
record owed { amount money  is_void bool  kind text }
record paid { amount money  credit money from "amount" negated  kind? text  is_void bool  }
)";
  const std::string document =
      R"({"id":"1","rows":[{"amount":5,"is_void":false,"kind":"rent"},{"amount":-2,"is_void":false,"kind":"cash"},
    {"amount":-1,"is_void":false,"kind":"x"},{"amount":7,"is_void":true,"kind":"rent"}]})";
  const std::string declared =
      "  owed list of owed from \"rows\" where amount > $0 and not is_void\n"
      "  paid list of paid from \"rows\" where amount < $0 and (kind otherwise \"\") is one of "
      "(\"check\", \"cash\")\n"
      "  voids list of owed from \"rows\" where is_void";
  CHECK(read(declared, "sum of o.amount for o in account.owed", document, more) == "$5");
  CHECK(read(declared, "sum of p.credit for p in account.paid", document, more) == "$2");
  CHECK(read(declared, "sum of o.amount for o in account.voids", document, more) == "$7");
  // What the condition reads must be readable in every item.
  const std::string broken =
      R"({"id":"1","rows":[{"amount":5,"is_void":false,"kind":"rent"},{"amount":"?","is_void":false,"kind":"rent"}]})";
  CHECK(read(declared, "sum of o.amount for o in account.owed", broken, more)
            .starts_with("bad_value: an item of `owed` has a value that cannot be read"));
  CHECK(read(declared, "sum of o.amount for o in account.owed", broken, more).find("/rows/1") !=
        std::string::npos);
  // A condition that could not say what to do with a missing member does not pass the checker.
  CHECK(read(members, "sum of o.amount for o in account.owed", document, more)
            .find("error[missing-not-handled]") != std::string::npos);
}

SCENARIO("a flag may be worked out from its record's own members") {
  const std::string more = R"(
record row {
  amount  money
  kind?   text
  counts  bool where (kind otherwise "") is "rent" and amount > $0
}
)";
  const std::string document =
      R"({"id":"1","l":[{"amount":5,"kind":"rent"},{"amount":-5,"kind":"rent"},{"amount":6}]})";
  CHECK(read("  l list of row", "sum of r.amount for r in account.l where r.counts", document,
             more) == "$5");
  CHECK(read("  l list of row", "sum of r.amount for r in account.l where not r.counts", document,
             more) == "$1");
  // A value that only the flag needs holds when the flag is read, and not before.
  const std::string broken = R"({"id":"1","l":[{"amount":"?","kind":"rent"}]})";
  CHECK(read("  l list of row", "count of r for r in account.l where r.counts", broken, more)
            .starts_with("bad_value"));
  CHECK(read("  l list of row", "count of r for r in account.l", broken, more) == "1");
}

SCENARIO("a condition that cannot be answered leaves nothing behind in a list that is being made") {
  const std::string more = R"(
record row { name text  tags list of text  good bool where every t in tags has t is "x" }
)";
  const std::string document =
      R"({"id":"1","l":[{"name":"a","tags":["x"]},{"name":"b","tags":["y"]}]})";
  CHECK(read("  l list of row", "join of r.name for r in account.l where r.good by r.name",
             document, more) == "a");
}

SCENARIO("documents that are not what they should be hold the account and nothing else") {
  const Sample made = sample("  x? text", "account.x");
  REQUIRE(made.program != nullptr);
  Mapper mapper(
      made.program,
      {.tenant = "t", .identification_number = "", .cycle_identifier = "", .time_stamp = {}});
  const auto map = [&](std::string document) {
    return test::copied(mapper.map(document.data(), document.size()));
  };
  const std::string good = R"({"id": "1", "x": "a"})";
  CHECK(told(map(good)) == "a");

  THEN("text that is not JSON") {
    const auto document =
        GENERATE(as<std::string>(), "", "{", "nope", R"({"id": })", R"({"id": "1"} {"id": "2"})",
                 R"({"id": "1)", R"({"x": 1e999})", "[1,2", "\xff\xfe", R"({"id": "\ud800"})");
    CAPTURE(document);
    const test::Mapped mapped = map(document);
    CHECK(mapped.kind == OutcomeKind::Held);
    REQUIRE(mapped.reasons.size() == 1);
    CHECK(mapped.reasons.front().name == "unreadable_document");
    CHECK(told(map(good)) == "a");
  }
  THEN("JSON that is not an object") {
    const auto document = GENERATE(as<std::string>(), "[]", "5", "null", R"("text")", "true",
                                   "[{\"id\": \"1\", \"x\": \"a\"}]");
    CAPTURE(document);
    const test::Mapped mapped = map(document);
    CHECK(mapped.kind == OutcomeKind::Held);
    CHECK(mapped.reasons.front().name == "missing_value");
    CHECK(told(map(good)) == "a");
  }
  THEN("bytes that are not UTF-8") {
    const test::Mapped mapped = map("{\"id\": \"1\", \"x\": \"\xc3\x28\"}");
    CHECK(mapped.kind == OutcomeKind::Held);
    CHECK(told(map(good)) == "a");
  }
  THEN("100,000 brackets, where nothing is read and where something is") {
    const std::string deep = std::string(100000, '[') + std::string(100000, ']');
    CHECK(told(map("{\"id\": \"1\", \"y\": " + deep + ", \"x\": \"a\"}")) ==
          "unreadable_document: The document is not JSON: Nested more than 1,000 deep. (byte 0).");
    CHECK(told(map(deep)).starts_with("unreadable_document"));
    CHECK(told(map(std::string(100000, '['))).starts_with("unreadable_document"));
    const std::string allowed = std::string(900, '[') + std::string(900, ']');
    CHECK(told(map("{\"id\": \"1\", \"y\": " + allowed + ", \"x\": \"a\"}")) == "a");
    CHECK(told(map("{\"id\": \"1\", \"x\": " + allowed + "}")).starts_with("wrong_kind"));
    CHECK(told(map(good)) == "a");
  }
  THEN("900 nested objects on the way to a member") {
    const Sample nested = sample("  x? text from \"a.a.a\"", "account.x");
    std::string document = "{\"id\": \"1\", \"a\": ";
    for (int i = 0; i < 900; ++i) document += "{\"a\": ";
    document += "1" + std::string(900, '}') + "}";
    CHECK(told(test::map(nested.program, document)).starts_with("wrong_kind"));
  }
  THEN("a NUL in a text") {
    CHECK(told(map(R"({"id": "1", "x": "a\u0000b"})")) == std::string("a\0b", 3));
  }
  THEN("members in another order, more of them, fewer of them") {
    CHECK(told(map(R"({"x": "a", "id": "1"})")) == "a");
    CHECK(told(map(R"({"y": {"x": "c"}, "x": "b", "z": [1,2,3], "id": "1"})")) == "b");
    CHECK(told(map(R"({"id": "1"})")) == "missing");
    CHECK(told(map(good)) == "a");
  }
}

SCENARIO("the account is named by the first member of the first root, whatever happens to it") {
  const Sample made = sample("  x int", "account.x");
  CHECK(test::map(made.program, R"({"id": 77, "x": 1})").account == "77");
  CHECK(test::map(made.program, R"({"id": "A-7", "x": "bad"})").account == "A-7");
  CHECK(test::map(made.program, R"({"x": 1})").account == "");
  const Sample deeper = sample("  x? int", "account.x", "", "data.loan");
  CHECK(test::map(deeper.program, R"({"data": {"loan": {"id": "9"}}})").account == "9");
  CHECK(told(test::map(deeper.program, R"({"data": {}})")).starts_with("missing_value"));
}

SCENARIO("a root may be looked for in several places") {
  const std::string shape =
      "shape sample\nrecord account from \"a\", \"b.c\" {\n  id text\n  x? text\n}\n";
  const test::Checked checked =
      test::check_text(test::sample_preset("hold h when true because \"{account.id}\""), shape);
  CHECK(test::map(checked, R"({"b": {"c": {"id": "2"}}})").reasons.front().text == "2");
  CHECK(test::map(checked, R"({"a": {"id": "1"}, "b": {"c": {"id": "2"}}})").reasons.front().text ==
        "1");
}

SCENARIO("a list of one person may refer to another") {
  const std::string more = "record person { name text  friend? person }";
  CHECK(read("  p person", "account.p.friend.friend.name otherwise \"none\"",
             R"({"id":"1","p":{"name":"a","friend":{"name":"b","friend":{"name":"c"}}}})",
             more) == "c");
  CHECK(read("  p person", "account.p.friend.friend.name otherwise \"none\"",
             R"({"id":"1","p":{"name":"a","friend":{"name":"b"}}})", more) == "none");
}

SCENARIO("a person may have a list of others that a condition chooses") {
  const std::string more =
      "record person { name text  is_close bool  friends list of person from \"friends\" where "
      "is_close and name is not \"x\" }";
  const std::string document =
      R"({"id":"1","p":{"name":"a","is_close":true,"friends":[
           {"name":"b","is_close":true,"friends":[{"name":"c","is_close":true},{"name":"x","is_close":true}]},
           {"name":"d","is_close":false,"friends":[{"name":"e","is_close":true}]}]}})";
  CHECK(read("  p person", "join of f.name for f in account.p.friends by f.name", document, more) ==
        "b");
  CHECK(read("  p person",
             "join of (join of g.name for g in f.friends by g.name) for f in account.p.friends by "
             "f.name",
             document, more) == "c");
}

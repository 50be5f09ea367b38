// Shapes drafted from documents: what is guessed, what is never told, and that every draft checks.

#include "engine/pipeline/shape_draft.h"

#include <fmt/format.h>

#include <filesystem>

#include "dsl/check.h"
#include "engine/base/file.h"
#include "engine/pipeline/samples.h"
#include "engine/pipeline/shape_guess.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;

namespace {

Profile profile_of(const std::vector<std::string>& documents) {
  Profile root;
  JsonDocument json;
  for (const std::string& document : documents) {
    REQUIRE_FALSE(json.parse(document));
    root.add(json.root());
  }
  return root;
}

// Documents with one member of these values, and one of each document's own number.
Profile with_values(const std::string& name, const std::vector<std::string>& values) {
  std::vector<std::string> documents;
  for (const std::string& value : values)
    documents.push_back(fmt::format(R"({{"id":"{}","{}":{}}})", documents.size(), name, value));
  return profile_of(documents);
}

std::string guessed(const std::string& name, const std::vector<std::string>& values) {
  const Profile root = with_values(name, values);
  const Guess found = guess(name, *root.member(name));
  std::string out = found.type.empty() ? "one of" : found.type;
  for (const std::string& word : found.words) out += " " + word;
  for (const std::string& format : found.formats) out += " " + format;
  return out;
}

// What is wrong with a draft, as users see it; empty when it checks.
std::string problems_of(const std::string& draft) {
  const std::filesystem::path file = test::scratch("draft.shape");
  REQUIRE(write_file(file, draft));
  Diagnostics found;
  const auto shape = dsl::check_shape(file, found);
  std::filesystem::remove(file);
  CHECK((shape == nullptr) == found.has_errors());
  return render(found.sorted(), Colour::Never);
}

// The line of a member.
std::string line_of(const std::string& draft, const std::string& name) {
  std::string line;
  const std::size_t at = draft.find("\n  " + name);
  if (at == std::string::npos) return "no such line";
  bool was_blank = true;
  for (const char c : draft.substr(at + 1, draft.find('\n', at + 1) - at - 1)) {
    if (c != ' ' || !was_blank) line += c;
    was_blank = c == ' ';
  }
  return line;
}

}  // namespace

SCENARIO("the type of a member follows from all its values, and from its name") {
  using Values = std::vector<std::string>;
  const auto [name, values, type] = GENERATE(table<std::string, Values, std::string>({
      {"rentAmount", {"1450", "1200.5", "\"90.00\""}, "money"},
      {"posted", {"\"1450.10\"", "\"-20.00\""}, "money"},
      {"ratio", {"2.16", "2"}, "number"},
      {"ratio", {"2.12345", "2"}, "text"},
      {"count", {"1", "20", "0"}, "int"},
      {"leaseId", {"1", "20"}, "text"},
      {"postalCode", {"84601", "84602"}, "text"},
      {"padded", {"\"007\"", "\"8\""}, "text"},
      {"flag", {"true", "false"}, "bool"},
      {"isLate", {"1", "0", "\"1\""}, "bool"},
      {"agreed", {"\"Yes\"", "\"no\"", "\"1\""}, "bool"},
      {"units", {"1", "0"}, "int"},
      {"startDate", {"\"2026-01-31\"", "\"2026-02-28\""}, "date"},
      {"startDate", {"\"01/31/2026\"", "\"12/01/2026\""}, "date MM/dd/yyyy"},
      {"startDate", {"\"31/01/2026\"", "\"01/12/2026\""}, "date dd/MM/yyyy"},
      {"startDate", {"\"2026-01-31\"", "\"01/31/2026\""}, "date yyyy-MM-dd MM/dd/yyyy"},
      {"startDate", {"\"2026-01-31T10:00:00\""}, "date yyyy-MM-ddTHH:mm:ss"},
      {"startDate", {"\"/Date(1427829732)/\""}, "date /Date(seconds)/"},
      {"startDate", {"\"20260131\""}, "date yyyyMMdd"},
      {"number", {"\"20260131\""}, "text"},
      {"startDate", {"\"2026-02-30\"", "\"2026-02-28\""}, "text"},
      {"startDate", {"\"2026-01-31\"", "\"soon\""}, "text"},
      {"huge", {"123456789012345678901234567890"}, "text"},
      {"nothing", {"null", "null"}, "text"},
      {"nothing", {"\"\"", "\" \""}, "text"},
  }));
  CAPTURE(name, values);
  CHECK(guessed(name, values) == type);
}

SCENARIO("what keeps values from being of a type is counted") {
  const Profile root =
      with_values("opened", {"\"2026-01-31\"", "\"2026-02-28\"", "\"2026-02-30\""});
  CHECK(line_of(draft_shape("a.b", root), "opened") ==
        "opened text # 2 of 3 are dates as \"yyyy-MM-dd\"");
}

SCENARIO("a few words said again and again are a closed list; what may be personal never is") {
  std::vector<std::string> values;
  for (int i = 0; i < 12; ++i) values.push_back(i % 3 == 0 ? "\"Past\"" : "\"Current\"");
  CHECK(guessed("status", values) == "one of Current Past");
  CHECK(guessed("firstName", values) == "text");
  CHECK(guessed("ssn", values) == "text");
  CHECK(guessed("email", values) == "text");
  for (const char* word : {"\"666-12-3456\"", "\"a@b.example\"", "\"say {x}\"", "\"a\\\"b\"",
                           "\"two\\nlines\"", "\"123\""}) {
    CAPTURE(word);
    std::vector<std::string> more = values;
    for (int i = 0; i < 12; ++i) more.emplace_back(word);
    CHECK(guessed("status", more) == "text");
  }
  CHECK(guessed("status", {"\"Past\"", "\"Current\""}) == "text");  // seen once each
}

SCENARIO("records, lists and wrappers are seen as they are") {
  const std::string draft = draft_shape(
      "acme.lease",
      profile_of({R"({"lease":{"intervals":{"interval":{"begun":"01/31/2026"}},"a":1},
                      "rows":{"results":[{"amount":"1.00"}],"__count":1},"tags":["x","y"],"id":"7"})",
                  R"({"lease":{"intervals":{"interval":[{"begun":"02/28/2026"}]},"a":2},"id":"8",
                      "rows":{"results":[]},"note":null})"}));
  CAPTURE(draft);
  CHECK(problems_of(draft).empty());
  CHECK(draft.find("record lease from \"\" {") != std::string::npos);
  CHECK(line_of(draft, "id ") == "id text");  // names the account: the first member
  CHECK(draft.find("{\n  id ") != std::string::npos);
  CHECK(line_of(draft, "intervals") ==
        "intervals list of interval from \"intervals.interval\" one or many");
  CHECK(line_of(draft, "rows") == "rows list of row from \"rows.results\"");
  CHECK(line_of(draft, "tags") == "tags list of text # missing in 1 of 2");
  CHECK(line_of(draft, "note?") == "note? text # never had a value; missing in 2 of 2");
  CHECK(line_of(draft, "begun") == "begun date from \"begun\" as \"MM/dd/yyyy\"");
}

SCENARIO("what is missing is counted") {
  const std::string draft = draft_shape(
      "acme.lease", profile_of({R"({"id":"1","unit":"4","ended":""})", R"({"id":"2","ended":null})",
                                R"({"id":"3","unit":"5","ended":"2026-01-31"})"}));
  CHECK(line_of(draft, "unit?") == "unit? int # missing in 1 of 3");
  CHECK(line_of(draft, "ended?") ==
        "ended? date from \"ended\" missing when (\"\") # missing in 2 of 3");
}

SCENARIO("whatever the names are, the draft checks") {
  const std::string draft = draft_shape(
      "a.home",
      profile_of(
          {R"({"from":"1","list":[{"date":{"text":1}}],"date":{"money":2},"If":1,"a.b":1,"":1,
        "x\"y":1,"{z}":1,"two\nlines":1,"9lives":1,"Date":"x","DATE":"y","ünïcode":"1","none":1,
        "as_of":{"consent":{"run":1}},"base":1,"d":{"results":[]},"or":[[1,[2]]],"@attributes":{"Id":"1"},
        "e":{},"f":[{}],"g":[null],"twin":1,"twin":2,"k":{"k":{"k":{"k":"v"}}}})"}));
  CAPTURE(draft);
  CHECK(problems_of(draft).empty());
  CHECK(line_of(draft, "twin") == "twin int # stands twice in 1");
}

SCENARIO("the drafts of both vendors' demos check") {
  const char* folder = GENERATE("presets/entrata/fixtures", "presets/loanpro/fixtures");
  Profile root;
  JsonDocument json;
  REQUIRE(for_each_sample(test::project_path(folder), [&](std::string_view document) {
    if (!json.parse(document)) root.add(json.root());
  }));
  const std::string draft = draft_shape("demo.account", root);
  CHECK(problems_of(draft).empty());
  THEN("and tell nothing of anybody") {
    CHECK(draft.find("666") == std::string::npos);  // where the demo's SSNs begin
  }
}

SCENARIO("an object whose names are values is cut, and said to be") {
  std::string document = "{\"id\":\"1\"";
  for (int i = 0; i < 2000; ++i) document += fmt::format(",\"k{}\":1", i);
  const std::string draft = draft_shape("a.b", profile_of({document + "}"}));
  CHECK(draft.find("more than 512 different members") != std::string::npos);
  CHECK(problems_of(draft).empty());
}

SCENARIO("what is nested too deep is not followed") {
  std::string document;
  for (int i = 0; i < 400; ++i) document += "{\"a\":";
  document += "1" + std::string(400, '}');
  CHECK(problems_of(draft_shape("a.b", profile_of({document}))).empty());
}

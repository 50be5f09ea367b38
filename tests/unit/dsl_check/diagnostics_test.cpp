// What the checker says (the rules for messages): one small preset per mistake, its rendering
// beside it, judged by reading.

#include "dsl/diagnostics.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "tests/support/golden.h"
#include "tests/support/mapping.h"

using namespace m2;

namespace {

std::vector<std::string> golden_presets() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(test::golden_path("dsl/check"))) {
    if (entry.path().extension() == ".preset") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

SCENARIO("every mistake has its message") {
  for (const std::string& name : golden_presets()) {
    CAPTURE(name);
    const test::Checked checked = test::check_golden_preset("dsl/check/" + name + ".preset");
    test::check_golden("dsl/check/" + name + ".expected", checked.messages());
    CHECK((checked.preset == nullptr) == checked.found.has_errors());
  }
}

SCENARIO("every kind of diagnostic has a golden, with the severity of its row") {
  // What no golden can hold.
  const std::map<std::string_view, std::string_view> exempt = {
      {"too-large", "a golden would be a megabyte; below"},
      {"unreadable-file", "needs a file that is not there; below"},
  };
  std::map<std::string, std::set<Severity>> met;
  for (const std::string& name : golden_presets()) {
    const test::Checked checked = test::check_golden_preset("dsl/check/" + name + ".preset");
    for (const Diagnostic& d : checked.found.all()) met[d.slug].insert(d.severity);
  }
  for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) {
    if (kind.about != dsl::DiagnosticAbout::Preset) continue;
    CAPTURE(kind.slug);
    const auto found = met.find(std::string(kind.slug));
    CHECK((found != met.end()) != (exempt.count(kind.slug) > 0));
    if (found != met.end()) CHECK(found->second == std::set<Severity>{kind.severity});
  }
  for (const auto& [slug, severities] : met) {
    CAPTURE(slug);
    CHECK(dsl::find_diagnostic(slug) != nullptr);
  }
}

SCENARIO(
    "every slug in the code stands in the table, and every row of the table in the code and in the "
    "language reference") {
  std::string code;
  for (const char* folder : {"dsl", "engine"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(test::project_path(folder))) {
      const auto extension = entry.path().extension();
      if (extension == ".cpp" || extension == ".h") code += test::read(entry.path().string());
    }
  }
  // found_.error("gap", …), report("syntax", …), d.slug = "unknown-code", value ? "unused-let" : …
  const std::regex use("(?:error|warning|note|report)\\(\\s*\"([a-z]+(?:-[a-z]+)*)\"\\s*,");
  std::size_t uses = 0;
  for (auto it = std::sregex_iterator(code.begin(), code.end(), use); it != std::sregex_iterator();
       ++it, ++uses) {
    const std::string slug = (*it)[1];
    CAPTURE(slug);
    CHECK(dsl::find_diagnostic(slug) != nullptr);
  }
  CHECK(uses > 100);
  const std::string reference = test::read(test::project_path("docs/language.md"));
  for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) {
    CAPTURE(kind.slug);
    CHECK(code.find("\"" + std::string(kind.slug) + "\"") != std::string::npos);
    CHECK(reference.find("`" + std::string(kind.slug) + "`") != std::string::npos);
  }
}

SCENARIO("a file that is not there, and one that is far too large, are diagnostics, too") {
  THEN("the preset itself") {
    Diagnostics found;
    CHECK(dsl::check(test::golden_path("dsl/check/nowhere.preset"),
                     dsl::Workspace(test::golden_path("dsl/check")), found) == nullptr);
    REQUIRE(found.all().size() == 1);
    CHECK(found.all().front().slug == "unreadable-file");
  }
  THEN("a preset of a megabyte") {
    const test::Checked checked = test::check_files(
        {{"large.preset", "preset large version 1\n" + std::string(std::size_t{2} << 20, '#')}});
    CHECK(checked.preset == nullptr);
    CHECK(checked.slugs() == "too-large");
  }
}

SCENARIO("a table that nobody can prove is told, and not tried for ever") {
  // Sixty questions with two answers each; a row leaves three of them open to one answer.
  std::string arguments;
  std::string header = "  |";
  for (int c = 0; c < 60; ++c) {
    arguments += (c == 0 ? "" : ", ") + ("q" + std::to_string(c)) + ": bool";
    header += " q" + std::to_string(c) + " |";
  }
  std::string rows;
  unsigned random = 1;
  for (int r = 0; r < 260; ++r) {
    std::vector<std::string> cells(60, "any");
    for (int k = 0; k < 3; ++k) {
      random = random * 1'103'515'245 + 12'345;
      cells[(random >> 16) % 60] = (random >> 8) % 2 == 0 ? "true" : "false";
    }
    rows += "  |";
    for (const std::string& cell : cells) rows += " " + cell + " |";
    rows += "| a |\n";
  }
  const test::Checked checked = test::check_text(
      test::sample_preset("table t(" + arguments + ") gives word: text in order {\n" + header +
                          "| word |\n" + rows + "}\n"),
      test::kSampleShape);
  CHECK(checked.preset == nullptr);
  CHECK(checked.slugs().find("too-large") != std::string::npos);
  CHECK(checked.slugs().find("gap") == std::string::npos);
}

SCENARIO("presets checked with one collection of diagnostics do not disturb one another") {
  Diagnostics found;
  const dsl::Workspace workspace(test::golden_path("dsl/check"));
  CHECK(dsl::check(test::golden_path("dsl/check/gap.preset"), workspace, found) == nullptr);
  CHECK(dsl::check(test::golden_path("dsl/check/no_mistakes.preset"), workspace, found) != nullptr);
  CHECK(dsl::check(test::golden_path("dsl/check/unknown_library.preset"), workspace, found) ==
        nullptr);
  CHECK(found.count(Severity::Error) == 2);
}

SCENARIO("five mistakes are five messages, each at its own place") {
  const test::Checked checked = test::check_golden_preset("dsl/check/five_mistakes.preset");
  CHECK(checked.slugs() == "unknown-name unit missing-not-handled unknown-code too-long");
}

SCENARIO("a warning that was allowed is told on request, with its reason") {
  test::Checked checked = test::check_golden_preset("dsl/check/allow.preset");
  CHECK(checked.slugs().empty());
  CHECK(checked.preset != nullptr);
  checked.found.tell_silenced();
  test::check_golden("dsl/check/allow.all", checked.messages());
  CHECK(checked.found.count(Severity::Allowed) == 4);
  CHECK(checked.found.count(Severity::Warning) == 0);
}

SCENARIO("the shipped presets leave nothing to say") {
  const std::string presets = test::project_path("presets");
  std::size_t checked = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(presets)) {
    if (entry.path().extension() != ".preset") continue;
    Diagnostics found;
    CAPTURE(entry.path().string());
    CHECK(dsl::check(entry.path(), dsl::Workspace(presets), found) != nullptr);
    CHECK(render(found.sorted(), Colour::Never) == "");
    ++checked;
  }
  CHECK(checked >= 2);
}

SCENARIO("a member of a charge that is read through the ledger is read") {
  const test::Checked checked = test::check_text(
      test::sample_preset(
          "let ledger = allocate account.payments to account.charges oldest first as of as_of\n"
          "hold noted when any c in ledger.charges where c.note is \"x\" because \"Noted.\"\n"),
      "shape sample\nrecord account from \"\" {\n  id text\n  charges list of charge\n"
      "  payments list of payment\n}\n"
      "record charge {\n  id text\n  due date\n  amount money\n  note text\n  other text\n}\n"
      "record payment {\n  id text\n  paid_on date\n  amount money\n}\n");
  INFO(checked.messages());
  REQUIRE(checked.preset != nullptr);
  Diagnostics found;
  const std::shared_ptr<const dsl::CheckedPreset> presets[] = {checked.preset};
  dsl::report_unused_members(presets, found);
  std::string unread;
  for (const Diagnostic& d : found.sorted()) unread += d.message + "; ";
  CHECK(unread.find("`note`") == std::string::npos);
  CHECK(unread.find("`other`") != std::string::npos);
}

#include "dsl/mutants.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "dsl/check.h"
#include "dsl/parse.h"
#include "engine/evaluate/examples.h"
#include "tests/support/golden.h"

using namespace m2;
using namespace m2::dsl;

namespace {

namespace fs = std::filesystem;

std::shared_ptr<const CheckedPreset> checked(const fs::path& file, const fs::path& folder) {
  Diagnostics found;
  auto preset = check(file, Workspace(folder), found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(preset != nullptr);
  return preset;
}

std::vector<std::shared_ptr<const Ast>> trees_of(const CheckedPreset& preset) {
  auto trees = preset.trees;
  trees.push_back(preset.shape->ast);
  return trees;
}

const fs::path kLittle = test::golden_path("cli/files/little");

std::shared_ptr<const CheckedPreset> little() {
  return checked(kLittle / "little.preset", kLittle);
}

std::shared_ptr<const Ast> parsed(const Mutant& mutant, Diagnostics& found) {
  const SourcePtr text = mutant.text();
  return std::make_shared<const Ast>(parse(text, *file_kind(text->name()), found));
}

// "refused: gap", or nothing.
std::string verdict(const Mutant& mutant, const CheckedPreset& preset) {
  Diagnostics found;
  const auto ast = parsed(mutant, found);
  if (!found.has_errors()) {
    const auto changed = check_changed(preset, ast, found);
    if (changed != nullptr) check_examples(changed, found);
    if (changed != nullptr && !found.has_errors()) return "";
  }
  // Whatever refuses a mutant says why.
  for (const Diagnostic& d : found.all()) {
    if (d.severity == Severity::Error) return "refused: " + d.slug;
  }
  FAIL("refused without a reason");
  return "";
}

// Mutants of one preset of statements over the little room.
std::vector<std::string> changes(const std::string& statements) {
  const fs::path file = kLittle / "little.preset";
  std::string text = test::read(file.string());
  text += statements;
  Diagnostics found;
  const auto before = little();
  const auto source =
      std::make_shared<const SourceText>(before->trees.back()->source().name(), std::move(text));
  const auto ast = std::make_shared<const Ast>(parse(source, FileKind::Preset, found));
  const auto preset = check_changed(*before, ast, found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(preset != nullptr);
  const std::size_t first = test::read(file.string()).size();
  std::vector<std::string> out;
  for (const Mutant& mutant : mutants_of(*ast, *preset)) {
    if (mutant.place.begin < first) continue;
    std::string told(to_string(mutant.mutation));
    for (const ChangedLine& line : mutant.lines()) told += ": " + line.after;
    out.push_back(std::move(told));
  }
  return out;
}

}  // namespace

SCENARIO("every mutant of a small preset") {
  const auto preset = little();
  std::string told;
  for (const auto& ast : trees_of(*preset)) {
    told += fmt::format("{}{}\n", told.empty() ? "" : "\n",
                        fs::path(ast->source().name()).filename().string());
    for (const Mutant& mutant : mutants_of(*ast, *preset)) {
      told += fmt::format("\n{}   {}\n", to_string(mutant.mutation), verdict(mutant, *preset));
      while (told[told.size() - 2] == ' ') told.erase(told.size() - 2, 1);
      for (const ChangedLine& line : mutant.lines())
        told += fmt::format("  {:>2} - {}\n     + {}\n", line.number, line.before, line.after);
    }
  }
  test::check_golden("dsl/mutants/little.expected", told);
}

SCENARIO("bounds move both ways, and so do both rows that meet at one") {
  CHECK(changes("let a = room.rent >= $10\n") ==
        std::vector<std::string>{"bound: let a = room.rent > $10",
                                 "negation: let a = room.rent < $10",
                                 "bound: let a = room.rent >= $9.99"});
  CHECK(changes("let a = room.let_on is between 2025-01-01 and as_of\n") ==
        std::vector<std::string>{
            "negation: let a = room.let_on is not between 2025-01-01 and as_of",
            "bound: let a = room.let_on is between 2025-01-02 and as_of",
            "bound: let a = room.let_on is between 2024-12-31 and as_of",
            "bound: let a = room.let_on is between 2025-01-01 and as_of + 1 day",
            "bound: let a = room.let_on is between 2025-01-01 and as_of - 1 day"});
  // Rows that a third one joins move together.
  const auto table = changes(
      "table t(a: int from 0, b: bool) gives c: int {\n"
      "  | a    | b     || c |\n"
      "  | 0..4 | any   || 1 |\n"
      "  | 5..  | true  || 2 |\n"
      "  | 5..  | false || 2 |\n"
      "}\n");
  CHECK(table == std::vector<std::string>{
                     "rows: | 0..4 | any   || 2 |: | 5..  | true  || 1 |",
                     "bound: | 0..5 | any   || 1 |: | 6..  | true  || 2 |: | 6..  | false || 2 |",
                     "bound: | 0..3 | any   || 1 |: | 4..  | true  || 2 |: | 4..  | false || 2 |"});
}

SCENARIO("a code becomes another one of its list, a text another text") {
  CHECK(changes("let a = late.status is one of (\"71\", \"78\")\n") ==
        std::vector<std::string>{"negation: let a = late.status is not one of (\"71\", \"78\")",
                                 "code: let a = late.status is one of (\"80\", \"78\")",
                                 "code: let a = late.status is one of (\"71\", \"80\")"});
  CHECK(changes("let a = room.kind is \"Store\"\n") ==
        std::vector<std::string>{"negation: let a = room.kind is not \"Store\"",
                                 "code: let a = room.kind is \"Room\""});
  CHECK(changes("let a = room.id is \"Z9\"\n") ==
        std::vector<std::string>{"negation: let a = room.id is not \"Z9\"",
                                 "code: let a = room.id is \"Z0\""});
}

SCENARIO("what is no mistake of an author is not made") {
  // Reasons, examples, templates and ranges.
  CHECK(changes("example lateness(1 days).status is \"11\"\n").empty());
  CHECK(changes("let a = room.unpaid_since otherwise hold \"None.\"\n").empty());
  CHECK(changes("let a = \"{room.id} of {room.tenant}\"\n").empty());
  // Nothing is no text; where it is compared, it becomes what it must not be.
  CHECK(changes("let a = trim(room.id) otherwise \"\"\n") ==
        std::vector<std::string>{"otherwise: let a = trim(room.id) otherwise hold \"no value\""});
  // The opposite of what `not` stands before is the opposite of the whole, once.
  CHECK(changes("let a = not room.is_empty\n") ==
        std::vector<std::string>{"negation: let a = room.is_empty"});
  CHECK(
      changes("let a = not (room.is_empty otherwise false)\n") ==
      std::vector<std::string>{"negation: let a = (room.is_empty otherwise false)",
                               "otherwise: let a = not (room.is_empty otherwise hold \"no value\")",
                               "constant: let a = not (room.is_empty otherwise true)"});
  // A fallback in the middle goes; the last one becomes a hold.
  CHECK(changes("let a = room.unpaid_since otherwise room.unpaid_since otherwise as_of\n") ==
        std::vector<std::string>{"otherwise: let a = room.unpaid_since otherwise as_of",
                                 "otherwise: let a = room.unpaid_since otherwise "
                                 "room.unpaid_since otherwise hold \"no value\""});
}

SCENARIO("a mutant is one change, and the rest of its file stays") {
  const auto preset = little();
  for (const auto& ast : trees_of(*preset)) {
    std::set<std::string> texts;
    for (const Mutant& mutant : mutants_of(*ast, *preset)) {
      const SourcePtr text = mutant.text();
      CAPTURE(mutant.lines().front().before);
      CHECK(text->text() != ast->source().text());
      CHECK(text->name() == ast->source().name());
      CHECK(texts.emplace(text->text()).second);
      for (const ChangedLine& line : mutant.lines()) CHECK(line.before != line.after);
    }
  }
}

// Checking all of them takes minutes without optimisation; every part of what is shipped has some.
SCENARIO("every mutant of what is shipped can be read, or is refused with a reason") {
  const fs::path folder = test::project_path("presets");
  std::size_t made = 0;
  const Workspace workspace(folder);
  for (const PresetFile& file : workspace.presets()) {
    const auto preset = checked(file.path, folder);
    for (const auto& ast : trees_of(*preset)) {
      for (const Mutant& mutant : mutants_of(*ast, *preset)) {
        Diagnostics found;
        parsed(mutant, found);
        INFO(mutant.lines().front().after);
        CHECK_FALSE(found.has_errors());
        if (made++ % 29 == 0) verdict(mutant, *preset);
      }
    }
  }
  CHECK(made > 800);
}

// docs/language.md is checked like code: its files pass the checker, its examples are true, its
// lists are those of the tables. So is the list of commands in README.md.

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include "dsl/builtins.h"
#include "dsl/check.h"
#include "dsl/diagnostics.h"
#include "dsl/parse.h"
#include "dsl/rules.h"
#include "engine/base/text.h"
#include "engine/config/tenant.h"
#include "engine/evaluate/examples.h"
#include "engine/evaluate/rule_cases.h"
#include "tests/support/golden.h"

namespace m2 {
namespace {

const std::string& page() {
  static const std::string text = test::read(test::project_path("docs/language.md"));
  return text;
}

struct Block {
  std::string kind;  // what stands behind the opening fence
  std::string text;
};

std::vector<Block> blocks_of(std::string_view markdown) {
  std::vector<Block> blocks;
  bool inside = false;
  for (const std::string_view line : split(markdown, '\n')) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.push_back({std::string(line.substr(3)), ""});
    } else if (inside) {
      blocks.back().text += std::string(line) + "\n";
    }
  }
  return blocks;
}

std::string text_of(std::string_view kind) {
  std::string text;
  for (const Block& block : blocks_of(page())) {
    if (block.kind == kind) text += block.text + "\n";
  }
  return text;
}

/// The page's files in a folder of their own; its single statements stand at the end of its preset.
class Workplace {
 public:
  Workplace() : folder_(make_folder()) {
    write("page.shape", text_of("shape"));
    write("page.library", text_of("library"));
    write("page.preset", text_of("preset") + text_of("statements"));
    write("page.rules", text_of("rules"));
    write("sunrise.preset", text_of("override"));
  }
  ~Workplace() { std::filesystem::remove_all(folder_); }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  static std::filesystem::path make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "m2-language-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    return pattern;
  }
  void write(const char* name, const std::string& text) const {
    REQUIRE(!text.empty());
    std::ofstream(folder_ / name) << text;
  }
  std::filesystem::path folder_;
};

std::string errors_of(const Diagnostics& found) {
  std::vector<Diagnostic> errors = found.sorted();
  std::erase_if(errors, [](const Diagnostic& d) { return d.severity != Severity::Error; });
  return render(errors, Colour::Never);
}

}  // namespace

SCENARIO("the files of the language reference pass the checker and their examples are true") {
  const Workplace workplace;
  const dsl::Workspace workspace(workplace.folder());
  Diagnostics found;
  const auto preset = dsl::check(workplace.folder() / "page.preset", workspace, found);
  CHECK(errors_of(found) == "");
  REQUIRE(preset != nullptr);

  CHECK(preset->examples.size() > 30);
  check_examples(preset, found);
  CHECK(errors_of(found) == "");
}

SCENARIO("the preset of the language reference that extends the other one fits it") {
  const Workplace workplace;
  const dsl::Workspace workspace(workplace.folder());
  Diagnostics found;
  const auto preset = dsl::check(workplace.folder() / "sunrise.preset", workspace, found);
  CHECK(errors_of(found) == "");
  REQUIRE(preset != nullptr);
  CHECK(preset->name == "page_sunrise");
}

SCENARIO("the rules of the language reference are right and their cases hold") {
  const Workplace workplace;
  Diagnostics found;
  const auto rules = dsl::check_rules(workplace.folder() / "page.rules", found);
  REQUIRE(rules != nullptr);
  CHECK(rules->rules.size() == 5);
  check_rule_cases(rules, found);
  CHECK(errors_of(found) == "");
}

SCENARIO("the tenant of the language reference fits its preset") {
  const Workplace workplace;
  const dsl::Workspace workspace(workplace.folder());
  Diagnostics found;
  const auto preset = dsl::check(workplace.folder() / "page.preset", workspace, found);
  REQUIRE(preset != nullptr);
  const auto source = std::make_shared<const SourceText>("sunrise.yaml", text_of("tenant"));
  const auto tenant = read_tenant(source, found);
  REQUIRE(tenant.has_value());
  CHECK(tenant->presets.front().text == preset->name);
  CHECK(tenant->bureaus.size() == 2);
  const std::array<std::shared_ptr<const dsl::CheckedPreset>, 1> presets = {preset};
  const auto values = tenant->values_for(presets, *Date::from_civil(2026, 5, 31), found);
  CHECK(errors_of(found) == "");
  CHECK(values.front().at("smallest_debt").front().number == 2500);
}

SCENARIO("every block of the language reference is of a kind that is checked, or shows no source") {
  const std::set<std::string> known = {"shape",      "preset", "override", "library",
                                       "statements", "rules",  "tenant",   "text"};
  for (const Block& block : blocks_of(page())) {
    CAPTURE(block.kind, block.text.substr(0, 80));
    CHECK(known.count(block.kind) == 1);
  }
}

SCENARIO("the language reference lists every word of the grammar") {
  std::string reserved;
  for (const std::string_view word : dsl::reserved_words()) {
    reserved += fmt::format("{}`{}`", reserved.empty() ? "" : " ", word);
  }
  test::check_section("docs/language.md", "reserved words", reserved + "\n");

  constexpr auto kLocal = std::to_array<std::pair<std::string_view, std::string_view>>({
#define M2_WORD(name, spelling, use) {spelling, #use},
#include "dsl/words.def"
#undef M2_WORD
  });
  std::string local;
  for (const auto& [word, use] : kLocal) {
    if (use == "Local") local += fmt::format("{}`{}`", local.empty() ? "" : " ", word);
  }
  test::check_section("docs/language.md", "local words", local + "\n");
}

SCENARIO("the language reference lists every built-in function with its example") {
  std::string table = "| Function | Gives | |\n|---|---|---|\n";
  for (const dsl::Builtin& b : dsl::builtins()) {
    table += fmt::format("| `{}` | {} | {} `{}` is `{}` |\n", b.signature(), to_string(b.result),
                         b.summary, b.examples.front().call, b.examples.front().gives);
  }
  test::check_section("docs/language.md", "built-ins", table);
}

SCENARIO("README lists every command") {
  std::string table = "| | |\n|---|---|\n";
#define M2_COMMAND(name, group, about) table += "| `metro2 " #name "` | " about " |\n";
#include "engine/cli/commands.def"
#undef M2_COMMAND
  test::check_section("README.md", "commands", table);
}

SCENARIO("the language reference lists every slug of the table") {
  std::string table = "| Slug | |\n|---|---|\n";
  for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) {
    const bool is_error = kind.severity == Severity::Error;
    table +=
        fmt::format("| `{}` | {}{} |\n", kind.slug,
                    is_error ? "" : fmt::format("a {}: ", to_string(kind.severity)), kind.title);
  }
  test::check_section("docs/language.md", "diagnostics", table);
}

}  // namespace m2

// docs/language.md is checked like code: its files pass the checker, its examples are true, its
// lists are the tables'.

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "dsl/builtins.h"
#include "dsl/check.h"
#include "dsl/parse.h"
#include "engine/base/text.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/mapper.h"
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

/// What stands between `<!-- NAME: … -->` and `<!-- end -->`.
std::string section(std::string_view name) {
  const std::size_t mark = page().find(fmt::format("<!-- {}:", name));
  REQUIRE(mark != std::string::npos);
  const std::size_t begin = page().find('\n', mark) + 1;
  return page().substr(begin, page().find("<!-- end -->", begin) - begin);
}

/// The page's files in a folder of their own; its single statements stand at the end of its preset.
class Workplace {
 public:
  Workplace() : folder_(make_folder()) {
    write("page.shape", text_of("shape"));
    write("page.library", text_of("library"));
    write("page.preset", text_of("preset") + text_of("statements"));
    write("page.rules", text_of("rules"));
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

  const auto program = lower(preset, {}, *Date::from_civil(2026, 5, 31));
  REQUIRE(program);
  const auto answers = Mapper(*program, {}).run_examples();
  REQUIRE(answers.size() > 30);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    CAPTURE(preset->expr(preset->examples[i]).span.text());
    CHECK(answers[i] == true);
  }
}

SCENARIO("the rules file of the language reference can be read") {
  const Workplace workplace;
  Diagnostics found;
  dsl::check_alone(workplace.folder() / "page.rules", found);
  CHECK(errors_of(found) == "");
}

SCENARIO("every block of the language reference is of a kind that is checked, or shows no source") {
  const std::set<std::string> known = {"shape", "preset", "library", "statements",
                                       "rules", "tenant", "text"};
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
  CHECK(section("reserved words") == reserved + "\n");

  constexpr auto kLocal = std::to_array<std::pair<std::string_view, std::string_view>>({
#define M2_WORD(name, spelling, use) {spelling, #use},
#include "dsl/words.def"
#undef M2_WORD
  });
  std::string local;
  for (const auto& [word, use] : kLocal) {
    if (use == "Local") local += fmt::format("{}`{}`", local.empty() ? "" : " ", word);
  }
  CHECK(section("local words") == local + "\n");
}

SCENARIO("the language reference lists every built-in function with its example") {
  std::string table = "| Function | Gives | |\n|---|---|---|\n";
  for (const dsl::Builtin& b : dsl::builtins()) {
    table += fmt::format("| `{}({})` | {} | {} `{}` is `{}` |\n", b.name, b.parameters, b.result,
                         b.summary, b.example, b.value);
  }
  CHECK(section("built-ins") == table);
}

SCENARIO("the language reference explains every slug of the parser and the checker, and no other") {
  std::string code;
  for (const auto& entry : std::filesystem::directory_iterator(test::project_path("dsl"))) {
    if (entry.is_regular_file()) code += test::read(entry.path().string());
  }
  const std::size_t messages = page().find("\n## Messages\n");
  const std::string part = page().substr(messages, page().find("\n## ", messages + 4) - messages);
  const std::string table = part.substr(part.find("| Slug |"));

  std::size_t raised = 0;
  for (const std::string_view call : {"error(\"", "warning(\"", "report(\""}) {
    for (std::size_t at = code.find(call); at != std::string::npos; at = code.find(call, at + 1)) {
      const std::size_t begin = at + call.size();
      const std::string slug = code.substr(begin, code.find('"', begin) - begin);
      CAPTURE(slug);
      CHECK(table.find("`" + slug + "`") != std::string::npos);
      ++raised;
    }
  }
  CHECK(raised > 50);

  for (const std::string_view line : split(table, '\n')) {
    const std::vector<std::string_view> parts = split(line.substr(0, line.find('|', 1)), '`');
    for (std::size_t i = 1; i < parts.size(); i += 2) {
      CAPTURE(parts[i]);
      CHECK(code.find(fmt::format("\"{}\"", parts[i])) != std::string::npos);
    }
  }
}

}  // namespace m2

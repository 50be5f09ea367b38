#include "dsl/format.h"

#include <algorithm>
#include <filesystem>

#include "dsl/parse.h"
#include "tests/support/formatting.h"
#include "tests/support/golden.h"

using namespace m2;
using namespace m2::dsl;
using test::broken_formatting;
using test::formatted;

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_below(const std::string& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && file_kind(entry.path().string())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string preset(const std::string& statements) {
  return "preset p version 1\n\n" + statements;
}

}  // namespace

SCENARIO("what is shipped is in the style, and so are the sample presets") {
  std::vector<fs::path> files = files_below(test::project_path("presets"));
  for (const fs::path& file : files_below(test::golden_path("dsl/samples"))) files.push_back(file);
  CHECK(files.size() >= 14);
  for (const fs::path& file : files) {
    DYNAMIC_SECTION(file.string()) {
      const std::string text = test::read(file.string());
      CHECK(formatted(text, *file_kind(file.string())) == text);
    }
  }
}

SCENARIO("formatting keeps what every file of the corpus says") {
  std::vector<fs::path> files = files_below(test::golden_path("dsl"));
  for (const fs::path& file : files_below(test::project_path("presets"))) files.push_back(file);
  std::size_t formatted_files = 0;
  for (const fs::path& file : files) {
    CAPTURE(file);
    const std::string text = test::read(file.string());
    const FileKind kind = *file_kind(file.string());
    CHECK(broken_formatting(text, kind) == "");
    Diagnostics found;
    formatted_files +=
        format(std::make_shared<const SourceText>("sample", text), kind, found) ? 1 : 0;
  }
  CHECK(formatted_files > 100);
}

SCENARIO("the style, construct by construct") {
  for (const fs::path& file : files_below(test::golden_path("dsl/format"))) {
    DYNAMIC_SECTION(file.filename()) {
      const std::string text = test::read(file.string());
      const FileKind kind = *file_kind(file.string());
      test::check_golden("dsl/format/" + file.filename().string() + ".formatted",
                         formatted(text, kind));
      CHECK(broken_formatting(text, kind) == "");
    }
  }
}

SCENARIO("line ends of other systems and a byte order mark go") {
  const std::string windows = "\xEF\xBB\xBFpreset p version 1\r\n\r\n\r\nlet  x = 1\t# one \t\r\n";
  CHECK(formatted(windows, FileKind::Preset) == "preset p version 1\n\nlet x = 1   # one\n");
  CHECK(broken_formatting(windows, FileKind::Preset) == "");
}

SCENARIO("blanks inside a type do not make it wide") {
  CHECK(formatted(preset("params { a_list list \t of    text = () an_int int=1 }"),
                  FileKind::Preset) ==
        preset("params {\n  a_list  list of text = ()\n  an_int  int          = 1\n}\n"));
}

SCENARIO("a text with errors is left alone, and the errors are told") {
  Diagnostics found;
  const auto text =
      format(std::make_shared<const SourceText>("sample", preset("let x = 1 +\nlet y =  2\n")),
             FileKind::Preset, found);
  CHECK(!text);
  CHECK(found.has_errors());
}

SCENARIO("brackets are added where people misread, and nowhere else") {
  const auto [written, styled] = GENERATE(table<const char*, const char*>({
      // and binds tighter than or
      {"a and b or c", "(a and b) or c"},
      {"a or b and c", "a or (b and c)"},
      {"a or b and c or d", "a or (b and c) or d"},
      {"(a and b) or c", "(a and b) or c"},
      {"a or (b and c) or d", "a or (b and c) or d"},
      {"(a or b) and c", "(a or b) and c"},
      {"(a and (b)) or ((c) and d)", "(a and (b)) or ((c) and d)"},
      {"(a) and (b) or (c) and (d)", "((a) and (b)) or ((c) and (d))"},
      {"not a and b", "not a and b"},
      {"f(a and b or c)", "f((a and b) or c)"},
      // and both bind tighter than otherwise
      {"a otherwise b or c", "a otherwise (b or c)"},
      {"a and b otherwise c", "(a and b) otherwise c"},
      {"a otherwise b and c or d", "a otherwise ((b and c) or d)"},
      {"a otherwise b is c", "a otherwise b is c"},
  }));
  CAPTURE(written);
  const std::string text = preset(std::string("let x = ") + written + "\n");
  CHECK(formatted(text, FileKind::Preset) == preset(std::string("let x = ") + styled + "\n"));
  CHECK(broken_formatting(text, FileKind::Preset) == "");
}

SCENARIO("the author's line ends stay where a line may end, and go elsewhere") {
  CHECK(formatted(preset("let\nx\n=\nif a\nthen f(\n1,\n2\n)\nelse\n3\n"), FileKind::Preset) ==
        preset("let x =\n  if a\n  then f(1,\n         2)\n  else 3\n"));
}

SCENARIO("a comment amid a statement stays where it is") {
  const std::string text = preset(
      "let x = a   # first\n"
      "        # second\n"
      "        or b\n");
  CHECK(formatted(text, FileKind::Preset) == text);
  const std::string odd =
      preset("let x =   # why\n    1\nlet y = f(   # what\n      2   # two\n      )\n");
  CHECK(broken_formatting(odd, FileKind::Preset) == "");
}

SCENARIO("a name without end does not push its neighbours to the right") {
  const std::string long_name(500, 'n');
  const std::string text = preset("let " + long_name + "  = 1\nlet a = 2\nlet ccc = 3 # c\n");
  CHECK(formatted(text, FileKind::Preset) ==
        preset("let " + long_name + " =\n  1\nlet a   = 2\nlet ccc = 3   # c\n"));
  CHECK(broken_formatting(text, FileKind::Preset) == "");
}

SCENARIO("the page of the style shows the style") {
  const std::string page = test::read(test::project_path("docs/style.md"));
  const std::size_t begin = page.find("```text\n") + 8;
  REQUIRE(begin > 8);
  const std::string shown = preset(page.substr(begin, page.find("```\n", begin) - begin));
  CHECK(formatted(shown, FileKind::Preset) == shown);
}

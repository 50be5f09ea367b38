// Documents to learn from, wherever they stand.

#include "engine/pipeline/samples.h"

#include <filesystem>

#include "engine/base/file.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;

namespace {

// "1 2 3", what could not be read as "!N".
std::string ids_in(const std::string& text) {
  const std::filesystem::path file = test::scratch("samples.json");
  REQUIRE(write_file(file, text));
  std::string ids;
  const auto counts = for_each_sample(file.string(), [&](std::string_view document) {
    const std::size_t at = document.find("id\":") + 4;
    ids += (ids.empty() ? "" : " ") + std::string(document.substr(at, 1));
  });
  std::filesystem::remove(file);
  REQUIRE(counts);
  if (counts->unreadable > 0) ids += " !" + std::to_string(counts->unreadable);
  return ids;
}

}  // namespace

SCENARIO("documents are found in lines, in one document over many lines, and in wrappers") {
  const auto [text, ids] = GENERATE(table<std::string, std::string>({
      {"{\"id\":1}\n{\"id\":2}\n", "1 2"},
      {"\xEF\xBB\xBF{\"id\":1}\r\n\r\n{\"id\":2}", "1 2"},
      {"{\n  \"id\":1\n}\n", "1"},
      {"[\n{\"id\":1},\n{\"id\":2}]", "1 2"},
      {"[{\"id\":1},{\"id\":2}]\n[{\"id\":3}]", "1 2 3"},
      {"{\"d\":{\"results\":[{\"id\":1},{\"id\":2}]}}", "1 2"},
      {"{\"d\":[{\"id\":1}]}", "1"},
      {"{\"d\":{\"id\":1}}", "1"},
      // Hostile ones.
      {"", ""},
      {"\n\n", ""},
      {"nonsense", " !1"},
      {"{\"id\":1", " !1"},
      {"{\"id\":1}\n{\"id\":2\n{\"id\":3}", "1 3 !1"},
      {"{\"id\":1\n{\"id\":2}\n{\"id\":3}", "2 3 !1"},
      {"[1,2,{\"id\":3}]", "3 !2"},
      {"\"text\"", " !1"},
      {std::string("{\"id\":1}\n\0\n{\"id\":2}", 19), "1 2 !1"},
      {std::string(5000, '[') + std::string(5000, ']'), " !1"},
  }));
  CAPTURE(text);
  CHECK(ids_in(text) == ids);
}

SCENARIO("a folder of recorded responses gives its account documents") {
  std::uint64_t count = 0;
  const auto counts = for_each_sample(test::project_path("presets/entrata/fixtures"),
                                      [&](std::string_view) { ++count; });
  REQUIRE(counts);
  CHECK(counts->documents == count);
  CHECK(count > 10);
}

SCENARIO("a file that is not there is an error") {
  CHECK_FALSE(for_each_sample("/nowhere/at/all.json", [](std::string_view) {}));
}

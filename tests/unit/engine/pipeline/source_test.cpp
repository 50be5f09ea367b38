#include "engine/pipeline/source.h"

#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

/// The items of all blocks: "3:text" for what can be read, "3!reason" for what cannot.
std::vector<std::string> items_of(DocumentSource& source, std::size_t* blocks = nullptr) {
  std::vector<std::string> items;
  DocumentBlock block;
  for (;;) {
    const auto more = source.next(block);
    REQUIRE(more);
    if (!*more) return items;
    if (blocks != nullptr) ++*blocks;
    for (const DocumentBlock::Item& item : block.items) {
      if (item.readable) CHECK(block.text[item.begin + item.size] == '\0');
      items.push_back(std::to_string(item.number) + (item.readable ? ":" : "!") +
                      std::string(block.view(item)));
    }
  }
}

std::unique_ptr<DocumentSource> lines(const std::string& text, std::size_t block_bytes,
                                      std::size_t longest) {
  const fs::path path = test::scratch("source_test.ndjson");
  REQUIRE(write_file(path, text));
  auto file = InputFile::open(path);
  REQUIRE(file);
  return lines_of(std::move(*file), block_bytes, longest);
}

using Items = std::vector<std::string>;

}  // namespace

SCENARIO("every line that is not empty is a document, whatever the size of the blocks") {
  const auto [text, expected] = GENERATE(table<std::string, Items>({
      {"", {}},
      {"\n", {}},
      {"\n  \r\n\t\n", {}},
      {"{}", {"1:{}"}},
      {"{}\n", {"1:{}"}},
      {"{\"a\":1}\n{\"b\":2}\n", {"1:{\"a\":1}", "2:{\"b\":2}"}},
      {"{\"a\":1}\n\n{\"b\":2}", {"1:{\"a\":1}", "3:{\"b\":2}"}},
      {"{}\r\n{}\r\n", {"1:{}\r", "2:{}\r"}},  // CR is white space of JSON
      {"\xEF\xBB\xBF{}\n{}\n", {"1:{}", "2:{}"}},
      {"not json at all\n", {"1:not json at all"}},
  }));
  const std::size_t block_bytes = GENERATE(1U, 2U, 3U, 5U, 8U, 100U);
  CAPTURE(text, block_bytes);
  CHECK(items_of(*lines(text, block_bytes, 1000)) == expected);
}

SCENARIO("a line that is too long is told and passed over, and the others are read") {
  const std::string too_long(50, 'x');
  const auto [text, expected] = GENERATE_COPY(table<std::string, Items>({
      {"1\n" + too_long + "\n2\n", {"1:1", "2!The line is longer than 20 bytes.", "3:2"}},
      {too_long, {"1!The line is longer than 20 bytes."}},
      {too_long + "\n" + too_long + "\n3",
       {"1!The line is longer than 20 bytes.", "2!The line is longer than 20 bytes.", "3:3"}},
      {std::string(20, 'y') + "\n2\n", {"1:" + std::string(20, 'y'), "2:2"}},
      {std::string(21, 'y') + "\n2\n", {"1!The line is longer than 20 bytes.", "2:2"}},
  }));
  const std::size_t block_bytes = GENERATE(1U, 4U, 10U, 30U, 100U);
  CAPTURE(text, block_bytes);
  CHECK(items_of(*lines(text, block_bytes, 20)) == expected);
}

SCENARIO("a zero byte within a line hides nothing") {
  const std::string text = std::string("{}") + '\0' + "{\"account\":\"hidden\"}\n{}\n";
  const std::size_t block_bytes = GENERATE(4U, 10U, 100U);
  CAPTURE(block_bytes);
  CHECK(items_of(*lines(text, block_bytes, 1000)) ==
        Items{"1!The line holds a byte that is zero.", "2:{}"});
}

SCENARIO("blocks hold as many lines as fit") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "{\"account\":\"12345678\"}\n";
  std::size_t blocks = 0;
  CHECK(items_of(*lines(text, 2300, 1000), &blocks).size() == 1000);
  CHECK(blocks == 10);
}

SCENARIO("a folder of recorded responses gives the documents of its accounts") {
  auto source = open_source(test::project_path("presets/loanpro/fixtures"));
  REQUIRE(source);
  CHECK((*source)->vendor() == "loanpro");
  CHECK((*source)->unit() == "document");
  REQUIRE((*source)->report() != nullptr);
  CHECK_FALSE((*source)->report()->read.empty());
  const Items items = items_of(**source);
  REQUIRE(items.size() == 37);
  CHECK(items.front().substr(0, 38) == R"(1:{"vendor":"loanpro","account":"2001")");
}

SCENARIO("a source that is not there is an error") {
  const auto [from, code] = GENERATE(table<std::string, ErrorCode>({
      {"/no/such/file.ndjson", ErrorCode::NotFound},
      {test::project_path("docs"), ErrorCode::Invalid},  // a folder without responses
  }));
  CAPTURE(from);
  const auto source = open_source(from);
  REQUIRE_FALSE(source);
  CHECK(source.error().code == code);
}

}  // namespace m2

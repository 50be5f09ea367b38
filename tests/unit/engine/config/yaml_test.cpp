#include "engine/config/yaml.h"

namespace m2 {
namespace {

struct Read {
  Diagnostics found;
  std::optional<YamlNode> root;

  explicit Read(std::string text) {
    root = read_yaml(std::make_shared<const SourceText>("test.yaml", std::move(text)), found);
  }
  [[nodiscard]] std::string slug() const { return found.empty() ? "" : found.all().front().slug; }
};

}  // namespace

SCENARIO("a scalar is the text that was written, whatever YAML would make of it") {
  const auto [written, text] = GENERATE(table<std::string, std::string>({
      {"011", "011"},
      {"no", "no"},
      {"1e3", "1e3"},
      {"0x1F", "0x1F"},
      {"2026-01-01", "2026-01-01"},
      {"$25", "$25"},
      {"5 days", "5 days"},
      {"'it''s'", "it's"},
      {"\"a \\\"b\\\"\"", "a \"b\""},
      {"\"\"", ""},
      {"plain text # and why", "plain text"},
  }));
  CAPTURE(written);
  const Read read("key: " + written + "\n");
  REQUIRE(read.root);
  const YamlMember* member = read.root->find("key");
  REQUIRE(member != nullptr);
  CHECK(member->value.is(YamlNode::Kind::Scalar));
  CHECK(member->value.text == text);
}

SCENARIO("a value knows where it stands") {
  const auto [line, written] = GENERATE(table<std::string, std::string>({
      {"key: plain text  # why", "plain text"},
      {"key: \"in \\\"two\\\" quotes\" # why", "\"in \\\"two\\\" quotes\""},
      {"key: 'it''s'", "'it''s'"},
      {"key: { inner: deep }", "{"},
      {"\"key\": [a, b]", "[a"},
      {"key:   Größe", "Größe"},
  }));
  CAPTURE(line);
  const Read read("before: ü\n" + line + "\n");
  REQUIRE(read.root);
  const YamlMember* member = read.root->find("key");
  REQUIRE(member != nullptr);
  CHECK(member->value.span.text() == written);
  CHECK(member->value.span.source->place(member->value.span.begin).line == 2);
}

SCENARIO("nothing stands where nothing is written") {
  const std::string written = GENERATE("key:", "key: ~", "key: null", "key:   # later");
  CAPTURE(written);
  const Read read(written + "\n");
  REQUIRE(read.root);
  CHECK(read.root->find("key")->value.is(YamlNode::Kind::Nothing));
  CHECK(read.found.empty());
}

SCENARIO("line ends and order of keys are kept as the file has them") {
  const Read read("b: 1\r\na: 2\r\nc: [x,\r\n  y]\r\n");
  REQUIRE(read.root);
  REQUIRE(read.root->members.size() == 3);
  CHECK(read.root->members[0].name == "b");
  CHECK(read.root->members[0].value.text == "1");
  CHECK(read.root->members[1].name == "a");
  CHECK(read.root->members[2].value.items.size() == 2);
}

SCENARIO("what YAML has beyond plain data is refused") {
  const auto [text, slug] = GENERATE(table<std::string, std::string>({
      // anchors, aliases, merge keys, tags
      {"a: &x 1", "plain-data"},
      {"a: &x [1]", "plain-data"},
      {"a: &x { b: 1 }", "plain-data"},
      {"a: &x 1\nb: *x", "plain-data"},
      {"a: { <<: { b: 1 } }", "plain-data"},
      {"a: !!str 1", "plain-data"},
      {"a: !mine { b: 1 }", "plain-data"},
      // keys
      {"a: 1\na: 2", "key-twice"},
      {"a: 1\n\"a\": 2", "key-twice"},
      {"? [a, b]\n: 1", "syntax"},
      // not one document
      {"a: 1\n---\nb: 2", "syntax"},
      {"a: [1", "syntax"},
      {"a: 1\n b: 2", "syntax"},
      {"\ta: 1", "syntax"},
      {"a: \"x", "syntax"},
      // not text
      {std::string("a: \0", 4), "unreadable-text"},
      {"a: \xFF", "unreadable-text"},
      {"a: \xE2\x80\xAE", "unreadable-text"},
      {"# a\rb: 1", "unreadable-text"},
      {"# a\xE2\x80\xA8"
       "b: 1",
       "unreadable-text"},
  }));
  CAPTURE(text);
  CHECK(Read(text).slug() == slug);
}

SCENARIO("depth and size are bounded") {
  const std::string deep(kDeepestYaml, '[');
  CHECK(Read(deep + std::string(kDeepestYaml, ']')).found.empty());
  CHECK(Read("[" + deep + std::string(kDeepestYaml + 1, ']')).slug() == "syntax");
  CHECK(Read(std::string(100000, '[')).slug() == "syntax");
  CHECK(Read(std::string(100000, '{')).slug() == "syntax");
  CHECK(Read("# " + std::string(kLargestYaml, 'x')).slug() == "too-large");
}

SCENARIO("a file without a value holds nothing and is no error") {
  const std::string text = GENERATE("", "\n", "# a comment\n");
  CAPTURE(text);
  const Read read(text);
  CHECK(read.found.empty());
  CHECK((!read.root || read.root->is(YamlNode::Kind::Nothing)));
}

}  // namespace m2

// Where values end, held against the parser: what the scan accepts, the parser accepts.

#include "engine/base/json_scan.h"

#include <catch2/catch.hpp>
#include <random>

#include "engine/base/json.h"

using namespace m2;

namespace {

// Whether the whole text is one value that the scan knows.
bool scans(const std::string& text) {
  const JsonScan scan(text.data(), text.size());
  const char* end = scan.value_end(JsonScan::skip_blanks(text.data()));
  return end != nullptr && JsonScan::skip_blanks(end) == text.data() + text.size();
}

bool parses(const std::string& text) {
  JsonDocument document;
  return !document.parse(text).has_value();
}

}  // namespace

SCENARIO("values of every kind end where they end") {
  const auto text = GENERATE(
      as<std::string>(), R"("")", R"("a")", R"("0123456789 longer than a word")", R"("a\"b\\")",
      R"("\u00e9\n")", "0", "-0", "12", "-1.50", "0.1", "true", "false", "null", "[]", "{}",
      " [ 1 , [ ] , { } ] ", R"({"a":1,"b":[{"c":null}]})", "{ \"a\" : \"\xC3\xA9\" }", "[[[[]]]]");
  CAPTURE(text);
  CHECK(scans(text));
  CHECK(parses(text));
}

SCENARIO("what is not JSON is refused") {
  const auto text =
      GENERATE(as<std::string>(), "", " ", "\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"",
               "\"a\nb\"", "01", "-", "1.", ".5", "1e", "+1", "tru", "nul", "nulll", "[", "]", "[1",
               "[1,]", "[,1]", "{", "{]", "[}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
               "{\"a\" 1}", "[1 2]", "1 2", "{\"a\":1]");
  CAPTURE(text);
  CHECK_FALSE(scans(text));
  CHECK_FALSE(parses(text));
}

SCENARIO("what the scan accepts, the parser accepts") {
  std::mt19937 random(7);
  const std::string pieces[] = {"{",  "}",    "[",     "]", ",",       ":",    "\"",
                                "\\", "a",    "\"a\"", "1", "-",       ".",    "0",
                                "e",  "true", "null",  " ", "\\u00e9", "\x1f", "\xff"};
  std::size_t accepted = 0;
  for (int n = 0; n < 200000; ++n) {
    std::string text;
    for (std::size_t length = random() % 8; length > 0; --length)
      text += pieces[random() % std::size(pieces)];
    if (!scans(text)) continue;
    ++accepted;
    CAPTURE(text);
    REQUIRE(parses(text));
  }
  CHECK(accepted > 1000);
}

SCENARIO("nesting that no document needs is left to the parser") {
  const std::string deep = std::string(501, '[') + std::string(501, ']');
  CHECK_FALSE(scans(deep));
  CHECK(scans(deep.substr(1, 1000)));
}

SCENARIO("escapes become what they stand for") {
  const auto [inner, text] =
      GENERATE(table<std::string, std::string>({{"", ""},
                                                {"a", "a"},
                                                {R"(01\/01\/2026)", "01/01/2026"},
                                                {R"(\"\\\b\f\n\r\t)", "\"\\\b\f\n\r\t"},
                                                {R"(\u0041\u00e9\u20ac)", "A\xC3\xA9\xE2\x82\xAC"},
                                                {R"(\ud83d\ude00)", "\xF0\x9F\x98\x80"}}));
  CAPTURE(inner);
  std::string out(inner.size(), '\0');
  out.resize(json_unescape(inner, out.data()));
  CHECK(out == text);
}

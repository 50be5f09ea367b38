#include "engine/base/json_slice.h"

using namespace m2;

namespace {

JsonSlice slice(std::string_view text) {
  Result<JsonSlice> parsed = JsonSlice::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

std::string compact(const JsonSlice& value) {
  std::string out;
  value.append_compact(out);
  return out;
}

}  // namespace

SCENARIO("a slice copies a value word for word, without the blanks between tokens") {
  const std::string text =
      "{ \"a\" : [ 1450.10 , -0.00,1e5 ],\n \"b\": \"x  y \\\" \\u00e9\\/\" , \"c\": null }\n";
  CHECK(compact(slice(text)) == R"({"a":[1450.10,-0.00,1e5],"b":"x  y \" \u00e9\/","c":null})");
  CHECK(compact(slice(text).member("a")) == "[1450.10,-0.00,1e5]");
}

SCENARIO("text is read without its escapes, numbers as they were written") {
  const auto [json, text] =
      GENERATE(table<const char*, const char*>({{R"("plain")", "plain"},
                                                {R"("a\/b\\c\"d")", "a/b\\c\"d"},
                                                {R"("\u00e9\ud83d\ude00")", "é😀"},
                                                {"1450.10", "1450.10"},
                                                {"true", ""},
                                                {"null", ""},
                                                {"{}", ""}}));
  CAPTURE(json);
  const std::string kept = json;
  CHECK(slice(kept).text() == text);
}

SCENARIO("paths go through objects; all() lets a list stand for its items") {
  const std::string text =
      R"({"r":{"lease":[{"id":1,"c":{"x":[{"n":"a"},{"n":"b"}]}},{"id":2,"c":[]},{"id":3,"c":{"x":{"n":"c"}}}],"@a":{"Id":"7"}}})";
  const JsonSlice root = slice(text);
  CHECK(root.at("r.@a.Id").text() == "7");
  CHECK(root.at("r.lease.id").is_absent());
  CHECK(root.at("r.nowhere.id").is_absent());
  std::string names;
  for (const JsonSlice& name : root.all("r.lease.c.x.n")) names += name.text();
  CHECK(names == "abc");
  CHECK(root.all("r.lease").size() == 3);
  CHECK(root.all("r.@a").size() == 1);  // one object where a list is expected
}

SCENARIO("the first of two members with one name is found, also under an escaped name") {
  const std::string text = R"({"a":1,"a":2,"\u0062":3})";
  CHECK(slice(text).member("a").text() == "1");
  CHECK(slice(text).member("b").text() == "3");
}

SCENARIO("values are counted, what a stub hides is not") {
  const std::string text = R"({"a":[1,{"b":"c"},[]],"d":{"__deferred":{"uri":"x"}},"e":"d:"})";
  CHECK(slice(text).count_values() == 10);
  CHECK(slice(text).count_values("__deferred") == 8);
}

SCENARIO("text that is not JSON is refused with its place") {
  const auto [text, message] =
      GENERATE(table<std::string, std::string>({{"", "it is empty"},
                                                {"  \n", "it is empty"},
                                                {"{\"a\": ", "at byte"},
                                                {"<html></html>", "at byte 0"},
                                                {"{} {}", "at byte"},
                                                {"{\"a\":1", "at byte"}}));
  CAPTURE(text);
  const Result<JsonSlice> parsed = JsonSlice::parse(text);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().message.find(message) != std::string::npos);
}

SCENARIO("deep nesting and a byte order mark are no obstacle") {
  const std::string deep = "\xEF\xBB\xBF" + std::string(1000, '[') + "7" + std::string(1000, ']');
  CHECK(slice(deep).count_values() == 1001);
  CHECK(slice(deep).items().size() == 1);
}

SCENARIO("nesting beyond any document is refused, brackets within text are not nesting") {
  const Result<JsonSlice> deep =
      JsonSlice::parse(std::string(200000, '[') + "7" + std::string(200000, ']'));
  REQUIRE_FALSE(deep);
  CHECK(deep.error().message.find("1,000 deep") != std::string::npos);
  CHECK(JsonSlice::parse("[\"" + std::string(5000, '[') + "\\\"" + std::string(5000, '{') + "\"]"));
}

SCENARIO("slices of text that was never checked stay inside it") {
  const std::string text = GENERATE(as<std::string>{}, "{", "{\"a", "{\"a\"", "{\"a\":", "[1,",
                                    "\"\\u12", "\"\\ud83d", "{]", "}", ":", "{:1}");
  CAPTURE(text);
  const JsonSlice value = JsonSlice::trusted(text);
  CHECK(value.members().size() <= 1);
  CHECK(value.items().size() <= 1);
  CHECK(value.text().size() <= 8);
  CHECK(compact(value).size() <= text.size());
  CHECK(value.count_values() <= text.size());
}

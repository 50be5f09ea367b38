// Every built-in keeps what its entry promises.

#include "dsl/builtins.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "engine/base/ascii.h"
#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "tests/support/golden.h"
#include "tests/support/mapping.h"

using namespace m2;

SCENARIO("the examples of every built-in are true") {
  for (const dsl::Builtin& builtin : dsl::builtins()) {
    REQUIRE_FALSE(builtin.examples.empty());
    for (const dsl::BuiltinExample& example : builtin.examples) {
      CAPTURE(example.call);
      CHECK(test::evaluate(fmt::format("{} is {}", example.call, example.gives)) == "true");
      CHECK(example.call.starts_with(std::string(builtin.name) + "("));
    }
  }
}

SCENARIO("every entry of a built-in is whole") {
  std::set<std::string_view> names;
  for (const dsl::Builtin& builtin : dsl::builtins()) {
    CAPTURE(builtin.name);
    CHECK(names.insert(builtin.name).second);
    CHECK(dsl::find_builtin(builtin.name) == &builtin);
    CHECK(builtin.parameters.size() >= 1);
    CHECK(builtin.parameters.size() <= dsl::Builtin::kMostParameters);
    CHECK(builtin.summary.ends_with("."));
    CHECK(builtin.run != nullptr);
  }
}

SCENARIO("a built-in takes numbers of one kind, and as many arguments as it says") {
  CHECK(test::slugs_of("min($5, 3 days) is $5") == "type");
  CHECK(test::slugs_of("min(\"a\", \"b\") is \"a\"") == "type");
  CHECK(test::slugs_of("left(\"84601\") is \"8\"") == "type");
  CHECK(test::slugs_of("left(\"84601\", $5) is \"8\"") == "type");
}

SCENARIO("a count below zero is none, and one too large is all there is") {
  CHECK(test::evaluate("left(\"UT\", -1)") == "");
  CHECK(test::evaluate("right(\"UT\", -1)") == "");
  CHECK(test::evaluate("middle(\"UT\", -5, 1)") == "U");
  CHECK(test::evaluate("middle(\"Núñez\", 2, 2)") == "úñ");
  CHECK(test::evaluate("repeat(\"UT\", -1)") == "");
  CHECK(test::evaluate("length(repeat(\"B\", 1000000))") == "4096");
}

namespace {

std::int64_t answer(std::string_view builtin, std::vector<dsl::BuiltinValue> arguments) {
  std::string made;
  return dsl::find_builtin(builtin)->run(arguments, made)->number;
}

std::string made_by(std::string_view builtin, std::vector<dsl::BuiltinValue> arguments) {
  std::string made;
  return std::string(dsl::find_builtin(builtin)->run(arguments, made)->text);
}

// What the summary says, place by place.
bool stands_as_word(const std::string& text, const std::string& word) {
  const auto is_inside = [](char c) { return is_letter(c) || is_digit(c); };
  for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
    const std::size_t end = at + word.size();
    if (text.compare(at, word.size(), word) == 0 && (at == 0 || !is_inside(text[at - 1])) &&
        (end == text.size() || !is_inside(text[end])))
      return true;
  }
  return false;
}

}  // namespace

SCENARIO("words are found wherever their definition finds them") {
  std::mt19937_64 random(11);  // the same texts everywhere
  const auto text_of = [&](std::size_t longest) {
    constexpr std::string_view kLetters = "AB1 /.-\xC3";
    std::string text(random() % (longest + 1), ' ');
    for (char& c : text) c = kLetters[random() % kLetters.size()];
    return text;
  };
  std::size_t found = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = text_of(9);
    std::vector<std::string> words = {text_of(3), text_of(2)};
    for (std::string& word : words) {
      const bool wanted = !word.empty() && stands_as_word(text, word);
      CAPTURE(text, word);
      REQUIRE(answer("has_word", {dsl::BuiltinValue::of_text(text),
                                  dsl::BuiltinValue::of_text(word)}) == (wanted ? 1 : 0));
      word = std::string(trim(word));
    }
    // In a list, words begin with a letter or a digit.
    std::erase_if(words, [](const std::string& word) {
      return word.empty() || !(is_letter(word.front()) || is_digit(word.front()));
    });
    if (words.empty()) continue;
    const std::string list = words.size() == 1 ? words[0] : words[0] + ", " + words[1];
    const bool wanted = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return stands_as_word(text, word);
    });
    CAPTURE(text, list);
    REQUIRE(answer("has_any_word", {dsl::BuiltinValue::of_text(text),
                                    dsl::BuiltinValue::of_text(list)}) == (wanted ? 1 : 0));
    found += wanted ? 1 : 0;
    const std::size_t last = text.find_last_not_of(list);
    REQUIRE(made_by("without_end", {dsl::BuiltinValue::of_text(text),
                                    dsl::BuiltinValue::of_text(list)}) == text.substr(0, last + 1));
    REQUIRE(
        answer("only_of", {dsl::BuiltinValue::of_text(text), dsl::BuiltinValue::of_text(list)}) ==
        (text.find_first_not_of(list) == std::string::npos ? 1 : 0));
  }
  CHECK(found > 500);
}

SCENARIO("a state has the ZIP codes that its prefixes name, alone and from one to another") {
  struct Case {
    const char* state;
    const char* zip;
    bool has;
  };
  for (const Case& one : std::vector<Case>{{"AL", "34999", false},
                                           {"AL", "35000", true},
                                           {"AL", "35299", true},
                                           {"AL", "35300", false},
                                           {"AL", "35400", true},
                                           {"AL", "36999", true},
                                           {"AL", "37000", false},
                                           {"AL", "369991234", true},
                                           {"AL", "35", false},
                                           {"AL", "", false},
                                           {"AL", "3A000", false},
                                           {"AA", "34000", true},
                                           {"AA", "34100", false},
                                           {"ZZ", "99999", true},
                                           {"al", "99999", true},
                                           {"A", "99999", true}}) {
    CAPTURE(one.state, one.zip);
    CHECK(answer("state_has_zip", {dsl::BuiltinValue::of_text(one.state),
                                   dsl::BuiltinValue::of_text(one.zip)}) == (one.has ? 1 : 0));
  }
  // Every prefix that the table names, whatever its length, and its neighbours.
  for (const Code& state : find_code_table("state_code")->codes) {
    for (const std::string_view part : split(state.zip_prefixes, ' ')) {
      if (part.empty()) continue;
      const std::string low(part.substr(0, part.find('-')));
      const std::string high(part.substr(part.find('-') + 1));
      for (const std::string& lead : {low, high}) {
        CAPTURE(state.code, lead);
        CHECK(answer("state_has_zip",
                     {dsl::BuiltinValue::of_text(state.code),
                      dsl::BuiltinValue::of_text(lead + std::string(9 - lead.size(), '0'))}) == 1);
      }
    }
  }
}

SCENARIO("delinquency rises by the days that a month has") {
  const auto rises = [](const char* profile, const char* day) {
    return answer("rises_too_fast", {dsl::BuiltinValue::of_text(profile),
                                     dsl::BuiltinValue::of_number(Date::parse_iso(day)->days())});
  };
  CHECK(rises("21000BBB", "2026-05-31") == 0);
  CHECK(rises("20000BBB", "2026-05-31") == 1);  // April has 30 days
  CHECK(rises("20000BBB", "2026-05-01") == 1);
  CHECK(rises("20000BBB", "2026-06-01") == 0);  // May has 31
  CHECK(rises("30000BBB", "2026-06-01") == 1);
  CHECK(rises("2D000BBB", "2026-05-31") == 0);
  CHECK(rises("L0000BBB", "2026-05-31") == 0);
  CHECK(rises("000200BB", "2026-05-31") == 0);  // the fourth letter is January's
  CHECK(rises("002000BB", "2026-05-31") == 1);  // the third February's
  CHECK(rises("006", "2026-05-31") == 0);
  CHECK(rises("", "2026-05-31") == 0);
  CHECK(rises("2", "2026-05-31") == 0);
  CHECK(rises("20", "0001-01-31") == 0);  // no month before it: the first one counts again
}

SCENARIO("a number that does not fit holds the account") {
  CHECK(test::evaluate("abs(-9223372036854775807 - 1)") ==
        "held overflow: A number is larger than metro2 can hold.");
}

SCENARIO("what a built-in gives lies in the range that its entry says") {
  using dsl::BuiltinRange;
  using dsl::BuiltinValue;
  // Texts with their lengths, numbers as they are: each with each, alone and as ends of a range.
  const std::vector<std::pair<BuiltinValue, std::int64_t>> texts = {
      {BuiltinValue::of_text(""), 0},
      {BuiltinValue::of_text("UT"), 2},
      {BuiltinValue::of_text("Núñez"), 5}};
  std::vector<std::pair<BuiltinValue, std::int64_t>> numbers;
  for (const std::int64_t n : {INT64_MIN, INT64_MIN + 1, std::int64_t{-3}, std::int64_t{0},
                               std::int64_t{1}, std::int64_t{4}, INT64_MAX})
    numbers.emplace_back(BuiltinValue::of_number(n), n);
  std::size_t held = 0;
  for (const dsl::Builtin& builtin : dsl::builtins()) {
    if (builtin.range == nullptr) continue;
    CAPTURE(builtin.name);
    const auto of = [&](std::size_t p) -> const auto& {
      return builtin.parameters[p].type == dsl::BuiltinType::Text ? texts : numbers;
    };
    REQUIRE(builtin.parameters.size() <= 2);
    const bool has_two = builtin.parameters.size() == 2;
    for (const auto& [a, a_size] : of(0)) {
      for (const auto& [b, b_size] : of(has_two ? 1 : 0)) {
        for (const auto& [other, other_size] : of(0)) {
          const BuiltinValue given[] = {a, b};
          const BuiltinRange ranges[] = {
              {std::min(a_size, other_size), std::max(a_size, other_size)}, {b_size, b_size}};
          std::string made;
          const auto result = builtin.run({given, has_two ? 2U : 1U}, made);
          if (!result) {
            ++held;
            continue;
          }
          const std::int64_t size = builtin.result == dsl::BuiltinType::Text
                                        ? static_cast<std::int64_t>(count_code_points(result->text))
                                        : result->number;
          const BuiltinRange range = builtin.range({ranges, has_two ? 2U : 1U});
          CAPTURE(a_size, b_size, other_size, size, range.low, range.high);
          CHECK(range.low <= size);
          CHECK(size <= range.high);
        }
      }
    }
  }
  CHECK(held > 0);  // abs of the least number: the range says nothing of what holds
}

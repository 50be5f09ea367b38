// Every built-in keeps what its entry promises.

#include "dsl/builtins.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "engine/base/text.h"
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

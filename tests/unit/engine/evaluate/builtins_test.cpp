// Every built-in keeps what its entry promises.

#include "dsl/builtins.h"

#include <fmt/format.h>

#include <set>

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

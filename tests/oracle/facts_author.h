#pragma once
// Expressions of the sample shape (tests/support/mapping.h) that are well typed by construction.
// Few names and small numbers, so that conditions meet what they narrow.
//
//   test::FactsAuthor author(seed);
//   const std::string expression = author.of_any_kind();   // over FactsAuthor::declarations()
//   const std::string document = author.document();
//
// The same seed gives the same text, from one compiler.

#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

namespace m2::test {

class FactsAuthor {
 public:
  explicit FactsAuthor(std::uint32_t seed) : random_(seed) {}

  /// Parameters, definitions, tables and lookups that the expressions use.
  static std::string declarations();
  std::string of_any_kind();
  std::string document();

 private:
  std::string integer(int depth);
  std::string number(int depth);
  std::string money(int depth);
  std::string date(int depth);
  std::string days(int depth);
  std::string months(int depth);
  std::string text(int depth);
  std::string condition(int depth);
  std::string choice(int depth, std::string (FactsAuthor::*value)(int));

  int below(int count) { return static_cast<int>(random_() % static_cast<std::uint32_t>(count)); }
  std::string one(std::initializer_list<const char*> words) {
    return *(words.begin() + below(static_cast<int>(words.size())));
  }
  std::string item() { return "c" + std::to_string(++items_); }
  std::string order() { return one({"<", "<=", ">", ">="}); }
  std::string settled() {
    return one({"in whole dollars", "rounded to cents", "rounded down to cents"});
  }

  std::mt19937 random_;
  int items_ = 0;
};

}  // namespace m2::test

#pragma once
// Whether two presets of one tenant can take the same account: `for accounts where` of both,
// compared.
//
//   const BothTake both = both_take(rent, parking);
//   if (both.answer == BothTake::Answer::Yes) warn(both.example);   // account.product = "rent"
//
// Exact for comparisons of a member with values that stand there: texts, closed lists, codes,
// numbers, money, dates, missing, true and false, joined by and, or, not. Everything else is a
// question that is true or false, the same one where it is written alike; then the answer may be
// Unknown.

#include <cstdint>
#include <string>

#include "dsl/program.h"

namespace m2::dsl {

struct BothTake {
  enum class Answer : std::uint8_t { No, Unknown, Yes };
  Answer answer = Answer::Unknown;
  std::string example;  // of Yes: what such an account has; empty when every account is one
};

BothTake both_take(const CheckedPreset& a, const CheckedPreset& b);

}  // namespace m2::dsl

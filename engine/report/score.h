#pragma once
// Score: how good the data of a file is, from 0.000 to 1.000, by accounts and by what is wrong
// outside of them. docs/score.md has the formula and an example worked by hand.
//
//   score_of({.accounts = 100, .worst = {0, 5, 0, 0}}).text()      // "0.995"
//
// Whole numbers only, so that the same counts give the same score everywhere. A further finding
// never raises it; a file has 1.000 only without a warning, an error and a fatal finding.

#include <array>
#include <cstdint>
#include <string>

#include "engine/validate/rule.h"

namespace m2 {

/// Counts by severity, in the order of RuleSeverity.
using BySeverity = std::array<std::uint64_t, 4>;

/// What a finding of a severity weighs: nothing, 1, 5, 10.
constexpr std::uint64_t weight_of(RuleSeverity severity) {
  constexpr std::array<std::uint64_t, 4> kWeights = {0, 1, 5, 10};
  return kWeights[static_cast<std::size_t>(severity)];
}

/// All that a score is made of.
struct ScoreInputs {
  std::uint64_t accounts = 0;
  BySeverity worst{};    // accounts by the worst finding they have; those without one are not here
  BySeverity outside{};  // rules that found something outside of the accounts
};

struct Score {
  std::uint64_t thousandths = 0;  // 0 to 1000

  [[nodiscard]] std::string text() const;  // "0.995"
  friend bool operator==(const Score&, const Score&) = default;
};

/// A file without accounts has 0: nothing of it can be used.
Score score_of(const ScoreInputs& inputs);

}  // namespace m2

#include "engine/report/score.h"

#include <fmt/format.h>

#include <algorithm>

namespace m2 {
namespace {

constexpr std::uint64_t kHeaviest = weight_of(RuleSeverity::Fatal);
// A fatal finding outside of the accounts costs a third, an error a fifth, a warning a twentieth.
constexpr std::uint64_t kOutside = 20;

std::uint64_t weight_of_all(const BySeverity& counts) {
  std::uint64_t weight = 0;
  for (std::size_t i = 0; i < counts.size(); ++i)
    weight += counts[i] * weight_of(static_cast<RuleSeverity>(i));
  return weight;
}

}  // namespace

std::string Score::text() const {
  return fmt::format("{}.{:03}", thousandths / 1000, thousandths % 1000);
}

Score score_of(const ScoreInputs& inputs) {
  if (inputs.accounts == 0) return {};
  // What all accounts together could lose, and what they lose: never more, as each counts once.
  const std::uint64_t whole = kHeaviest * inputs.accounts;
  const std::uint64_t lost = std::min(weight_of_all(inputs.worst), whole);
  return {1000 * kOutside * (whole - lost) / (whole * (kOutside + weight_of_all(inputs.outside)))};
}

}  // namespace m2

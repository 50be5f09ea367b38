#include "engine/report/score.h"

#include "engine/base/chance.h"
#include "tests/support/golden.h"

using namespace m2;

namespace {

std::string score(std::uint64_t accounts, BySeverity worst, BySeverity outside = {}) {
  return score_of({.accounts = accounts, .worst = worst, .outside = outside}).text();
}

// Counts are in the order of RuleSeverity: remarks, warnings, errors, fatal findings.
constexpr std::size_t kSeverityCount = 4;

}  // namespace

SCENARIO("scores are what the formula says, worked out by hand") {
  // nothing found; remarks do not count
  CHECK(score(3, {}) == "1.000");
  CHECK(score(3, {2, 0, 0, 0}, {7, 0, 0, 0}) == "1.000");
  // one account of three: (30 - 10) / 30, (30 - 5) / 30, (30 - 1) / 30
  CHECK(score(3, {0, 0, 0, 1}) == "0.666");
  CHECK(score(3, {0, 0, 1, 0}) == "0.833");
  CHECK(score(3, {0, 1, 0, 0}) == "0.966");
  // outside of the accounts: 20 / 30, 20 / 25, 20 / 21
  CHECK(score(3, {}, {0, 0, 0, 1}) == "0.666");
  CHECK(score(3, {}, {0, 0, 1, 0}) == "0.800");
  CHECK(score(3, {}, {0, 1, 0, 0}) == "0.952");
  // both: (10000 - 10*2 - 5*10 - 40) / 10000 * 20 / (20 + 10 + 1)
  CHECK(score(1000, {0, 40, 10, 2}, {0, 1, 0, 1}) == "0.638");
  // every account fatal, and no account at all
  CHECK(score(3, {0, 0, 0, 3}) == "0.000");
  CHECK(score(0, {}) == "0.000");
}

SCENARIO("one warning among very many accounts is seen, and large counts do not overflow") {
  CHECK(score(1'000'000'000, {0, 1, 0, 0}) == "0.999");
  CHECK(score(1'000'000'000'000, {0, 0, 0, 500'000'000'000}) == "0.500");
}

SCENARIO("the score of a share of bad accounts does not depend on the size of the file") {
  for (const std::uint64_t accounts : {100U, 1'000U, 1'000'000U}) {
    CAPTURE(accounts);
    CHECK(score(accounts, {0, 0, accounts / 20, 0}) == "0.975");
  }
}

SCENARIO("whatever is found further never raises the score, and worse costs more") {
  Chance chance(72);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t accounts = 1 + chance.below(200);
    ScoreInputs inputs{.accounts = accounts};
    std::uint64_t clean = accounts;
    for (std::size_t s = 0; s < kSeverityCount; ++s) {
      inputs.worst[s] = chance.below(static_cast<std::uint32_t>(clean + 1));
      clean -= inputs.worst[s];
      inputs.outside[s] = chance.below(6);
    }
    const Score before = score_of(inputs);
    CAPTURE(accounts, inputs.worst, inputs.outside);
    const bool is_perfect = inputs.worst[1] + inputs.worst[2] + inputs.worst[3] +
                                inputs.outside[1] + inputs.outside[2] + inputs.outside[3] ==
                            0;
    CHECK((before.thousandths == 1000) == is_perfect);
    std::uint64_t last = 1000;
    for (std::size_t s = 0; s < kSeverityCount; ++s) {
      ScoreInputs outside = inputs;
      ++outside.outside[s];
      CHECK(score_of(outside).thousandths <= before.thousandths);
      if (clean == 0) continue;
      ScoreInputs within = inputs;
      ++within.worst[s];
      const std::uint64_t after = score_of(within).thousandths;
      CHECK(after <= before.thousandths);
      CHECK(after <= last);
      last = after;
    }
    for (std::size_t s = 0; s + 1 < kSeverityCount; ++s) {
      if (inputs.worst[s] == 0) continue;
      ScoreInputs worse = inputs;
      --worse.worst[s];
      ++worse.worst[s + 1];
      CHECK(score_of(worse).thousandths <= before.thousandths);
    }
  }
}

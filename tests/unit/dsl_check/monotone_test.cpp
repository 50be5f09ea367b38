// A promise in the head of a table is broken exactly when two inputs say so.

#include <fmt/format.h>

#include <random>

#include "tests/support/golden.h"
#include "tests/support/mapping.h"

namespace m2 {
namespace {

constexpr int kInputs = 6;  // 0 to 5
constexpr int kResults = 4;

// Of every input of a table (n, flag): its result.
using Results = std::array<std::array<int, 2>, kInputs>;

bool is_broken(const Results& results, bool never_falls) {
  for (std::size_t flag = 0; flag < 2; ++flag) {
    for (std::size_t low = 0; low < kInputs; ++low) {
      for (std::size_t high = low + 1; high < kInputs; ++high) {
        const int a = results[low][flag];
        const int b = results[high][flag];
        if (never_falls ? a > b : a < b) return true;
      }
    }
  }
  return false;
}

// Rows that may overlap, the last one of which takes every input.
struct RandomTable {
  std::string rows;
  Results results{};

  explicit RandomTable(std::mt19937& random) {
    const auto below = [&](int end) { return std::uniform_int_distribution(0, end - 1)(random); };
    std::array<std::array<bool, 2>, kInputs> taken{};
    const int count = 1 + below(4);
    for (int row = 0; row < count; ++row) {
      const bool last = row + 1 == count;
      const int from = last ? 0 : below(kInputs);
      const int to = last ? kInputs - 1 : from + below(kInputs - from);
      const int flag = last ? 2 : below(3);  // 2: any
      const int result = below(kResults);
      rows += fmt::format("  | {}..{} | {} || {} |\n", from, to,
                          flag == 2   ? "any"
                          : flag == 1 ? "true"
                                      : "false",
                          result);
      for (int n = from; n <= to; ++n) {
        for (std::size_t f = 0; f < 2; ++f) {
          const auto at = static_cast<std::size_t>(n);
          if ((flag != 2 && flag != static_cast<int>(f)) || taken[at][f]) continue;
          taken[at][f] = true;
          results[at][f] = result;
        }
      }
    }
  }
};

}  // namespace

SCENARIO("a promise of a table is reported exactly when two of its inputs break it") {
  std::mt19937 random(20261127);
  int broken = 0;
  for (int i = 0; i < 150; ++i) {
    const RandomTable table(random);
    const bool never_falls = i % 2 == 0;
    const std::string preset = test::sample_preset(
        fmt::format("table t(n: int from 0 to {}, flag: bool) gives r: int in order\n"
                    "where r never {} as n grows {{\n  | n | flag || r |\n{}}}\n"
                    "hold h when t(3, true).r is 9 because \"H.\"\n",
                    kInputs - 1, never_falls ? "falls" : "rises", table.rows));
    const test::Checked checked = test::check_text(preset, test::kSampleShape);
    const auto& all = checked.found.all();
    const bool said = std::any_of(all.begin(), all.end(),
                                  [](const Diagnostic& d) { return d.slug == "monotone"; });
    INFO(preset);
    CHECK(said == is_broken(table.results, never_falls));
    broken += said ? 1 : 0;
  }
  CHECK(broken > 30);
  CHECK(broken < 140);
}

}  // namespace m2

#pragma once
// What the comparisons of both products share: how many accounts, and what must have come up among
// them.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <initializer_list>
#include <string>

#include "tests/oracle/delinquency/comparison.h"
#include "tests/oracle/delinquency/settings.h"
#include "tests/support/sanitized.h"

namespace m2::oracle {

inline constexpr std::uint64_t kAccountsOfAGroup = 100;
inline constexpr std::uint64_t kGroupsOfAHalf = test::kIsSanitized ? 12 : 112;

/// Compares the accounts of `groups` groups from `first` on; of the account that M2_ORACLE_SEED
/// names, if it is set, and of no other.
template <class Product>
void compare_groups(std::uint64_t first, std::initializer_list<const char*> statuses) {
  Comparison<Product> comparison(RealPreset::shipped(Product::kPreset));
  if (const char* seed = std::getenv("M2_ORACLE_SEED"); seed != nullptr) {
    const std::uint64_t number = std::strtoull(seed, nullptr, 10);
    const auto one = case_of<Product>(number);
    const Answers answers = comparison.answers_to(one);
    WARN("seed " << number << '\n'
                 << table_of(one.ledger) << "  the oracle: " << text_of(answers.first) << '\n'
                 << answers.found);
    CHECK(answers.found.empty());
    return;
  }
  for (std::uint64_t group = first; group < first + kGroupsOfAHalf; ++group) {
    for (std::uint64_t n = 0; n < kAccountsOfAGroup; ++n) {
      const std::uint64_t seed = group * kSeedsOfAGroup + n;
      comparison.compare(seed, case_of<Product>(seed));
    }
  }
  {
    INFO(comparison.report());
    CHECK(comparison.report().empty());
  }
  // Few accounts are unclear, most of the others are reported, and every status comes up among
  // enough of them.
  const std::size_t accounts = kGroupsOfAHalf * kAccountsOfAGroup;
  CHECK(comparison.compared() * 100 >= accounts * 90);
  CHECK(comparison.reported() * 100 >= comparison.compared() * 90);
  for (const char* status : statuses) {
    CAPTURE(status);
    CHECK((test::kIsSanitized || comparison.outcomes().contains(status)));
  }
}

}  // namespace m2::oracle

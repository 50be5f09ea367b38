#pragma once
// Settings: the days and policies of a comparison. Accounts come in groups that share one, because
// a preset is lowered anew for each.
//
//   for_each_case<RentProduct>(groups, accounts, [&](std::uint64_t seed, const auto& one) { … });

#include <cstdint>

#include "engine/base/chance.h"
#include "tests/oracle/delinquency/comparison.h"

namespace m2::oracle {

/// Who asks, and when.
struct Setting {
  Date as_of;
  Date next;
  Policy policy;
};

/// Month ends for the most part, some of them of leap years.
inline Setting random_setting(Chance chance) {
  Setting setting;
  const auto year = static_cast<int>(chance.between(2023, 2029));
  setting.as_of =
      Date::from_civil(year, static_cast<int>(chance.between(1, 12)), 1)->end_of_month();
  if (chance.one_in(4)) setting.as_of = setting.as_of.plus_days(-chance.between(0, 27));
  const std::int64_t months = chance.one_in(5) ? chance.between(2, 4) : 1;
  setting.next = setting.as_of.start_of_month().plus_months(months).end_of_month();
  if (chance.one_in(2)) {
    setting.policy.grace_days = static_cast<int>(chance.between(1, 29));
    setting.policy.counts_from_due_date = chance.one_in(2);
  }
  setting.policy.first_is_due_date = chance.one_in(3);
  return setting;
}

inline constexpr std::uint64_t kSeedsOfAGroup = 1'000'000;

/// One account of a seed; the seed names its setting, too.
template <class Product>
Case<typename Product::Ledger> case_of(std::uint64_t seed) {
  const Setting setting = random_setting(Chance(seed / kSeedsOfAGroup));
  Chance chance = Chance(seed).branch(1);
  Case<typename Product::Ledger> one;
  one.ledger = Product::random(Chance(seed).branch(2), setting.as_of);
  one.policy = setting.policy;
  one.next = setting.next;
  if (chance.one_in(6)) one.first_moved = static_cast<int>(chance.between(-40, 40));
  return one;
}

}  // namespace m2::oracle

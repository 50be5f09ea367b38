#pragma once
// A second opinion on Allocation: for every day it replays the whole ledger from the first day,
// cent by cent, and finds every fact by walking back over the days. Slow and literal on purpose.
//
//   for (const NaiveDay& day : naive_days(Order::OldestFirst, charges, payments, last)) …

#include <vector>

#include "engine/delinquency/allocation.h"

namespace m2::oracle {

struct NaiveDay {
  Date day;
  Standing standing;
  std::vector<ChargeState> charges;
};

/// One entry for each day from the day before the first event to `last`. Amounts must be small.
std::vector<NaiveDay> naive_days(Order order, const std::vector<Charge>& charges,
                                 const std::vector<Payment>& payments, Date last);

}  // namespace m2::oracle

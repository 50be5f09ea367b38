#pragma once
// diff_periods: what became of every account from one month to another, by the records that a store
// keeps of both.
//
//   M2_TRY(PortfolioDiff diff, diff_periods({*store, "demo-rent", may, june}, sink));
//
// What every month changes is no change: the days of a record, and of two months in a row a payment
// history that goes on as the standard says (the letter of the earlier month, then its history).
// There are no changed lines behind it; which presets made a month is in its run's manifest.

#include "engine/pipeline/portfolio_diff.h"
#include "engine/store/store.h"

namespace m2 {

struct PeriodSides {
  Store& store;
  std::string tenant;
  Period before = Period::of(Date());
  Period after = Period::of(Date());
};

/// Memory is that of one account. Errors: NotFound (a month without a run), those of the store and
/// of the sink.
Result<PortfolioDiff> diff_periods(const PeriodSides& sides, const AccountSink& sink);

}  // namespace m2

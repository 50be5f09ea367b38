#pragma once
// diff_periods: what became of every account from one month to another, by the records that a store
// keeps of both.
//
//   M2_TRY(PortfolioDiff diff, diff_periods({*store, "demo-rent", may, june}, sink));
//
// What every month changes is no change: the days of a record. Of two months in a row the earlier
// payment history (field 18) is taken a month on, its month's letter before it, as the standard
// says; so a history that is told did not go on like that.
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

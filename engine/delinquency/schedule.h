#pragma once
// Schedule: the instalments of a loan whose source lists no rows, computed from its terms.
//
//   std::vector<Instalment> due;                       // reused from account to account
//   instalments({33536, Frequency::Month, first, last}, changes, due);
//
// `instalments of AMOUNT every FREQUENCY from DATE to DATE moved by LIST` (docs/language.md). Both
// dates are inclusive and bound the agreed due dates: a due-date change moves instalments, it never
// adds or removes one.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/date.h"

namespace m2 {

/// Steps of months are counted from the first date and land on the last day of a shorter month: 31
/// January, 28 February, 31 March. HalfMonth is two days of the month that lie 15 apart: the first
/// date's own and the other one (the 1st and the 16th, the 15th and the 30th).
enum class Frequency : std::uint8_t {
  Week,
  TwoWeeks,
  HalfMonth,
  Month,
  TwoMonths,
  ThreeMonths,
  SixMonths,
  Year,
};

struct Schedule {
  std::int64_t cents = 0;  // of each instalment
  Frequency every = Frequency::Month;
  Date first;
  Date last;
};

/// The instalment due on `from` is due on `to` instead, and the schedule goes on from there: with
/// monthly instalments, 15 September moved to 15 December moves 15 October to 15 January. That is
/// what LoanPro does (its API reference: a change "updates the entire payment schedule").
struct DueDateChange {
  Date from;
  Date to;
};

struct Instalment {
  std::int32_t id = 0;  // 1, 2, 3, …
  Date due;
  std::int64_t cents = 0;
};

inline constexpr std::size_t kMaxInstalments = 10'000;    // more than 190 years of weeks
inline constexpr std::size_t kMaxDueDateChanges = 1'000;  // far beyond any real loan

/// Replaces `out`. `changes` are applied in the order given, each to the dates the earlier ones
/// left; one that meets no instalment has nothing to move (its date may lie after `last`). False,
/// and an empty `out`, when there would be more than the bounds above: hold the account.
[[nodiscard]] bool instalments(const Schedule& schedule, std::span<const DueDateChange> changes,
                               std::vector<Instalment>& out);

}  // namespace m2

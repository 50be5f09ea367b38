#pragma once
// Tables as boxes: is every input covered, does any input match two rows? Exact, with the inputs
// that prove it.
//
//   std::optional<Box> hole = find_gap(domain, rows);     // a region of inputs without a row
//
// A column's values are integers (days, cents, dates, indices); `missing` is one more point,
// kMissing.

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace m2::dsl {

using Interval = std::pair<std::int64_t, std::int64_t>;  // both ends included
inline constexpr std::int64_t kMissing = INT64_MIN;
inline constexpr std::int64_t kLowest = INT64_MIN + 1;
inline constexpr std::int64_t kHighest = INT64_MAX;

using IntervalSet = std::vector<Interval>;  // sorted, disjoint, not touching
using Box = std::vector<IntervalSet>;       // one set per column

IntervalSet normalised(IntervalSet set);
IntervalSet intersection(const IntervalSet& a, const IntervalSet& b);
IntervalSet difference(const IntervalSet& a, const IntervalSet& b);

/// Two boxes with a point in common: that region.
std::optional<Box> overlap(const Box& a, const Box& b);
/// The first region of `domain` that no row covers, widest in its last columns.
std::optional<Box> find_gap(const Box& domain, const std::vector<Box>& rows);

}  // namespace m2::dsl

#pragma once
// Tables as boxes: is every input covered, does any input match two rows? Exact, with the inputs
// that prove it.
//
//   Work work;
//   const Gap gap = find_gap(domain, rows, Rows::Disjoint, work);   // a region of inputs without a
//   row
//
// A column's values are integers (days, cents, dates, indices); `missing` is one more point,
// kMissing.
//
// What is asked of disjoint rows is answered in polynomial time by counting. Rows that overlap need
// a search that can take exponential time on tables made for it, so all questions share a budget:
// when it is used up, the answer is that nobody knows.

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/small_vector.h"

namespace m2::dsl {

using Interval = std::pair<std::int64_t, std::int64_t>;  // both ends included
inline constexpr std::int64_t kMissing = INT64_MIN;
inline constexpr std::int64_t kLowest = INT64_MIN + 1;
inline constexpr std::int64_t kHighest = INT64_MAX;

using IntervalSet = SmallVector<Interval, 1>;  // sorted, disjoint, not touching
using Box = std::vector<IntervalSet>;          // one set per column, none of them empty

/// What may still be done for the tables of one file, counted in cells that are compared.
class Work {
 public:
  explicit Work(std::int64_t budget = 8'000'000) : left_(budget) {}
  /// False once the budget is used up.
  bool spend(std::size_t cells) {
    left_ -= static_cast<std::int64_t>(cells);
    return left_ >= 0;
  }

 private:
  std::int64_t left_;
};

IntervalSet normalised(IntervalSet set);
IntervalSet intersection(const IntervalSet& a, const IntervalSet& b);
IntervalSet difference(const IntervalSet& a, const IntervalSet& b);

bool contains(const IntervalSet& set, std::int64_t point);
bool contains(const IntervalSet& set, const IntervalSet& inner);
bool contains(const Box& box, const Box& inner);
bool overlaps(const Box& a, const Box& b);
/// Two boxes with a point in common: that region.
std::optional<Box> overlap(const Box& a, const Box& b);
/// What is left of `a` without `b`: disjoint boxes, at most one per column; exactly one when `b`
/// covers all columns of `a` but one.
std::vector<Box> difference(const Box& a, const Box& b);

/// For each box, the earlier ones it has a point in common with, ascending. Empty when the budget
/// is used up.
std::optional<std::vector<std::vector<std::size_t>>> earlier_overlaps(const std::vector<Box>& boxes,
                                                                      Work& work);

enum class Rows : std::uint8_t { Disjoint, MayOverlap };

struct Gap {
  enum class Answer : std::uint8_t { None, Found, Unknown };
  Answer answer = Answer::None;
  Box box;  // Found: it cannot be made wider in any column
};

/// A region of `domain` that no row covers. `Rows::Disjoint` is the caller's promise that no two
/// rows overlap. In `enumerated` columns (bools, words, codes) the region holds every free value,
/// in others one interval.
Gap find_gap(const Box& domain, const std::vector<Box>& rows, Rows kind,
             const std::vector<bool>& enumerated, Work& work);

}  // namespace m2::dsl

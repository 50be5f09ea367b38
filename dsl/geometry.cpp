#include "dsl/geometry.h"

#include <algorithm>

namespace m2::dsl {

IntervalSet normalised(IntervalSet set) {
  std::sort(set.begin(), set.end());
  IntervalSet out;
  for (const Interval& next : set) {
    if (next.first > next.second) continue;
    const bool touches = !out.empty() && next.first != kLowest &&
                         next.first - 1 <= out.back().second && out.back().second != kMissing;
    if (touches || (!out.empty() && next.first <= out.back().second)) {
      out.back().second = std::max(out.back().second, next.second);
    } else {
      out.push_back(next);
    }
  }
  return out;
}

IntervalSet intersection(const IntervalSet& a, const IntervalSet& b) {
  IntervalSet out;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const Interval common{std::max(a[i].first, b[j].first), std::min(a[i].second, b[j].second)};
    if (common.first <= common.second) out.push_back(common);
    a[i].second < b[j].second ? ++i : ++j;
  }
  return out;
}

IntervalSet difference(const IntervalSet& a, const IntervalSet& b) {
  IntervalSet out;
  for (Interval rest : a) {
    bool gone = false;
    for (const Interval& cut : b) {
      if (cut.second < rest.first || cut.first > rest.second) continue;
      if (cut.first > rest.first) out.push_back({rest.first, cut.first - 1});
      if (cut.second >= rest.second) {
        gone = true;
        break;
      }
      rest.first = cut.second + 1;
    }
    if (!gone) out.push_back(rest);
  }
  return out;
}

std::optional<Box> overlap(const Box& a, const Box& b) {
  Box common;
  for (std::size_t column = 0; column < a.size(); ++column) {
    common.push_back(intersection(a[column], b[column]));
    if (common.back().empty()) return std::nullopt;
  }
  return common;
}

// Takes the rows away from the domain one after another. What a row leaves of a box are at most as
// many boxes as columns: outside in the first column, or inside there and outside in the second,
// and so on.
std::optional<Box> find_gap(const Box& domain, const std::vector<Box>& rows) {
  std::vector<Box> left = {domain};
  for (const Box& row : rows) {
    std::vector<Box> next;
    for (const Box& box : left) {
      Box inside = box;
      for (std::size_t column = 0; column < box.size(); ++column) {
        IntervalSet outside = difference(box[column], row[column]);
        if (!outside.empty()) {
          Box piece = inside;
          piece[column] = std::move(outside);
          next.push_back(std::move(piece));
        }
        inside[column] = intersection(box[column], row[column]);
        if (inside[column].empty()) break;
      }
    }
    left = std::move(next);
  }
  if (left.empty()) return std::nullopt;
  return *std::min_element(left.begin(), left.end());
}

}  // namespace m2::dsl

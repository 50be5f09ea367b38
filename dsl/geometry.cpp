#include "dsl/geometry.h"

#include <algorithm>
#include <numeric>

namespace m2::dsl {
namespace {

__extension__ using Count = unsigned __int128;  // both compilers have it

// The domain cut at every bound of every row, column by column: each row is a union of whole cells,
// so that cells can be counted. 500 rows cut a column into 1,001 parts at most.
class Grid {
 public:
  Grid(const Box& domain, const std::vector<Box>& rows) : columns_(domain.size()) {
    for (std::size_t c = 0; c < domain.size(); ++c) {
      std::vector<std::int64_t> starts;
      const auto cut = [&](const IntervalSet& set) {
        for (const Interval& in : set) {
          starts.push_back(in.first);
          if (in.second != kHighest) starts.push_back(in.second + 1);
        }
      };
      cut(domain[c]);
      for (const Box& row : rows) cut(row[c]);
      std::sort(starts.begin(), starts.end());
      starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
      columns_[c] = std::move(starts);
    }
  }

  [[nodiscard]] const std::vector<std::int64_t>& parts(std::size_t column) const {
    return columns_[column];
  }

  // The parts of an interval of the domain or of a row: from one index to before another.
  [[nodiscard]] std::pair<std::size_t, std::size_t> range(std::size_t column,
                                                          const Interval& in) const {
    const std::vector<std::int64_t>& starts = columns_[column];
    const auto first = std::lower_bound(starts.begin(), starts.end(), in.first);
    const auto last = std::upper_bound(first, starts.end(), in.second);
    return {static_cast<std::size_t>(first - starts.begin()),
            static_cast<std::size_t>(last - starts.begin())};
  }

  // How many cells a box has: entry c counts them in columns c, c + 1 and so on. Empty when they
  // are more than can be counted.
  [[nodiscard]] std::optional<std::vector<Count>> cells(const Box& box) const {
    std::vector<Count> out(box.size() + 1, 1);
    for (std::size_t c = box.size(); c-- > 0;) {
      Count here = 0;
      for (const Interval& in : box[c]) here += range(c, in).second - range(c, in).first;
      if (here != 0 && out[c + 1] > ~Count{0} / kMostRows / here) return std::nullopt;
      out[c] = out[c + 1] * here;
    }
    return out;
  }

 private:
  static constexpr Count kMostRows = 1'000'000;  // so many counts can be added up
  std::vector<std::vector<std::int64_t>> columns_;
};

// A cell outside of all disjoint rows. Column by column it goes to the first part whose cells are
// not all covered.
std::optional<Box> uncovered_cell(const Grid& grid, const Box& domain,
                                  const std::vector<Count>& all, std::vector<Box> rows) {
  struct Row {
    Box box;
    std::vector<Count> cells;
  };
  std::vector<Row> here;
  Count covered = 0;
  for (Box& box : rows) {
    auto cells = grid.cells(box);  // a row has no more cells than its domain
    covered += (*cells)[0];
    here.push_back({std::move(box), std::move(*cells)});
  }
  if (covered == all[0]) return std::nullopt;
  Box cell;
  for (std::size_t c = 0; c < domain.size(); ++c) {
    // How many cells of each part are covered, as steps up and down from one part to the next.
    std::vector<Count> steps(grid.parts(c).size() + 1, 0);
    for (const Row& row : here) {
      for (const Interval& in : row.box[c]) {
        const auto [first, last] = grid.range(c, in);
        steps[first] += row.cells[c + 1];
        steps[last] -= row.cells[c + 1];
      }
    }
    Count in_part = 0;
    for (std::size_t part = 0; part < grid.parts(c).size(); ++part) {
      in_part += steps[part];
      const std::int64_t start = grid.parts(c)[part];
      if (in_part == all[c + 1] || !contains(domain[c], start)) continue;
      cell.push_back({{start, start}});
      std::erase_if(here, [&](const Row& row) { return !contains(row.box[c], start); });
      break;
    }
  }
  return cell;
}

// Without the promise that rows are disjoint: takes them away from the domain one after another,
// first those that cut a region in the fewest columns.
class Search {
 public:
  Search(const std::vector<Box>& rows, Work& work) : rows_(rows), work_(work) {}

  // The first region found that no row touches.
  Gap run(const Box& domain) {
    std::vector<std::size_t> all(rows_.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::vector<Region> open;
    open.push_back({domain, std::move(all)});
    while (!open.empty()) {
      Region region = std::move(open.back());
      open.pop_back();
      if (!work_.spend((region.rows.size() + 1) * domain.size())) return {Gap::Answer::Unknown, {}};
      std::erase_if(region.rows, [&](std::size_t r) { return !overlaps(rows_[r], region.box); });
      if (region.rows.empty()) return {Gap::Answer::Found, std::move(region.box)};
      const auto best = std::min_element(
          region.rows.begin(), region.rows.end(), [&](std::size_t a, std::size_t b) {
            return columns_cut(rows_[a], region.box) < columns_cut(rows_[b], region.box);
          });
      std::vector<Box> rest = difference(region.box, rows_[*best]);
      region.rows.erase(best);
      for (auto piece = rest.rbegin(); piece != rest.rend(); ++piece)
        open.push_back({std::move(*piece), region.rows});
    }
    return {};
  }

 private:
  struct Region {
    Box box;
    std::vector<std::size_t> rows;  // those that may touch it
  };

  static std::size_t columns_cut(const Box& row, const Box& box) {
    std::size_t cut = 0;
    for (std::size_t c = 0; c < box.size(); ++c) cut += difference(box[c], row[c]).empty() ? 0 : 1;
    return cut;
  }

  const std::vector<Box>& rows_;
  Work& work_;
};

// Makes a box that no row touches as wide as it can be, the last columns first.
Box widened(Box box, const Box& domain, const std::vector<Box>& rows,
            const std::vector<bool>& enumerated) {
  for (std::size_t c = box.size(); c-- > 0;) {
    const std::int64_t inside = box[c].front().first;
    Box line = box;
    line[c] = domain[c];
    IntervalSet taken;
    for (const Box& row : rows) {
      if (overlaps(row, line)) taken.append(row[c].begin(), row[c].end());
    }
    IntervalSet free = difference(domain[c], normalised(std::move(taken)));
    if (!enumerated[c])
      erase_if(free, [&](const Interval& in) { return in.first > inside || in.second < inside; });
    box[c] = std::move(free);
  }
  return box;
}

}  // namespace

IntervalSet normalised(IntervalSet set) {
  std::sort(set.begin(), set.end());
  IntervalSet out;
  for (const Interval& next : set) {
    if (next.first > next.second) continue;
    const bool touches = !out.empty() && next.first > kLowest &&
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
  std::size_t next = 0;
  for (Interval rest : a) {
    while (next < b.size() && b[next].second < rest.first) ++next;
    bool gone = false;
    for (std::size_t i = next; !gone && i < b.size() && b[i].first <= rest.second; ++i) {
      if (b[i].first > rest.first) out.push_back({rest.first, b[i].first - 1});
      gone = b[i].second >= rest.second;
      if (!gone) rest.first = b[i].second + 1;
    }
    if (!gone) out.push_back(rest);
  }
  return out;
}

bool contains(const IntervalSet& set, std::int64_t point) {
  const auto after =
      std::upper_bound(set.begin(), set.end(), point,
                       [](std::int64_t value, const Interval& in) { return value < in.first; });
  return after != set.begin() && point <= std::prev(after)->second;
}

bool contains(const IntervalSet& set, const IntervalSet& inner) {
  std::size_t i = 0;
  for (const Interval& in : inner) {
    while (i < set.size() && set[i].second < in.first) ++i;
    if (i == set.size() || set[i].first > in.first || set[i].second < in.second) return false;
  }
  return true;
}

bool contains(const Box& box, const Box& inner) {
  for (std::size_t c = 0; c < box.size(); ++c) {
    if (!contains(box[c], inner[c])) return false;
  }
  return true;
}

bool overlaps(const Box& a, const Box& b) {
  for (std::size_t c = 0; c < a.size(); ++c) {
    bool meet = false;
    for (std::size_t i = 0, j = 0; !meet && i < a[c].size() && j < b[c].size();) {
      meet = a[c][i].first <= b[c][j].second && b[c][j].first <= a[c][i].second;
      a[c][i].second < b[c][j].second ? ++i : ++j;
    }
    if (!meet) return false;
  }
  return true;
}

std::optional<Box> overlap(const Box& a, const Box& b) {
  if (!overlaps(a, b)) return std::nullopt;
  Box common;
  for (std::size_t c = 0; c < a.size(); ++c) common.push_back(intersection(a[c], b[c]));
  return common;
}

// Outside of b in the first column, or inside there and outside in the second, and so on.
std::vector<Box> difference(const Box& a, const Box& b) {
  if (!overlaps(a, b)) return {a};
  std::vector<Box> out;
  Box inside = a;
  for (std::size_t c = 0; c < a.size(); ++c) {
    IntervalSet outside = difference(a[c], b[c]);
    if (!outside.empty()) {
      Box piece = inside;
      piece[c] = std::move(outside);
      out.push_back(std::move(piece));
    }
    inside[c] = intersection(a[c], b[c]);
  }
  return out;
}

// Boxes in the order of where they begin in one column: behind the end of a box no other one
// reaches back. The column with the most different beginnings leaves the fewest pairs.
std::optional<std::vector<std::vector<std::size_t>>> earlier_overlaps(const std::vector<Box>& boxes,
                                                                      Work& work) {
  std::vector<std::vector<std::size_t>> out(boxes.size());
  if (boxes.empty()) return out;
  std::size_t sweep = 0;
  std::size_t most = 0;
  for (std::size_t c = 0; c < boxes.front().size(); ++c) {
    std::vector<std::int64_t> starts;
    for (const Box& box : boxes) starts.push_back(box[c].front().first);
    std::sort(starts.begin(), starts.end());
    const auto different =
        static_cast<std::size_t>(std::unique(starts.begin(), starts.end()) - starts.begin());
    if (different > most) sweep = c;
    most = std::max(most, different);
  }
  std::vector<std::size_t> order(boxes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return boxes[a][sweep].front().first < boxes[b][sweep].front().first;
  });
  for (std::size_t a = 0; a < order.size(); ++a) {
    const Box& box = boxes[order[a]];
    for (std::size_t b = a + 1; b < order.size(); ++b) {
      if (boxes[order[b]][sweep].front().first > box[sweep].back().second) break;
      if (!work.spend(box.size())) return std::nullopt;
      if (overlaps(box, boxes[order[b]]))
        out[std::max(order[a], order[b])].push_back(std::min(order[a], order[b]));
    }
  }
  for (auto& earlier : out) std::sort(earlier.begin(), earlier.end());
  return out;
}

Gap find_gap(const Box& domain, const std::vector<Box>& rows, Rows kind,
             const std::vector<bool>& enumerated, Work& work) {
  if (kind == Rows::Disjoint) {
    const Grid grid(domain, rows);
    if (const auto all = grid.cells(domain)) {
      auto cell = uncovered_cell(grid, domain, *all, rows);
      if (!cell) return {};
      return {Gap::Answer::Found, widened(std::move(*cell), domain, rows, enumerated)};
    }
  }
  Gap gap = Search(rows, work).run(domain);
  if (gap.answer == Gap::Answer::Found) {
    for (IntervalSet& set : gap.box) set = {set.front()};
    gap.box = widened(std::move(gap.box), domain, rows, enumerated);
  }
  return gap;
}

}  // namespace m2::dsl

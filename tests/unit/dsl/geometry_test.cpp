// Boxes over integers: small ones point by point, large ones within their budget.

#include "dsl/geometry.h"

#include <random>

using namespace m2::dsl;

namespace {

const IntervalSet kAll = {{kLowest, kHighest}};

Gap gap_of(const Box& domain, const std::vector<Box>& rows, Rows kind) {
  Work work;
  return find_gap(domain, rows, kind, std::vector<bool>(domain.size(), false), work);
}

// All inputs of `columns` columns with `width` values each, one row for each input of the first
// two.
std::vector<Box> grid_rows(std::int64_t width, std::size_t columns) {
  std::vector<Box> rows;
  for (std::int64_t a = 0; a < width; ++a) {
    for (std::int64_t b = 0; b < width; ++b) {
      Box row(columns, kAll);
      row[0] = {{a == 0 ? kLowest : a, a + 1 == width ? kHighest : a}};
      row[1] = {{b == 0 ? kLowest : b, b + 1 == width ? kHighest : b}};
      rows.push_back(row);
    }
  }
  return rows;
}

// Cuts of a box in two, again and again, each in a random column: disjoint, and nothing is left
// out.
std::vector<Box> random_partition(std::size_t rows, std::size_t columns, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Box> out = {Box(columns, IntervalSet{{0, 1'000'000'000}})};
  while (out.size() < rows) {
    Box& box = out[random() % out.size()];
    Interval& in = box[random() % columns].front();
    if (in.second - in.first < 2) continue;
    Box other = box;
    const std::int64_t middle =
        in.first + 1 + static_cast<std::int64_t>(random()) % (in.second - in.first);
    for (std::size_t c = 0; c < columns; ++c) {
      if (&box[c].front() != &in) continue;
      other[c] = {{middle, in.second}};
    }
    in.second = middle - 1;
    out.push_back(std::move(other));
  }
  return out;
}

}  // namespace

SCENARIO("intervals that touch are one, and missing touches nothing") {
  CHECK(normalised({{4, 6}, {1, 3}}) == IntervalSet{{1, 6}});
  CHECK(normalised({{4, 6}, {1, 2}}) == IntervalSet{{1, 2}, {4, 6}});
  CHECK(normalised({{kLowest, 0}, {kMissing, kMissing}}) ==
        IntervalSet{{kMissing, kMissing}, {kLowest, 0}});
  CHECK(normalised({{5, 4}}).empty());
  CHECK(difference(IntervalSet{{0, 9}}, IntervalSet{{3, 4}, {7, 7}}) ==
        IntervalSet{{0, 2}, {5, 6}, {8, 9}});
  CHECK(difference(IntervalSet{{0, 1}, {5, 9}}, IntervalSet{{1, 5}, {9, 20}}) ==
        IntervalSet{{0, 0}, {6, 8}});
  CHECK(contains(IntervalSet{{0, 1}, {5, 9}}, 5));
  CHECK(!contains(IntervalSet{{0, 1}, {5, 9}}, 4));
}

SCENARIO("a gap is as wide as it can be") {
  const std::vector<Box> rows = {
      {{{0, 29}}, kAll}, {{{60, kHighest}}, kAll}, {{{30, 59}}, {{0, 7}}}};
  const Gap gap = gap_of({{{0, kHighest}}, kAll}, rows, Rows::Disjoint);
  REQUIRE(gap.answer == Gap::Answer::Found);
  CHECK(gap.box == Box{{{30, 59}}, {{kLowest, -1}}});
}

SCENARIO("counting and searching give the same answer") {
  for (unsigned seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    std::vector<Box> rows = random_partition(20, 3, seed);
    const Box domain(3, IntervalSet{{0, 1'000'000'000}});
    CHECK(gap_of(domain, rows, Rows::Disjoint).answer == Gap::Answer::None);
    CHECK(gap_of(domain, rows, Rows::MayOverlap).answer == Gap::Answer::None);
    const Box lost = rows[seed % rows.size()];
    rows.erase(rows.begin() + seed % static_cast<unsigned>(rows.size()));
    for (const Rows kind : {Rows::Disjoint, Rows::MayOverlap}) {
      const Gap gap = gap_of(domain, rows, kind);
      REQUIRE(gap.answer == Gap::Answer::Found);
      CHECK(contains(lost, gap.box));
      CHECK(contains(gap.box, lost));
    }
  }
}

SCENARIO("a table of 500 rows and 8 columns is proved, and so is what it lacks") {
  std::vector<Box> rows = random_partition(500, 8, 3);
  const Box domain(8, IntervalSet{{0, 1'000'000'000}});
  Work work;
  const auto overlaps = earlier_overlaps(rows, work);
  REQUIRE(overlaps);
  for (const auto& earlier : *overlaps) CHECK(earlier.empty());
  CHECK(gap_of(domain, rows, Rows::Disjoint).answer == Gap::Answer::None);
  const Box lost = rows[321];
  rows.erase(rows.begin() + 321);
  const Gap gap = gap_of(domain, rows, Rows::Disjoint);
  REQUIRE(gap.answer == Gap::Answer::Found);
  CHECK(contains(lost, gap.box));
}

SCENARIO("rows that overlap are proved where the search is small") {
  const std::vector<Box> rows = grid_rows(20, 8);
  CHECK(gap_of(Box(8, kAll), rows, Rows::MayOverlap).answer == Gap::Answer::None);
}

// Each row leaves out one value of three columns: nobody knows a way to be sure that is short.
SCENARIO("a table made to be hard uses up its budget, and no more") {
  std::mt19937 random(11);
  std::vector<Box> rows;
  for (int r = 0; r < 260; ++r) {
    Box row(60, IntervalSet{{0, 1}});
    for (int k = 0; k < 3; ++k) {
      const auto value = static_cast<std::int64_t>(random() % 2);
      row[random() % 60] = {{value, value}};
    }
    rows.push_back(row);
  }
  Work work(2'000'000);
  const Gap gap = find_gap(Box(60, IntervalSet{{0, 1}}), rows, Rows::MayOverlap,
                           std::vector<bool>(60, true), work);
  CHECK(gap.answer == Gap::Answer::Unknown);
  CHECK(!work.spend(1));
}

SCENARIO("many rows of one column are compared with their neighbours only") {
  std::vector<Box> rows;
  for (std::int64_t r = 0; r < 50'000; ++r) rows.push_back({{{2 * r, 2 * r + 1}}});
  Work work(100'000);
  REQUIRE(earlier_overlaps(rows, work));
  CHECK(gap_of({{{0, 99'999}}}, rows, Rows::Disjoint).answer == Gap::Answer::None);
  CHECK(gap_of({{{0, 100'000}}}, rows, Rows::Disjoint).box == Box{{{100'000, 100'000}}});
}

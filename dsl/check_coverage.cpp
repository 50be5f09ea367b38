// The proof that exactly one row of a table is for every input, and the words for when it is not
// so.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/checker.h"
#include "dsl/geometry.h"
#include "dsl/table_text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kMostMessages = 20;  // of one kind for one table
constexpr std::size_t kMostRowsToAdd = 5;
constexpr std::size_t kMostRows = 10'000;

// The rows that end before and start behind a gap in one column, and cover it in all others.
struct Neighbours {
  std::size_t column = 0;
  std::optional<std::size_t> before;
  std::optional<std::size_t> next;
};

class Proof {
 public:
  Proof(const Table& table, const CheckedPreset& preset, NodeRef header,
        const std::vector<NodeRef>& rows, Diagnostics& found, Work& work)
      : table_(table),
        text_(table, preset, cells_of(header)),
        rows_(rows),
        found_(found),
        work_(work) {
    for (const TableRow& row : table.rows) boxes_.push_back(box_of(row, table));
  }

  void run();

 private:
  bool report_outside(std::size_t row);
  void report_unreachable(std::size_t row, const std::vector<std::size_t>& above);
  void report_shadow(std::size_t row, const std::vector<std::size_t>& above);
  void report_overlap(std::size_t row, const std::vector<std::size_t>& above);
  void report_gaps(std::vector<Box> rows, Rows kind);
  Diagnostic& report_gap(const Box& gap);
  [[nodiscard]] Neighbours neighbours(const Box& gap) const;
  [[nodiscard]] Span place_of(const Neighbours& of_gap) const;
  void report_too_large();

  [[nodiscard]] std::optional<std::size_t> telling_column(std::size_t i, std::size_t j) const;
  [[nodiscard]] std::string way_out(std::size_t i, std::size_t j) const;
  [[nodiscard]] std::string narrowed(std::size_t row, const Box& to) const;
  [[nodiscard]] std::string narrowed_without(std::size_t row, std::size_t other) const;
  [[nodiscard]] std::string results_differ(std::size_t i, std::size_t j) const;
  [[nodiscard]] Span conditions(std::size_t row) const;
  [[nodiscard]] std::vector<std::string_view> results(std::size_t row) const;

  const Table& table_;
  TableText text_;
  const std::vector<NodeRef>& rows_;
  Diagnostics& found_;
  Work& work_;
  std::vector<Box> boxes_;
  std::size_t messages_ = 0;
};

void Proof::run() {
  std::vector<std::size_t> inside;  // rows that match something
  std::vector<Box> boxes;
  for (std::size_t r = 0; r < boxes_.size(); ++r) {
    if (report_outside(r)) continue;
    inside.push_back(r);
    boxes.push_back(boxes_[r]);
  }
  const auto overlaps = earlier_overlaps(boxes, work_);
  if (!overlaps) return report_too_large();
  std::vector<bool> reachable(boxes_.size(), false);
  bool disjoint = true;
  std::vector<Box> kept;
  for (std::size_t r = 0; r < inside.size(); ++r) {
    std::vector<std::size_t> above;
    for (std::size_t i : (*overlaps)[r]) {
      if (reachable[inside[i]]) above.push_back(inside[i]);
    }
    const std::size_t row = inside[r];
    if (!above.empty()) {
      std::vector<Box> rows_above;
      for (std::size_t i : above) rows_above.push_back(boxes_[i]);
      const Gap rest =
          find_gap(boxes_[row], rows_above, Rows::MayOverlap, text_.enumerated(), work_);
      if (rest.answer == Gap::Answer::Unknown) return report_too_large();
      if (rest.answer == Gap::Answer::None) {
        report_unreachable(row, above);
        continue;
      }
      table_.in_order ? report_shadow(row, above) : report_overlap(row, above);
    }
    disjoint = disjoint && above.empty();
    reachable[row] = true;
    kept.push_back(boxes_[row]);
  }
  report_gaps(std::move(kept), disjoint ? Rows::Disjoint : Rows::MayOverlap);
}

// The cells to the left of ||.
Span Proof::conditions(std::size_t row) const {
  Span span = rows_[row].span();
  span.end = table_.rows[row].when.back().span.end;
  return span;
}

std::vector<std::string_view> Proof::results(std::size_t row) const {
  std::vector<std::string_view> out;
  const std::vector<Span> cells = cells_of(rows_[row]);
  for (std::size_t c = table_.rows[row].when.size(); c < cells.size(); ++c)
    out.push_back(cells[c].text());
  return out;
}

bool Proof::report_outside(std::size_t r) {
  for (std::size_t c = 0; c < boxes_[r].size(); ++c) {
    if (!boxes_[r][c].empty()) continue;
    found_
        .error("unreachable-row", table_.rows[r].when[c].span,
               fmt::format("row {} of `{}` can never match", r + 1, table_.name))
        .mark(fmt::format("outside of what `{}` can be", text_.name(c)))
        .label(table_.domain[c].span, "declared here")
        .with_help(fmt::format("delete row {}, or declare a wider range", r + 1));
    return true;
  }
  return false;
}

void Proof::report_unreachable(std::size_t r, const std::vector<std::size_t>& above) {
  if (++messages_ > kMostMessages) return;
  std::vector<std::size_t> covering = above;
  for (std::size_t i : above) {
    if (contains(boxes_[i], boxes_[r])) {
      covering = {i};
      break;
    }
  }
  std::string names;
  for (std::size_t i : covering)
    names += fmt::format("{}row {}",
                         names.empty()          ? ""
                         : i == covering.back() ? " and "
                                                : ", ",
                         i + 1);
  auto& d = found_.error("unreachable-row", conditions(r),
                         fmt::format("row {} of `{}` can never match", r + 1, table_.name));
  d.mark("all of it is covered by " + names);
  for (std::size_t i : covering) d.label(conditions(i), fmt::format("row {}", i + 1));
  const std::string narrow =
      covering.size() == 1 ? narrowed_without(covering.front(), r) : "narrow " + names;
  d.with_help(fmt::format("delete row {}, or {}", r + 1, narrow));
}

// A table in order: what an earlier row decides of this one.
void Proof::report_shadow(std::size_t r, const std::vector<std::size_t>& above) {
  auto& d = found_.note("in-order-shadow", conditions(r),
                        fmt::format("a part of row {} of `{}` is decided by {} above it", r + 1,
                                    table_.name, above.size() == 1 ? "a row" : "rows"));
  for (std::size_t i : above) {
    d.label(conditions(i), fmt::format("row {}", i + 1));
    const Box common = *overlap(boxes_[i], boxes_[r]);
    d.note(fmt::format("row {} decides for {}; for example: {}", i + 1, text_.words(common),
                       text_.example(common)));
    if (d.notes.size() == kMostRowsToAdd) break;
  }
}

// The column that could tell two rows apart: narrowing one of them there leaves no gap. Else one
// where both say something of their own.
std::optional<std::size_t> Proof::telling_column(std::size_t i, std::size_t j) const {
  const auto changed = [&](std::size_t of, std::size_t without) -> std::optional<std::size_t> {
    const std::vector<Box> rest = difference(boxes_[of], boxes_[without]);
    for (std::size_t c = 0; rest.size() == 1 && c < boxes_[of].size(); ++c) {
      if (rest.front()[c] != boxes_[of][c]) return c;
    }
    return std::nullopt;
  };
  if (const auto column = changed(j, i)) return column;
  if (const auto column = changed(i, j)) return column;
  for (std::size_t c = 0; c < boxes_[j].size(); ++c) {
    const bool says = !table_.rows[i].when[c].any && !table_.rows[j].when[c].any;
    if (says && text_.is_interval(c) && boxes_[i][c] != boxes_[j][c]) return c;
  }
  return std::nullopt;
}

// "start row 4 at $0.01", "narrow row 1 to `Current`": `to` differs from the row in one column.
std::string Proof::narrowed(std::size_t r, const Box& to) const {
  std::size_t c = 0;
  while (c + 1 < to.size() && to[c] == boxes_[r][c]) ++c;
  const IntervalSet& from = boxes_[r][c];
  if (text_.is_interval(c) && from.size() == 1 && to[c].size() == 1) {
    if (to[c].front().second == from.front().second)
      return fmt::format("start row {} at {}", r + 1, text_.value(c, to[c].front().first));
    if (to[c].front().first == from.front().first)
      return fmt::format("end row {} at {}", r + 1, text_.value(c, to[c].front().second));
  }
  return fmt::format("narrow row {} to `{}`", r + 1, text_.cell(c, to[c]));
}

// The other row in mind, an author narrows a row in the first column where the other one says less.
std::string Proof::narrowed_without(std::size_t r, std::size_t other) const {
  Box to = boxes_[r];
  for (std::size_t c = 0; c < to.size(); ++c) {
    to[c] = difference(boxes_[r][c], boxes_[other][c]);
    if (!to[c].empty()) return narrowed(r, to);
    to[c] = boxes_[r][c];
  }
  return fmt::format("delete row {}", r + 1);
}

std::string Proof::way_out(std::size_t i, std::size_t j) const {
  for (const auto& [of, without] : {std::pair(j, i), std::pair(i, j)}) {
    const std::vector<Box> rest = difference(boxes_[of], boxes_[without]);
    if (rest.size() == 1)
      return narrowed(of, rest.front()) + "\n" + text_.row(rest.front(), results(of));
  }
  const std::vector<Box> rest = difference(boxes_[j], boxes_[i]);
  std::string help = fmt::format("write row {} as", j + 1);
  for (const Box& box : rest) help += "\n" + text_.row(box, results(j));
  return help;
}

// "row 2 says status 13, row 4 says status 93"
std::string Proof::results_differ(std::size_t i, std::size_t j) const {
  const std::vector<std::string_view> one = results(i);
  const std::vector<std::string_view> other = results(j);
  const std::vector<std::string> names = text_.result_names();
  std::string of_one;
  std::string of_other;
  for (std::size_t c = 0; c < one.size(); ++c) {
    if (one[c] == other[c]) continue;
    const char* comma = of_one.empty() ? "" : ", ";
    of_one += fmt::format("{}{} {}", comma, names[c], one[c]);
    of_other += fmt::format("{}{} {}", comma, names[c], other[c]);
  }
  if (of_one.empty()) return "both say the same";
  return fmt::format("row {} says {}, row {} says {}", i + 1, of_one, j + 1, of_other);
}

void Proof::report_overlap(std::size_t j, const std::vector<std::size_t>& above) {
  if (++messages_ > kMostMessages) return;
  const std::size_t i = above.front();
  const Box common = *overlap(boxes_[i], boxes_[j]);
  const auto column = telling_column(i, j);
  const auto place = [&](std::size_t row) {
    return column ? table_.rows[row].when[*column].span : conditions(row);
  };
  std::string rows;
  for (std::size_t k : above) rows += fmt::format("{}{}", rows.empty() ? "" : ", ", k + 1);
  auto& d = found_.error(
      "overlap", place(j),
      above.size() == 1
          ? fmt::format("rows {} and {} of `{}` both match", i + 1, j + 1, table_.name)
          : fmt::format("row {} of `{}` matches where rows {} match", j + 1, table_.name, rows));
  if (column)
    d.mark(fmt::format("row {} also contains {}", j + 1, text_.words(*column, common[*column])));
  for (std::size_t k : above) {
    d.label(k == i ? place(k) : conditions(k), fmt::format("row {}", k + 1));
    if (d.labels.size() == kMostRowsToAdd) break;
  }
  d.note("for example: " + text_.example(common));
  d.note(results_differ(i, j));
  d.with_help(way_out(i, j));
}

// All gaps: each at its own row, those without a row of their own in one message.
void Proof::report_gaps(std::vector<Box> rows, Rows kind) {
  Diagnostic* before = nullptr;
  for (std::size_t count = 0; count < kMostRowsToAdd; ++count) {
    Gap gap = find_gap(text_.domain(), rows, kind, text_.enumerated(), work_);
    if (gap.answer == Gap::Answer::Unknown && before == nullptr) report_too_large();
    if (gap.answer != Gap::Answer::Found) return;
    const std::string to_add = text_.row(gap.box, {});
    const Span place = place_of(neighbours(gap.box));
    if (before != nullptr && before->span.begin == place.begin) {
      before->note("also: " + text_.example(gap.box));
      before->help += "\n      " + to_add;
    } else {
      before = &report_gap(gap.box);
      before->with_help("add   " + to_add);
    }
    rows.push_back(std::move(gap.box));
  }
}

Neighbours Proof::neighbours(const Box& gap) const {
  Neighbours best;
  for (std::size_t c = 0; c < gap.size(); ++c) {
    if (!text_.is_interval(c) || gap[c] == text_.domain()[c] || gap[c].front().first == kMissing)
      continue;
    Neighbours here;
    here.column = c;
    for (std::size_t r = 0; r < boxes_.size(); ++r) {
      Box at = gap;
      at[c] = boxes_[r][c];
      if (boxes_[r][c].empty() || !contains(boxes_[r], at)) continue;
      if (gap[c].front().first > kLowest && contains(boxes_[r][c], gap[c].front().first - 1))
        here.before = r;
      if (gap[c].back().second < kHighest && contains(boxes_[r][c], gap[c].back().second + 1))
        here.next = r;
    }
    if (here.next) return here;
    if (here.before && !best.before) best = here;
  }
  return best;
}

// The row that comes next, where there is one; else the table's name.
Span Proof::place_of(const Neighbours& of_gap) const {
  return of_gap.next ? table_.rows[*of_gap.next].when[of_gap.column].span : table_.span;
}

Diagnostic& Proof::report_gap(const Box& gap) {
  const auto [column, before, next] = neighbours(gap);
  auto& d =
      found_.error("gap", place_of({column, before, next}),
                   fmt::format("table `{}` has no row for {}", table_.name, text_.words(gap)));
  if (next)
    d.mark(fmt::format("row {} starts at {}", *next + 1,
                       text_.value(column, gap[column].back().second + 1)));
  if (before)
    d.label(table_.rows[*before].when[column].span,
            fmt::format("row {} ends at {}", *before + 1,
                        text_.value(column, gap[column].front().first - 1)));
  if (before || next || gap.size() == 1)
    d.label(table_.domain[column].span,
            "declared for " + text_.words(column, text_.domain()[column]));
  d.note("for example: " + text_.example(gap) + " matches nothing");
  return d;
}

void Proof::report_too_large() {
  found_
      .error("too-large", table_.span,
             fmt::format("nobody can tell whether every input of `{}` has one row: it has too many "
                         "rows that cross",
                         table_.name))
      .with_help(
          "let a table decide by some of the inputs, and another one by its result and the rest");
}

}  // namespace

void Checker::check_coverage(const Table& table, NodeRef header, const std::vector<NodeRef>& rows) {
  if (rows.size() > kMostRows) {
    found_.error("too-large", header.span(),
                 fmt::format("table `{}` has {} rows; a table may have {}", table.name, rows.size(),
                             kMostRows));
    return;
  }
  Proof(table, p_, header, rows, found_, table_work_).run();
}

}  // namespace m2::dsl

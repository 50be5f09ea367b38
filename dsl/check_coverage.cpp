// The proof that exactly one row of a table, one entry of a lookup, is for every input; and the
// words for when it is not so.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/checker.h"
#include "dsl/geometry.h"
#include "dsl/literal.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

IntervalSet points(const CellSet& cell, const CellSet& domain) {
  IntervalSet set = cell.any ? domain.intervals : cell.intervals;
  if (cell.any ? domain.missing : cell.missing) set.push_back({kMissing, kMissing});
  return normalised(std::move(set));
}

// A point of a box that reads well: the finite end of an interval where there is one.
std::vector<std::int64_t> sample(const Box& box) {
  std::vector<std::int64_t> point;
  for (const IntervalSet& set : box) {
    const Interval& first = set.front().first == kMissing && set.size() > 1 ? set[1] : set.front();
    point.push_back(first.first != kLowest     ? first.first
                    : first.second != kHighest ? first.second
                                               : 0);
  }
  return point;
}

bool is_interval(Type type) {
  return !type.is(Kind::Bool) && !type.is(Kind::Choice) && !type.is(Kind::Code);
}

// The rows of a table in the words of its columns.
class TableText {
 public:
  TableText(const Table& table, const std::vector<Binder>& binders, const TypeTable& types)
      : types_(types) {
    for (std::uint32_t b : table.binders) columns_.push_back(&binders[b]);
  }

  // "60", "$0.01", "Past": as a cell says it.
  [[nodiscard]] std::string value(std::size_t column, std::int64_t point) const {
    const Type type = columns_[column]->type.bare();
    if (point == kMissing) return "missing";
    if (type.is(Kind::Code))
      return std::string(code_tables()[type.of].codes[static_cast<std::size_t>(point)].code);
    if (type.is(Kind::Days) || type.is(Kind::Months)) return std::to_string(point);
    return unquoted(print_literal({point, {}}, type, types_));
  }

  [[nodiscard]] std::string cell(std::size_t column, const IntervalSet& set,
                                 const IntervalSet& domain) const {
    if (set == domain) return "any";
    std::string out;
    for (const Interval& in : set) {
      out += out.empty() ? "" : ", ";
      if (is_interval(columns_[column]->type) && in.first != in.second) {
        out += (in.first == kLowest ? "" : value(column, in.first)) + ".." +
               (in.second == kHighest ? "" : value(column, in.second));
      } else {
        for (std::int64_t point = in.first; point <= in.second; ++point)
          out += (point == in.first ? "" : ", ") + value(column, point);
      }
    }
    return out;
  }

  // "60 to 89 days", "$0.01 and more", "Past or Notice".
  [[nodiscard]] std::string words(std::size_t column, const IntervalSet& set) const {
    const Type type = columns_[column]->type;
    const char* unit = type.is(Kind::Days) ? " days" : type.is(Kind::Months) ? " months" : "";
    std::string out;
    for (const Interval& in : set) {
      out += out.empty() ? "" : " or ";
      if (!is_interval(type) || in.first == kMissing) {
        for (std::int64_t point = in.first; point <= in.second; ++point)
          out += (point == in.first ? "" : " or ") + value(column, point);
      } else if (in.first == kLowest && in.second == kHighest) {
        out += fmt::format("any {}", columns_[column]->name);
      } else if (in.first == kLowest) {
        out += fmt::format("{}{} and less", value(column, in.second), unit);
      } else if (in.second == kHighest) {
        out += fmt::format("{}{} and more", value(column, in.first), unit);
      } else {
        out += value(column, in.first) +
               (in.first == in.second ? "" : " to " + value(column, in.second)) + unit;
      }
    }
    return out;
  }

  [[nodiscard]] std::string point(const std::vector<std::int64_t>& at) const {
    std::string out;
    for (std::size_t i = 0; i < at.size(); ++i)
      out += fmt::format("{}{} = {}", i == 0 ? "" : ", ", columns_[i]->name,
                         words(i, {{at[i], at[i]}}));
    return out;
  }

  // A row that could be added, its cells as wide as those of the header.
  [[nodiscard]] std::string row(const Box& box, const Box& domain, NodeRef header) const {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < box.size(); ++i) cells.push_back(cell(i, box[i], domain[i]));
    std::string out = "|";
    bool result = false;
    for (std::size_t i = 0, column = 0; i < header.size(); ++i) {
      if (header[i].is(NodeKind::Divider)) {
        out += "|";
        result = true;
        continue;
      }
      const Span cell = header[i].span();
      const std::size_t width = cell.source->text().find('|', cell.begin) - cell.begin;
      const std::string text = result ? "?" : cells[column++];
      out += fmt::format(" {:<{}}|", text, std::max(width, text.size() + 1));
    }
    return out;
  }

  [[nodiscard]] const Binder& column(std::size_t index) const { return *columns_[index]; }

 private:
  const TypeTable& types_;
  std::vector<const Binder*> columns_;
};

}  // namespace

void Checker::check_coverage(const Table& table, NodeRef header, const std::vector<NodeRef>& rows) {
  Box domain;
  for (const CellSet& d : table.domain) domain.push_back(points({true, false, {}, {}}, d));
  std::vector<Box> boxes;
  for (const TableRow& row : table.rows) {
    Box box;
    for (std::size_t i = 0; i < row.when.size(); ++i)
      box.push_back(points(row.when[i], table.domain[i]));
    boxes.push_back(std::move(box));
  }
  std::vector<std::size_t> reachable;  // rows that were not found wrong as a whole
  for (std::size_t j = 0; j < boxes.size(); ++j) {
    if (report_outside(table, boxes[j], j) || report_unreachable(table, boxes, rows, j)) continue;
    for (std::size_t i : reachable) report_overlap(table, boxes, rows, i, j);
    reachable.push_back(j);
  }
  report_gap(table, domain, boxes, header);
}

bool Checker::report_outside(const Table& table, const Box& box, std::size_t number) {
  for (std::size_t i = 0; i < box.size(); ++i) {
    if (!box[i].empty()) continue;
    const Binder& column = p_.binders[table.binders[i]];
    found_
        .error("unreachable-row", table.rows[number].when[i].span,
               fmt::format("row {} of `{}` can never match", number + 1, table.name))
        .mark(fmt::format("outside of what `{}` can be", column.name))
        .label(table.domain[i].span, "declared here")
        .with_help(fmt::format("delete row {}, or declare a wider range", number + 1));
    return true;
  }
  return false;
}

bool Checker::report_unreachable(const Table& table, const std::vector<Box>& boxes,
                                 const std::vector<NodeRef>& rows, std::size_t j) {
  const std::vector<Box> above(boxes.begin(), boxes.begin() + static_cast<std::ptrdiff_t>(j));
  if (find_gap(boxes[j], above)) return false;
  std::vector<std::size_t> covering;
  for (std::size_t i = 0; i < j; ++i) {
    if (!find_gap(boxes[j], {boxes[i]})) covering = {i};
    if (covering.size() == 1 && covering.front() == i) break;
    if (overlap(boxes[i], boxes[j])) covering.push_back(i);
  }
  std::string names;
  for (std::size_t i : covering)
    names += fmt::format("{}row {}",
                         names.empty()          ? ""
                         : i == covering.back() ? " and "
                                                : ", ",
                         i + 1);
  auto& d = found_.error("unreachable-row", rows[j].span(),
                         fmt::format("row {} of `{}` can never match", j + 1, table.name));
  d.mark("all of it is covered by " + names)
      .with_help(fmt::format("delete row {}, or narrow {}", j + 1, names));
  for (std::size_t i : covering) d.label(rows[i].span(), fmt::format("row {}", i + 1));
  return true;
}

// Two rows for one input. The column that could tell them apart is the one where both say something
// of their own.
void Checker::report_overlap(const Table& table, const std::vector<Box>& boxes,
                             const std::vector<NodeRef>& rows, std::size_t i, std::size_t j) {
  const auto common = overlap(boxes[i], boxes[j]);
  if (!common) return;
  const TableText text(table, p_.binders, p_.types);
  const std::string example = text.point(sample(*common));
  if (table.in_order) {
    found_
        .note("in-order-shadow", rows[j].span(),
              fmt::format("row {} of `{}` decides before row {} where both match", i + 1,
                          table.name, j + 1))
        .label(rows[i].span(), fmt::format("row {}", i + 1))
        .note("for example: " + example);
    return;
  }
  std::optional<std::size_t> telling;
  for (std::size_t c = 0; c < common->size() && !telling; ++c) {
    const bool says = !table.rows[i].when[c].any && !table.rows[j].when[c].any;
    if (says && is_interval(text.column(c).type) && boxes[i][c] != boxes[j][c]) telling = c;
  }
  auto& d =
      found_.error("overlap", telling ? table.rows[j].when[*telling].span : rows[j].span(),
                   fmt::format("rows {} and {} of `{}` both match", i + 1, j + 1, table.name));
  d.label(telling ? table.rows[i].when[*telling].span : rows[i].span(),
          fmt::format("row {}", i + 1))
      .note("for example: " + example);
  d.with_help("narrow one of them, so that every input has one row");
  if (!telling) return;
  const Interval shared = (*common)[*telling].front();
  d.mark(fmt::format("row {} also contains {}", j + 1, text.words(*telling, {shared})));
  const Interval mine = boxes[j][*telling].front();
  const Interval other = boxes[i][*telling].front();
  if (shared.first == mine.first && shared.second == other.second && mine.second > shared.second) {
    d.with_help(fmt::format("start row {} at {}", j + 1, text.value(*telling, shared.second + 1)));
  } else if (shared.second == mine.second && shared.first == other.first &&
             mine.first < shared.first) {
    d.with_help(fmt::format("end row {} at {}", j + 1, text.value(*telling, shared.first - 1)));
  }
}

// On the row that comes next, where one column tells; else on the table's name.
void Checker::report_gap(const Table& table, const Box& domain, const std::vector<Box>& boxes,
                         NodeRef header) {
  const auto gap = find_gap(domain, boxes);
  if (!gap) return;
  const TableText text(table, p_.binders, p_.types);
  std::string what;
  for (std::size_t i = 0; i < gap->size(); ++i) {
    if ((*gap)[i] != domain[i] || gap->size() == 1)
      what += (what.empty() ? "" : ", ") + text.words(i, (*gap)[i]);
  }
  std::optional<std::size_t> before;
  std::optional<std::size_t> next;
  for (std::size_t r = 0; gap->size() == 1 && is_interval(text.column(0).type) && r < boxes.size();
       ++r) {
    if (boxes[r][0].empty()) continue;
    if (boxes[r][0].back().second < gap->front().front().first &&
        (!before || boxes[r][0].back() > boxes[*before][0].back()))
      before = r;
    if (boxes[r][0].front().first > gap->front().back().second &&
        (!next || boxes[r][0].front() < boxes[*next][0].front()))
      next = r;
  }
  auto& d = found_.error(
      "gap", next ? table.rows[*next].when[0].span : table.span,
      fmt::format("table `{}` has no row for {}", table.name, what.empty() ? "any input" : what));
  if (next)
    d.mark(fmt::format("row {} starts at {}", *next + 1,
                       text.value(0, boxes[*next][0].front().first)));
  if (before)
    d.label(table.rows[*before].when[0].span,
            fmt::format("row {} ends at {}", *before + 1,
                        text.value(0, boxes[*before][0].back().second)));
  if (gap->size() == 1) d.label(table.domain[0].span, "declared for " + text.words(0, domain[0]));
  d.note("for example: " + text.point(sample(*gap)) + " matches nothing");
  d.with_help("add   " + text.row(*gap, domain, header));
}

void Checker::check_lookup_coverage(const Lookup& lookup) {
  const Type t = p_.binders[lookup.binder].type;
  if (t.optional) {
    found_
        .error("type", p_.binders[lookup.binder].span,
               fmt::format("a lookup has no entry for missing, and `{}` is {}",
                           p_.binders[lookup.binder].name, show(t)))
        .with_help("say before what missing becomes, and look up what is there");
    return;
  }
  const auto has = [&](const std::string& key) {
    return std::any_of(lookup.entries.begin(), lookup.entries.end(), [&](const LookupEntry& entry) {
      return std::find(entry.keys.begin(), entry.keys.end(), key) != entry.keys.end();
    });
  };
  const auto rest = std::find_if(lookup.entries.begin(), lookup.entries.end(),
                                 [](const LookupEntry& entry) { return entry.keys.empty(); });
  if (t.is(Kind::Text) || t.is(Kind::Int)) {
    if (rest == lookup.entries.end()) {
      found_
          .error("not-covered", lookup.span,
                 fmt::format("lookup `{}` does not say what any other {} becomes", lookup.name,
                             show(t)))
          .with_help("add   anything else -> hold \"…\"");
    }
    return;
  }
  std::vector<std::string> all;
  if (t.is(Kind::Choice)) all = p_.types.choice(t).values;
  if (t.is(Kind::Code)) {
    for (const Code& c : code_tables()[t.of].codes) all.emplace_back(c.code);
  }
  if (all.empty()) {
    if (t.known())
      found_.error("type", lookup.span, fmt::format("a lookup cannot decide by {}", show(t)))
          .with_help("use a table");
    return;
  }
  std::string open;
  for (const std::string& value : all) {
    if (!has(value)) open += fmt::format("{}\"{}\"", open.empty() ? "" : ", ", value);
  }
  if (rest == lookup.entries.end() && !open.empty()) {
    auto& d =
        found_.error("not-covered", lookup.span,
                     fmt::format("lookup `{}` does not say what {} becomes", lookup.name, open));
    d.with_help("add   " + open + " -> …");
    if (!t.is(Kind::Choice)) return;
    const auto covered = std::count_if(all.begin(), all.end(), has);
    d.mark(fmt::format("{} of {} values are covered", covered, all.size()))
        .label(p_.types.choice(t).span, "the values are declared here");
  }
  if (rest != lookup.entries.end() && open.empty()) {
    found_
        .error(
            "unreachable-key", rest->span,
            fmt::format("lookup `{}` has answered every value before `anything else`", lookup.name))
        .with_help("delete the line");
  }
}

}  // namespace m2::dsl

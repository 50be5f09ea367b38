// Mutants of literals, and of the rows and keys that answer.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/literal.h"
#include "dsl/mutator.h"
#include "dsl/table_text.h"
#include "engine/base/ascii.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

constexpr std::int64_t kDollar = 100;
constexpr std::int64_t kPercent = 100;
constexpr std::size_t kLongestWord = 3;  // texts up to here may well be codes

Kind kind_of_literal(NodeRef n) {
  switch (n.kind()) {
    case NodeKind::Money:
      return Kind::Money;
    case NodeKind::Percent:
      return Kind::Percent;
    case NodeKind::Date:
      return Kind::Date;
    case NodeKind::Duration:
      return n.text().find("month") != std::string_view::npos ? Kind::Months : Kind::Days;
    case NodeKind::Number:
      return n.text().find('.') == std::string_view::npos ? Kind::Int : Kind::Number;
    default:
      return Kind::Unknown;
  }
}

bool is_word(const std::string& text) {
  return !text.empty() && text.size() <= kLongestWord &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_upper(c); });
}

// A status that demands another rating would be refused at once.
bool alike(std::string_view one, std::string_view other) {
  const StatusFacts* facts = find_status(one);
  const StatusFacts* others = find_status(other);
  return facts == nullptr || others == nullptr || facts->rating == others->rating;
}

bool has(const std::vector<std::string>& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

std::vector<NodeRef> rows_of(NodeRef table) {
  std::vector<NodeRef> rows;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].is(NodeKind::Row)) rows.push_back(table[i]);
  }
  rows.erase(rows.begin());  // the header
  return rows;
}

// A cell of a row's conditions, or of its results.
NodeRef cell(NodeRef row, std::size_t column, bool is_result) {
  std::size_t at = 0;
  while (!row[at].is(NodeKind::Divider)) ++at;
  return row[is_result ? at + 1 + column : column];
}

bool overlap(const CellSet& a, const CellSet& b) {
  if (a.any || b.any || (a.missing && b.missing)) return true;
  return !intersection(a.intervals, b.intervals).empty();
}

// One interval, as most cells are, written as one.
bool is_one_interval(const CellSet& set, NodeRef cell) {
  return !set.any && !set.missing && set.intervals.size() == 1 &&
         cell.text().find(',') == std::string_view::npos && cell.text() != "present";
}

}  // namespace

// ── Literals ──

std::optional<std::string> Mutator::moved(NodeRef n, std::int64_t by, bool is_bound) const {
  const Kind kind = kind_of_literal(n);
  if (kind == Kind::Unknown) return std::nullopt;
  const Type type = Type::of_kind(kind);
  const auto value = read_literal(n.text(), type, preset_.types);
  if (!value) return std::nullopt;
  std::int64_t unit = 1;
  if (kind == Kind::Money && !is_bound) unit = kDollar;
  if (kind == Kind::Percent) unit = kPercent;
  if (kind == Kind::Number) unit = is_bound ? 1 : 10'000;
  return print_literal({value->number + by * unit, {}}, type, preset_.types);
}

void Mutator::literal(NodeRef n, std::int64_t by) {
  if (const auto other = moved(n, by, false)) replace(Mutation::Constant, n, n, *other);
}

// What is no literal is moved by a sum behind it.
void Mutator::move_bound(NodeRef n, std::int64_t by) {
  if (const auto other = moved(n, by, true)) return replace(Mutation::Bound, n, n, *other);
  const char* step = nullptr;
  switch (type_at(n).kind) {
    case Kind::Date:
    case Kind::Days:
      step = "1 day";
      break;
    case Kind::Months:
      step = "1 month";
      break;
    case Kind::Money:
      step = "$0.01";
      break;
    case Kind::Int:
      step = "1";
      break;
    default:
      return;
  }
  const std::string sum = fmt::format(" {} {}", by > 0 ? "+" : "-", step);
  if (n.is(NodeKind::Path)) {
    add(Mutation::Bound, n, {insert(n.span().end, sum)});
  } else {
    add(Mutation::Bound, n, {insert(n.span().begin, "("), insert(n.span().end, ")" + sum)});
  }
}

// Another value that could stand there: of a closed list the next one, else a text like it.
std::string Mutator::another(const std::string& text, Type type,
                             const std::vector<std::string>& taken) const {
  std::vector<std::string> values;
  if (type.is(Kind::Code)) {
    for (const Code& code : code_tables()[type.of].codes) {
      if (!code.code.empty() && !code.obsolete && alike(text, code.code))
        values.emplace_back(code.code);
    }
  } else if (type.is(Kind::Choice)) {
    values = preset_.types.choice(type).values;
  }
  if (std::find(values.begin(), values.end(), text) == values.end()) {
    std::string other = text.empty() ? std::string("?") : text;
    char& last = other.back();
    if (!is_word(text)) {
      last = last == '?' && !text.empty() ? '!' : '?';
    } else if (is_digit(last)) {
      last = last == '9' ? '0' : static_cast<char>(last + 1);
    } else {
      last = last == 'Z' ? 'A' : static_cast<char>(last + 1);
    }
    return other;
  }
  const auto here = std::find(values.begin(), values.end(), text);
  std::rotate(values.begin(), here, values.end());
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (!has(taken, values[i])) return values[i];
  }
  return {};
}

void Mutator::text(NodeRef n, Type wanted, const std::vector<std::string>& taken) {
  if (n.size() > 0) return;  // its holes say what it is
  if (stands_for_nothing_ && n.text() == "\"\"") return;
  const std::string before = unquoted(n.text());
  const Type own = type_at(n).bare();
  const bool is_listed = own.is(Kind::Code) || own.is(Kind::Choice);
  const std::string after = another(before, is_listed ? own : wanted, taken);
  if (!after.empty()) replace(Mutation::Code, n, n, "\"" + after + "\"");
}

void Mutator::texts(NodeRef list, Type wanted) {
  std::vector<std::string> taken;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].is(NodeKind::Text)) taken.push_back(unquoted(list[i].text()));
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].is(NodeKind::Text)) {
      text(list[i], wanted, taken);
    } else {
      expression(list[i]);
    }
  }
}

// ── Tables ──

void Mutator::table(NodeRef n) {
  const auto table =
      std::find_if(preset_.tables.begin(), preset_.tables.end(), [&](const Table& t) {
        return t.span.source == &ast_.source() && t.span.begin == n[0].span().begin;
      });
  if (table == preset_.tables.end()) return;
  const std::vector<NodeRef> rows = rows_of(n);
  for (std::size_t column = 0; column < table->binders.size(); ++column) {
    if (is_interval(preset_.binders[table->binders[column]].type.kind))
      table_bounds(*table, rows, column);
  }
  table_answers(*table, rows);
}

// Rows that meet at a bound, directly or over a third one, move together: the table stays whole.
void Mutator::table_bounds(const Table& table, const std::vector<NodeRef>& rows,
                           std::size_t column) {
  const auto interval = [&](std::size_t row) -> std::optional<Interval> {
    const CellSet& set = table.rows[row].when[column];
    if (!is_one_interval(set, cell(rows[row], column, false))) return std::nullopt;
    return set.intervals.front();
  };
  const auto meet = [&](std::size_t a, std::size_t b) {
    for (std::size_t c = 0; c < table.binders.size(); ++c) {
      if (c != column && !overlap(table.rows[a].when[c], table.rows[b].when[c])) return false;
    }
    return true;
  };
  std::set<std::int64_t> bounds;  // behind a row without an upper end no other begins
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (const auto in = interval(r); in && in->second != kHighest) bounds.insert(in->second);
  }
  for (const std::int64_t bound : bounds) {
    std::vector<std::size_t> open;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const auto in = interval(r);
      if (in && (in->second == bound || in->first == bound + 1)) open.push_back(r);
    }
    while (!open.empty()) {
      std::vector<std::size_t> meeting = {open.front()};
      open.erase(open.begin());
      for (std::size_t i = 0; i < meeting.size(); ++i) {
        const bool is_below = interval(meeting[i])->second == bound;
        std::erase_if(open, [&](std::size_t other) {
          const bool joins =
              (interval(other)->second == bound) != is_below && meet(meeting[i], other);
          if (joins) meeting.push_back(other);
          return joins;
        });
      }
      if (meeting.size() < 2) continue;
      std::sort(meeting.begin(), meeting.end());
      move_rows(table, rows, column, meeting, bound, 1);
      move_rows(table, rows, column, meeting, bound, -1);
    }
  }
}

void Mutator::move_rows(const Table& table, const std::vector<NodeRef>& rows, std::size_t column,
                        const std::vector<std::size_t>& meeting, std::int64_t bound,
                        std::int64_t by) {
  const Type type = preset_.binders[table.binders[column]].type.bare();
  std::vector<TextEdit> edits;
  std::vector<Span> reach;
  for (const std::size_t r : meeting) {
    const NodeRef at = cell(rows[r], column, false);
    auto [low, high] = table.rows[r].when[column].intervals.front();
    const std::size_t dots = at.text().find("..");
    const bool is_range = dots != std::string_view::npos;
    const bool from_below = is_range && trim(at.text().substr(0, dots)).empty();
    const bool to_above = is_range && trim(at.text().substr(dots + 2)).empty();
    (high == bound ? high : low) += by;
    if (low > high) return;  // no row would be left
    const auto shown = [&](std::int64_t value) {
      const bool is_bare = type.is(Kind::Days) || type.is(Kind::Months);
      return print_literal({value, {}}, is_bare ? Type::of_kind(Kind::Int) : type, preset_.types);
    };
    const std::string text =
        low == high && !from_below && !to_above
            ? shown(low)
            : fmt::format("{}..{}", from_below ? "" : shown(low), to_above ? "" : shown(high));
    edits.push_back(put(at, text));
    reach.push_back(table.rows[r].span);
  }
  if (table.in_order) {
    for (const TableRow& row : table.rows) reach.push_back(row.span);
  }
  Mutant& made = add(Mutation::Bound, cell(rows[meeting.front()], column, false), std::move(edits));
  made.reach = std::move(reach);
}

void Mutator::table_answers(const Table& table, const std::vector<NodeRef>& rows) {
  const std::size_t results = preset_.types.record(table.result).members.size();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    rows_ = {table.rows[r].span};
    for (std::size_t c = 0; c < results; ++c) {
      const NodeRef at = cell(rows[r], c, true);
      const Type type = preset_.types.record(table.result).members[c].type.bare();
      if (at.size() > 0) {
        wanted(at[0], type);
      } else if (type.is(Kind::Code) || type.is(Kind::Choice)) {
        const std::string before = unquoted(at.text());
        const std::string after = another(before, type, {});
        const bool is_quoted = at.text().starts_with('"');
        if (!after.empty())
          replace(Mutation::Code, at, at, is_quoted ? "\"" + after + "\"" : after);
      }
    }
    rows_.clear();
    if (r + 1 == rows.size()) break;
    std::vector<TextEdit> edits;
    std::vector<TextEdit> below;
    for (std::size_t c = 0; c < results; ++c) {
      const NodeRef one = cell(rows[r], c, true);
      const NodeRef other = cell(rows[r + 1], c, true);
      if (one.text() == other.text()) continue;
      edits.push_back(put(one, std::string(other.text())));
      below.push_back(put(other, std::string(one.text())));
    }
    if (edits.empty()) continue;
    edits.insert(edits.end(), below.begin(), below.end());
    Mutant& made = add(Mutation::Rows, rows[r], std::move(edits));
    made.reach = {table.rows[r].span, table.rows[r + 1].span};
  }
}

// ── Lookups ──

void Mutator::lookup(NodeRef n) {
  std::vector<NodeRef> entries;
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (n[i].is(NodeKind::Entry)) entries.push_back(n[i]);
  }
  const auto found =
      std::find_if(preset_.lookups.begin(), preset_.lookups.end(), [&](const Lookup& l) {
        return l.span.source == &ast_.source() && l.span.begin == n[0].span().begin;
      });
  const Type type = found == preset_.lookups.end() ? Type{} : found->type.bare();
  const auto answer = [&](std::size_t i) { return entries[i][entries[i].size() - 1]; };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const NodeRef value = answer(i);
    rows_ = {entries[i].span()};
    wanted(value, type);
    if (entries[i].has(NodeKind::AnythingElse) && !value.is(NodeKind::Hold))
      replace(Mutation::Fallback, entries[i], value, "hold \"no value\"");
    rows_.clear();
    if (i + 1 == entries.size()) break;
    const NodeRef next = answer(i + 1);
    const bool both_hold = value.is(NodeKind::Hold) && next.is(NodeKind::Hold);
    if (both_hold || value.text() == next.text()) continue;
    Mutant& made =
        add(Mutation::Rows, entries[i],
            {put(value, std::string(next.text())), put(next, std::string(value.text()))});
    made.reach = {entries[i].span(), entries[i + 1].span()};
  }
}

}  // namespace m2::dsl

// Tables: their cells by the type of the column. check_coverage.cpp proves that exactly one row
// matches every input.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/checker.h"
#include "dsl/geometry.h"
#include "dsl/literal.h"
#include "dsl/table_text.h"
#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

// In a cell the unit of the column may be left out: 30 means 30 days.
std::optional<std::int64_t> read_point(std::string_view text, Type type, const TypeTable& types) {
  if (type.is(Kind::Code)) {
    const auto& codes = code_tables()[type.of].codes;
    const std::string code = text == "blank" ? std::string() : unquoted(text);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      if (codes[i].code == code) return static_cast<std::int64_t>(i);
    }
    return std::nullopt;
  }
  if (type.is(Kind::Days) || type.is(Kind::Months)) {
    if (const auto bare = read_literal(text, Type::of_kind(Kind::Int), types)) return bare->number;
  }
  const auto literal = read_literal(text, type, types);
  if (!literal) return std::nullopt;
  return literal->number;
}

// What stands between the commas of a cell. In an amount a comma belongs to the number when exactly
// three digits follow.
std::vector<std::string_view> cell_parts(std::string_view text, Type type) {
  const auto digits_from = [&](std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    return end - at;
  };
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] != ',' || quoted) continue;
    const bool of_amount = type.is(Kind::Money) && at > 0 && text[at - 1] >= '0' &&
                           text[at - 1] <= '9' && digits_from(at + 1) == 3;
    if (of_amount) continue;
    parts.push_back(trim(text.substr(begin, at - begin)));
    begin = at + 1;
  }
  parts.push_back(trim(text.substr(begin)));
  return parts;
}

}  // namespace

void Checker::declare_table(NodeRef n, std::uint32_t index) {
  Table& table = p_.tables[index];
  table.in_order = n.has(NodeKind::InOrder);
  table.binders = add_arguments(n.find(NodeKind::Arguments));
  const NodeRef args = n.find(NodeKind::Arguments);
  for (std::size_t i = 0; i < table.binders.size(); ++i) {
    const Type t = p_.binders[table.binders[i]].type;
    CellSet domain;
    domain.span = args[i].span();
    domain.missing = t.optional;
    if (is_interval(t.kind)) {
      const std::optional<std::int64_t> low = p_.binders[table.binders[i]].low;
      const std::optional<std::int64_t> high = p_.binders[table.binders[i]].high;
      const bool date = t.is(Kind::Date);
      domain.intervals = {{low.value_or(date ? Date::kFirstDay : kLowest),
                           high.value_or(date ? Date::kLastDay : kHighest)}};
    } else if (t.is(Kind::Bool) || t.is(Kind::Choice) || t.is(Kind::Code)) {
      domain.intervals = {{0, size_of(t, p_.types) - 1}};
    } else if (t.known()) {
      found_.error("type", args[i].span(), fmt::format("a table cannot decide by {}", show(t)))
          .with_help(
              "decide by bool, a closed list, a code, a number, money, a date or a duration; use a "
              "lookup for text");
    }
    table.domain.push_back(std::move(domain));
  }
  RecordType result;
  result.name = table.name;
  result.span = table.span;
  const NodeRef gives = n.find(NodeKind::Gives);
  for (std::size_t i = 0; i < gives.size(); ++i) {
    result.members.push_back(
        {std::string(gives[i][0].text()), type_of(gives[i][1]), gives[i][0].span()});
  }
  table.result = Type::of_kind(Kind::Record, p_.types.add_record(std::move(result)));
  declare_promises(n, table);
}

void Checker::check_table(std::uint32_t index) {
  const std::string name = p_.tables[index].name;
  if (!enter(name, p_.tables[index].span, table_progress_[index])) return;
  const Within within = Within::empty(*this);
  const NodeRef n = table_nodes_[index];
  declare_table(n, index);
  scope_.binders = p_.tables[index].binders;
  std::vector<NodeRef> rows;
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (n[i].is(NodeKind::Row)) rows.push_back(n[i]);
  }
  Table table = p_.tables[index];  // rows may need other tables, which may move this one
  const RecordType header = p_.types.record(table.result);
  std::vector<std::string> columns;
  for (std::uint32_t b : table.binders) columns.push_back(p_.binders[b].name);
  columns.emplace_back("||");
  for (const MemberType& m : header.members) columns.push_back(m.name);
  bool is_header = !rows.empty() && rows.front().size() == columns.size();
  for (std::size_t i = 0; is_header && i < columns.size(); ++i) {
    is_header = rows.front()[i].is(NodeKind::Divider) ? columns[i] == "||"
                                                      : rows.front()[i].text() == columns[i];
  }
  if (!is_header) {
    std::string line = "|";
    for (const std::string& c : columns) line = c == "||" ? line + "|" : line + " " + c + " |";
    found_
        .error("syntax", rows.empty() ? table.span : rows.front().span(),
               fmt::format(
                   "the first row of table `{}` names its columns in the order they are declared",
                   name))
        .with_help(line);
  } else {
    const NodeRef header_row = rows.front();
    rows.erase(rows.begin());
    bool all_read = !is_broken(n);
    for (NodeRef row : rows) all_read = check_row(table, row) && all_read;
    p_.tables[index] = table;
    if (all_read) check_coverage(table, header_row, rows);
    if (all_read) check_promises(table, header_row, rows);
  }
  for (std::size_t column = 0; column < header.members.size(); ++column) {
    MemberType& m = p_.types.record(table.result.of).members[column];
    for (const TableRow& row : table.rows) {
      const Type t = type(row.then[column]);
      m.type.blank = m.type.blank || t.blank || t.is(Kind::Blank);
      m.type.optional = m.type.optional || t.optional || t.is(Kind::Nothing);
    }
  }
  table_progress_[index] = Progress::Done;
  busy_.pop_back();
}

// False when a cell could not be read.
bool Checker::check_row(Table& table, NodeRef n) {
  std::vector<NodeRef> when;
  std::vector<NodeRef> then;
  bool behind = false;
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (n[i].is(NodeKind::Divider)) {
      behind = true;
    } else {
      (behind ? then : when).push_back(n[i]);
    }
  }
  const RecordType result = p_.types.record(table.result);
  if (when.size() != table.binders.size() || then.size() != result.members.size()) {
    found_
        .error("syntax", n.span(),
               fmt::format("this row has {} and {} cells; table `{}` has {} and {} columns",
                           when.size(), then.size(), table.name, table.binders.size(),
                           result.members.size()))
        .with_help("a row has one cell for each column, and || before its results");
    return false;
  }
  TableRow row;
  row.span = n.span();
  bool all_read = true;
  for (std::size_t i = 0; i < when.size(); ++i) {
    all_read = all_read && p_.binders[table.binders[i]].type.known();
    CellSet set = cell_set(when[i], p_.binders[table.binders[i]].type);
    all_read = all_read && (set.any || set.missing || !set.intervals.empty());
    set.intervals = normalised(std::move(set.intervals));
    report_beyond(set, table.domain[i], p_.binders[table.binders[i]]);
    set.intervals = intersection(set.intervals, table.domain[i].intervals);
    row.when.push_back(std::move(set));
  }
  for (std::size_t i = 0; i < then.size(); ++i)
    row.then.push_back(cell_result(then[i], result.members[i].type));
  table.rows.push_back(std::move(row));
  return all_read;
}

// A cell that names what its column cannot be. Where it names nothing else the whole row is
// reported, by the proof.
void Checker::report_beyond(const CellSet& cell, const CellSet& domain, const Binder& column) {
  if (!is_interval(column.type.kind) || domain.intervals.empty()) return;
  if (intersection(cell.intervals, domain.intervals).empty()) return;
  for (const Interval& in : cell.intervals) {
    const Interval can_be = domain.intervals.front();
    const bool below = in.first < can_be.first && in.first != kLowest;
    const bool above = in.second > can_be.second && in.second != kHighest;
    if (!below && !above) continue;
    const std::int64_t bound = below ? can_be.first : can_be.second;
    const std::string shown = print_literal({bound, {}}, column.type.bare(), p_.types);
    found_
        .error("unreachable-row", cell.span,
               fmt::format("a part of this row can never match: `{}` is never {} {}", column.name,
                           below ? "below" : "above", shown))
        .label(domain.span, "declared here")
        .with_help(fmt::format("{} the cell at {}, or declare a wider range",
                               below ? "begin" : "end", shown));
    return;
  }
}

// Empty when the cell cannot be read, which is reported.
CellSet Checker::cell_set(NodeRef cell, Type type) {
  CellSet set;
  if (!type.known()) return set;
  set.span = cell.span();
  if (cell.text() == "any") {
    set.any = true;
    return set;
  }
  for (std::string_view part : cell_parts(cell.text(), type)) {
    if (read_cell_part(part, type, set)) continue;
    report_cell(cell, part, type);
    return {};
  }
  return set;
}

void Checker::report_cell(NodeRef cell, std::string_view part, Type type) {
  const std::size_t dots = part.find("..");
  if (is_interval(type.kind) && dots != std::string_view::npos) {
    const auto low = read_point(trim(part.substr(0, dots)), type.bare(), p_.types);
    const auto high = read_point(trim(part.substr(dots + 2)), type.bare(), p_.types);
    if (low && high) {
      found_
          .error("type", cell.span(),
                 fmt::format("`{}` holds nothing: it begins above its end", part))
          .with_help(
              fmt::format("{}..{}", trim(part.substr(dots + 2)), trim(part.substr(0, dots))));
      return;
    }
  }
  if (part == "missing" || part == "present") {
    found_
        .error("type", cell.span(),
               fmt::format("`{}` asks whether this input may be missing, and it is always there",
                           part))
        .mark(show(type))
        .with_help("any");
    return;
  }
  const bool listed = type.is(Kind::Code) || type.is(Kind::Choice);
  auto& d = found_.error(listed ? "unknown-code" : "type", cell.span(),
                         fmt::format("`{}` cannot be read as {}", part, show(type.bare())));
  if (type.is(Kind::Code)) suggest_codes(d, unquoted(part), code_tables()[type.of]);
  if (type.is(Kind::Choice)) {
    const ChoiceType& choice = p_.types.choice(type);
    if (const auto near = suggests() ? nearest(part, choice.values) : std::nullopt)
      d.mark(fmt::format("did you mean `{}`?", *near));
    d.label(choice.span, "the values are declared here");
  }
}

bool Checker::read_cell_part(std::string_view part, Type type, CellSet& set) const {
  if (part == "missing") {
    set.missing = true;
    return type.optional;
  }
  if (part == "present") {
    set.intervals.push_back(is_interval(type.kind)
                                ? Interval{kLowest, kHighest}
                                : Interval{0, size_of(type.bare(), p_.types) - 1});
    return type.optional;
  }
  const std::size_t dots = is_interval(type.kind) ? part.find("..") : std::string_view::npos;
  if (dots == std::string_view::npos) {
    const auto point = read_point(part, type.bare(), p_.types);
    if (point) set.intervals.push_back({*point, *point});
    return point.has_value();
  }
  const std::string_view low = trim(part.substr(0, dots));
  const std::string_view high = trim(part.substr(dots + 2));
  const auto from = low.empty() ? std::optional(kLowest) : read_point(low, type.bare(), p_.types);
  const auto to = high.empty() ? std::optional(kHighest) : read_point(high, type.bare(), p_.types);
  if (!from || !to || (low.empty() && high.empty()) || *from > *to) return false;
  set.intervals.push_back({*from, *to});
  return true;
}

ExprId Checker::cell_result(NodeRef cell, Type wanted) {
  if (cell.size() > 0) {  // = expression
    ExprId value = check(cell[0], wanted);
    value = convert(value, wanted);
    const Type t = type(value);
    const bool textual =
        (t.is(Kind::Text) || t.is(Kind::Code)) && (wanted.is(Kind::Text) || wanted.is(Kind::Code));
    const bool word = t.is(Kind::Nothing) || t.is(Kind::Blank) || t.is(Kind::Never);
    if (t.known() && !t.same_kind(wanted) && !textual && !word)
      return wrong_type(value, show(wanted));
    return value;
  }
  if (cell.text() == "blank") return constant(Kind::Blank, 0, cell.span());
  if (cell.text() == "missing") return constant(Kind::Nothing, 0, cell.span());
  if (wanted.is(Kind::Code)) {
    const std::string code = unquoted(cell.text());
    if (find_code(code_tables()[wanted.of], code) == nullptr) {
      const CodeTable& table = code_tables()[wanted.of];
      auto& d = found_.error("unknown-code", cell.span(),
                             fmt::format("\"{}\" is not in the code list `{}`", code, table.name));
      suggest_codes(d, code, table);
      return failed(cell.span());
    }
    const ExprId id = make(Op::Constant, wanted.bare(), cell.span());
    e(id).text = code;
    return id;
  }
  auto literal = read_literal(cell.text(), wanted.bare(), p_.types);
  if (!literal && (wanted.is(Kind::Days) || wanted.is(Kind::Months)))
    literal = read_literal(cell.text(), Type::of_kind(Kind::Int), p_.types);
  if (!literal) {
    found_
        .error("type", cell.span(),
               fmt::format("`{}` cannot be read as {}", cell.text(), show(wanted)))
        .with_help("write a value, blank, or = and an expression");
    return failed(cell.span());
  }
  const ExprId id = constant(wanted.kind, literal->number, cell.span());
  e(id).type = wanted.bare();
  e(id).text = literal->text;
  return id;
}

}  // namespace m2::dsl

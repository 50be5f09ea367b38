// Tables and lookups: their cells by the type of the column, and the proof that exactly one row
// matches every input.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/checker.h"
#include "dsl/geometry.h"
#include "dsl/literal.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

bool is_interval(Kind kind) {
  return kind == Kind::Int || kind == Kind::Number || kind == Kind::Percent ||
         kind == Kind::Money || kind == Kind::Date || kind == Kind::Days || kind == Kind::Months;
}

std::int64_t size_of(Type t, const TypeTable& types) {
  if (t.is(Kind::Bool)) return 2;
  if (t.is(Kind::Choice)) return static_cast<std::int64_t>(types.choice(t).values.size());
  return static_cast<std::int64_t>(code_tables()[t.of].codes.size());
}

// In a cell the unit of the column may be left out: 30 means 30 days.
std::optional<std::int64_t> read_point(std::string_view text, Type type, const TypeTable& types) {
  if (type.is(Kind::Code)) {
    const auto& codes = code_tables()[type.of].codes;
    const std::string code = unquoted(text);
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
      std::optional<std::int64_t> low;
      std::optional<std::int64_t> high;
      if (const NodeRef range = args[i].find(NodeKind::Range))
        read_range(range, t.bare(), low, high);
      domain.intervals = {{low.value_or(kLowest), high.value_or(kHighest)}};
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
  }
  // What each result can be, over all rows: late.status is one of 11, 71, 78, …
  std::vector<Facts> facts(header.members.size());
  for (std::size_t column = 0; column < header.members.size(); ++column) {
    facts[column].values.emplace();
    for (const TableRow& row : table.rows) {
      const Expr& value = e(row.then[column]);
      if (value.type.is(Kind::Blank) || value.type.is(Kind::Nothing) || value.type.is(Kind::Never))
        continue;
      if (!value.facts.values) {
        facts[column].values.reset();
        break;
      }
      facts[column].values->insert(facts[column].values->end(), value.facts.values->begin(),
                                   value.facts.values->end());
    }
    if (!facts[column].values) continue;
    std::sort(facts[column].values->begin(), facts[column].values->end());
    facts[column].values->erase(
        std::unique(facts[column].values->begin(), facts[column].values->end()),
        facts[column].values->end());
  }
  for (std::size_t column = 0; column < header.members.size(); ++column) {
    MemberType& m = p_.types.record(table.result.of).members[column];
    for (const TableRow& row : table.rows) {
      const Type t = type(row.then[column]);
      m.type.blank = m.type.blank || t.blank || t.is(Kind::Blank);
      m.type.optional = m.type.optional || t.optional || t.is(Kind::Nothing);
    }
  }
  facts_of_[table.result.of] = std::move(facts);
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
    set.intervals = intersection(normalised(std::move(set.intervals)), table.domain[i].intervals);
    row.when.push_back(std::move(set));
  }
  for (std::size_t i = 0; i < then.size(); ++i)
    row.then.push_back(cell_result(then[i], result.members[i].type));
  table.rows.push_back(std::move(row));
  return all_read;
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
  for (std::string_view part : split(cell.text(), ',')) {
    // A comma between digits belongs to an amount of money.
    if (!read_cell_part(trim(part), type, set, cell.span())) {
      if (type.is(Kind::Money) && cell.text().find(',') != std::string_view::npos) {
        CellSet whole;
        whole.span = cell.span();
        if (read_cell_part(trim(cell.text()), type, whole, cell.span())) return whole;
      }
      auto& d =
          found_.error("type", cell.span(),
                       fmt::format("`{}` cannot be read as {}", trim(part), show(type.bare())));
      if (type.is(Kind::Choice)) {
        const ChoiceType& choice = p_.types.choice(type);
        if (const auto near = nearest(trim(part), choice.values))
          d.mark(fmt::format("did you mean `{}`?", *near));
        d.label(choice.span, "the values are declared here");
      }
      if (type.is(Kind::Code) || type.is(Kind::Choice)) d.slug = "unknown-code";
      return {};
    }
  }
  return set;
}

bool Checker::read_cell_part(std::string_view part, Type type, CellSet& set, Span) const {
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
    if (t.known() && !t.same_kind(wanted) && textual && wanted.is(Kind::Code) &&
        e(value).facts.values) {
      for (const std::string& v : *e(value).facts.values) {
        if (find_code(code_tables()[wanted.of], v) == nullptr) {
          found_.error("code-set", cell.span(),
                       fmt::format("this can be \"{}\", which {} does not allow", v, show(wanted)));
          return failed(cell.span());
        }
      }
    }
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
    e(id).facts.values = {code};
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
  if (wanted.is(Kind::Text)) e(id).facts.values = {literal->text};
  return id;
}

// A key that its list does not have would never be asked for.
void Checker::check_key(NodeRef key, Type type) {
  std::vector<std::string> all;
  if (type.is(Kind::Choice)) all = p_.types.choice(type).values;
  for (std::size_t i = 0; type.is(Kind::Code) && i < code_tables()[type.of].codes.size(); ++i)
    all.emplace_back(code_tables()[type.of].codes[i].code);
  if (all.empty() || std::find(all.begin(), all.end(), unquoted(key.text())) != all.end()) return;
  auto& d = found_.error("unknown-code", key.span(),
                         fmt::format("{} is not a value of {}", key.text(), show(type)));
  if (const auto near = nearest(unquoted(key.text()), all))
    d.mark(fmt::format("did you mean \"{}\"?", *near));
  if (type.is(Kind::Choice)) d.label(p_.types.choice(type).span, "the values are declared here");
}

void Checker::check_lookup(std::uint32_t index) {
  const std::string name = p_.lookups[index].name;
  if (!enter(name, p_.lookups[index].span, lookup_progress_[index])) return;
  const Within within = Within::empty(*this);
  const NodeRef n = lookup_nodes_[index];
  Lookup lookup = p_.lookups[index];
  const std::vector<std::uint32_t> binders = add_arguments(n.find(NodeKind::Arguments));
  if (binders.size() != 1) {
    found_.error("type", n.find(NodeKind::Arguments).span(), "a lookup has one argument")
        .with_help("use a table to decide by several");
  }
  lookup.binder = binders.empty() ? add_binder(n[0], Type{}) : binders.front();
  scope_.binders = {lookup.binder};
  lookup.type = type_of(n[2]);
  Facts facts;
  facts.values.emplace();
  for (std::size_t i = 3; i < n.size(); ++i) {
    if (!n[i].is(NodeKind::Entry)) continue;
    LookupEntry entry;
    entry.span = n[i].span();
    for (std::size_t k = 0; k + 1 < n[i].size(); ++k) {
      if (n[i][k].is(NodeKind::AnythingElse)) continue;
      entry.keys.push_back(unquoted(n[i][k].text()));
      check_key(n[i][k], p_.binders[lookup.binder].type);
      for (const LookupEntry& before : lookup.entries) {
        if (std::find(before.keys.begin(), before.keys.end(), entry.keys.back()) ==
            before.keys.end())
          continue;
        found_
            .error("key-twice", n[i][k].span(),
                   fmt::format("lookup `{}` answers \"{}\" twice", name, entry.keys.back()))
            .label(before.span, "the first answer")
            .with_help("delete one of them");
      }
    }
    ExprId value = check(n[i][n[i].size() - 1], lookup.type);
    value = convert(value, lookup.type);
    const Type t = type(value);
    const bool textual = (t.is(Kind::Text) || t.is(Kind::Code)) &&
                         (lookup.type.is(Kind::Text) || lookup.type.is(Kind::Code));
    const bool word = t.is(Kind::Nothing) || t.is(Kind::Blank) || t.is(Kind::Never);
    if (t.known() && !t.same_kind(lookup.type) && !textual && !word)
      value = wrong_type(value, show(lookup.type));
    lookup.type.blank = lookup.type.blank || t.blank || t.is(Kind::Blank);
    lookup.type.optional = lookup.type.optional || t.optional || t.is(Kind::Nothing);
    if (!e(value).facts.values && !word) facts.values.reset();
    if (facts.values && e(value).facts.values)
      facts.values->insert(facts.values->end(), e(value).facts.values->begin(),
                           e(value).facts.values->end());
    entry.value = value;
    lookup.entries.push_back(std::move(entry));
  }
  if (facts.values) std::sort(facts.values->begin(), facts.values->end());
  facts_of_[UINT32_MAX - index] = {facts};
  p_.lookups[index] = lookup;
  check_lookup_coverage(lookup);
  lookup_progress_[index] = Progress::Done;
  busy_.pop_back();
}

}  // namespace m2::dsl

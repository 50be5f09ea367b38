// Tables and lookups: their cells by the type of the column, and the proof that exactly one row matches every input.

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
  return kind == Kind::Int || kind == Kind::Number || kind == Kind::Percent || kind == Kind::Money || kind == Kind::Date ||
         kind == Kind::Days || kind == Kind::Months;
}

std::int64_t size_of(Type t, const TypeTable& types) {
  if (t.is(Kind::Bool)) return 2;
  if (t.is(Kind::Choice)) return static_cast<std::int64_t>(types.choice(t).values.size());
  return static_cast<std::int64_t>(code_tables()[t.of].codes.size());
}

IntervalSet points(const CellSet& cell, const CellSet& domain) {
  IntervalSet set = cell.any ? domain.intervals : cell.intervals;
  if (cell.any ? domain.missing : cell.missing) set.push_back({kMissing, kMissing});
  return normalised(std::move(set));
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
      if (const NodeRef range = args[i].find(NodeKind::Range)) read_range(range, t.bare(), low, high);
      domain.intervals = {{low.value_or(kLowest), high.value_or(kHighest)}};
    } else if (t.is(Kind::Bool) || t.is(Kind::Choice) || t.is(Kind::Code)) {
      domain.intervals = {{0, size_of(t, p_.types) - 1}};
    } else if (t.known()) {
      found_.error("type", args[i].span(), fmt::format("a table cannot decide by {}", show(t)))
          .with_help("decide by bool, a closed list, a code, a number, money, a date or a duration; use a lookup for text");
    }
    table.domain.push_back(std::move(domain));
  }
  RecordType result;
  result.name = table.name;
  result.span = table.span;
  const NodeRef gives = n.find(NodeKind::Gives);
  for (std::size_t i = 0; i < gives.size(); ++i) {
    result.members.push_back({std::string(gives[i][0].text()), type_of(gives[i][1]), gives[i][0].span()});
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
    is_header = rows.front()[i].is(NodeKind::Divider) ? columns[i] == "||" : rows.front()[i].text() == columns[i];
  }
  if (!is_header) {
    std::string line = "|";
    for (const std::string& c : columns) line = c == "||" ? line + "|" : line + " " + c + " |";
    found_.error("syntax", rows.empty() ? table.span : rows.front().span(), fmt::format("the first row of table `{}` names its columns in the order they are declared", name))
        .with_help(line);
  } else {
    rows.erase(rows.begin());
    for (NodeRef row : rows) check_row(table, row);
    p_.tables[index] = table;
    if (table.rows.size() == rows.size()) check_coverage(table, rows);
  }
  // What each result can be, over all rows: late.status is one of 11, 71, 78, …
  std::vector<Facts> facts(header.members.size());
  for (std::size_t column = 0; column < header.members.size(); ++column) {
    facts[column].values.emplace();
    for (const TableRow& row : table.rows) {
      const Expr& value = e(row.then[column]);
      if (value.type.is(Kind::Blank) || value.type.is(Kind::Nothing) || value.type.is(Kind::Never)) continue;
      if (!value.facts.values) {
        facts[column].values.reset();
        break;
      }
      facts[column].values->insert(facts[column].values->end(), value.facts.values->begin(), value.facts.values->end());
    }
    if (!facts[column].values) continue;
    std::sort(facts[column].values->begin(), facts[column].values->end());
    facts[column].values->erase(std::unique(facts[column].values->begin(), facts[column].values->end()), facts[column].values->end());
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

void Checker::check_row(Table& table, NodeRef n) {
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
    found_.error("syntax", n.span(), fmt::format("this row has {} and {} cells; table `{}` has {} and {} columns", when.size(), then.size(), table.name,
                                                 table.binders.size(), result.members.size()));
    return;
  }
  TableRow row;
  row.span = n.span();
  for (std::size_t i = 0; i < when.size(); ++i) {
    CellSet set = cell_set(when[i], p_.binders[table.binders[i]].type);
    set.intervals = intersection(normalised(std::move(set.intervals)), table.domain[i].intervals);
    row.when.push_back(std::move(set));
  }
  for (std::size_t i = 0; i < then.size(); ++i) row.then.push_back(cell_result(then[i], result.members[i].type));
  table.rows.push_back(std::move(row));
}

CellSet Checker::cell_set(NodeRef cell, Type type) {
  CellSet set;
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
      auto& d = found_.error("type", cell.span(), fmt::format("`{}` cannot be read as {}", trim(part), show(type.bare())));
      if (type.is(Kind::Choice)) {
        const ChoiceType& choice = p_.types.choice(type);
        if (const auto near = nearest(trim(part), choice.values)) d.mark(fmt::format("did you mean `{}`?", *near));
        d.label(choice.span, "the values are declared here");
      }
      if (type.is(Kind::Code)) d.slug = "unknown-code";
      return set;
    }
  }
  return set;
}

bool Checker::read_cell_part(std::string_view part, Type type, CellSet& set, Span) {
  if (part == "missing") {
    set.missing = true;
    return type.optional;
  }
  if (part == "present") {
    set.intervals.push_back(is_interval(type.kind) ? Interval{kLowest, kHighest} : Interval{0, size_of(type.bare(), p_.types) - 1});
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
    const bool textual = (t.is(Kind::Text) || t.is(Kind::Code)) && (wanted.is(Kind::Text) || wanted.is(Kind::Code));
    const bool word = t.is(Kind::Nothing) || t.is(Kind::Blank) || t.is(Kind::Never);
    if (t.known() && !t.same_kind(wanted) && !textual && !word) return wrong_type(value, show(wanted));
    if (t.known() && !t.same_kind(wanted) && textual && wanted.is(Kind::Code) && e(value).facts.values) {
      for (const std::string& v : *e(value).facts.values) {
        if (find_code(code_tables()[wanted.of], v) == nullptr) {
          found_.error("code-set", cell.span(), fmt::format("this can be \"{}\", which {} does not allow", v, show(wanted)));
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
      auto& d = found_.error("unknown-code", cell.span(), fmt::format("\"{}\" is not in the code list `{}`", code, table.name));
      std::vector<std::string> codes;
      for (const Code& c : table.codes) codes.emplace_back(c.code);
      if (const auto near = nearest(code, codes)) d.note(fmt::format("close: {} \"{}\"", *near, find_code(table, *near)->meaning));
      d.with_help(fmt::format("`metro2 codes {}` lists all of them", table.name));
      return failed(cell.span());
    }
    const ExprId id = make(Op::Constant, wanted.bare(), cell.span());
    e(id).text = code;
    e(id).facts.values = {code};
    return id;
  }
  auto literal = read_literal(cell.text(), wanted.bare(), p_.types);
  if (!literal && (wanted.is(Kind::Days) || wanted.is(Kind::Months))) literal = read_literal(cell.text(), Type::of_kind(Kind::Int), p_.types);
  if (!literal) {
    found_.error("type", cell.span(), fmt::format("`{}` cannot be read as {}", cell.text(), show(wanted)))
        .with_help("write a value, blank, or = and an expression");
    return failed(cell.span());
  }
  const ExprId id = constant(wanted.kind, literal->number, cell.span());
  e(id).type = wanted.bare();
  e(id).text = literal->text;
  if (wanted.is(Kind::Text)) e(id).facts.values = {literal->text};
  return id;
}

std::string Checker::show_point(const Table& table, const std::vector<std::int64_t>& point) const {
  std::string out;
  for (std::size_t i = 0; i < point.size(); ++i) {
    const Binder& binder = p_.binders[table.binders[i]];
    std::string value = "missing";
    if (point[i] != kMissing) {
      value = binder.type.is(Kind::Code) ? std::string(code_tables()[binder.type.of].codes[static_cast<std::size_t>(point[i])].code)
                                         : print_literal({point[i], {}}, binder.type.bare(), p_.types);
    }
    out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", binder.name, value);
  }
  return out;
}

namespace {

// A point of a box that reads well: the finite end of an interval where there is one.
std::vector<std::int64_t> sample(const Box& box) {
  std::vector<std::int64_t> point;
  for (const IntervalSet& set : box) {
    const Interval& first = set.back().first == kMissing || set.size() == 1 ? set.front() : set[set.front().first == kMissing ? 1 : 0];
    point.push_back(first.first != kLowest ? first.first : first.second != kHighest ? first.second : 0);
  }
  return point;
}

}  // namespace

void Checker::check_coverage(const Table& table, const std::vector<NodeRef>& rows) {
  Box domain;
  for (const CellSet& d : table.domain) domain.push_back(points({true, false, {}, {}}, d));
  std::vector<Box> boxes;
  for (const TableRow& row : table.rows) {
    Box box;
    for (std::size_t i = 0; i < row.when.size(); ++i) box.push_back(points(row.when[i], table.domain[i]));
    boxes.push_back(std::move(box));
  }
  for (std::size_t j = 1; j < boxes.size(); ++j) {
    const std::vector<Box> above(boxes.begin(), boxes.begin() + static_cast<std::ptrdiff_t>(j));
    if (!find_gap(boxes[j], above)) {
      found_.error("unreachable-row", rows[j].span(), fmt::format("row {} of `{}` can never match", j + 1, table.name)).mark("all of it is covered by the rows above").with_help("delete the row, or narrow the rows above");
      continue;
    }
    for (std::size_t i = 0; i < j && !table.in_order; ++i) {
      const auto common = overlap(boxes[i], boxes[j]);
      if (!common) continue;
      found_.error("overlap", rows[j].span(), fmt::format("rows {} and {} of `{}` both match", i + 1, j + 1, table.name))
          .label(rows[i].span(), fmt::format("row {}", i + 1))
          .note("for example: " + show_point(table, sample(*common)))
          .with_help("narrow one of them, so that every input has one row");
    }
  }
  if (const auto gap = find_gap(domain, boxes)) {
    std::string row = "|";
    for (std::size_t i = 0; i < gap->size(); ++i) {
      const Interval& at = (*gap)[i].back();
      const Type t = p_.binders[table.binders[i]].type.bare();
      const auto print = [&](std::int64_t v) { return t.is(Kind::Code) ? std::string(code_tables()[t.of].codes[static_cast<std::size_t>(v)].code) : unquoted(print_literal({v, {}}, t, p_.types)); };
      std::string cell = at.first == kMissing ? "missing" : at.first == at.second ? print(at.first) : "";
      if (cell.empty() && is_interval(t.kind)) cell = (at.first == kLowest ? "" : print(at.first)) + ".." + (at.second == kHighest ? "" : print(at.second));
      if (cell.empty()) cell = (*gap)[i] == domain[i] ? "any" : print(at.first);
      row += " " + cell + " |";
    }
    row += "|";
    for (std::size_t i = 0; i < p_.types.record(table.result).members.size(); ++i) row += " ? |";
    found_.error("gap", table.span, fmt::format("table `{}` has no row for some inputs", table.name))
        .note("for example: " + show_point(table, sample(*gap)) + " matches nothing")
        .with_help("add   " + row);
  }
}

void Checker::check_lookup(std::uint32_t index) {
  const std::string name = p_.lookups[index].name;
  if (!enter(name, p_.lookups[index].span, lookup_progress_[index])) return;
  const Within within = Within::empty(*this);
  const NodeRef n = lookup_nodes_[index];
  Lookup lookup = p_.lookups[index];
  const std::vector<std::uint32_t> binders = add_arguments(n.find(NodeKind::Arguments));
  if (binders.size() != 1) {
    found_.error("type", n.find(NodeKind::Arguments).span(), "a lookup has one argument").with_help("use a table to decide by several");
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
      for (const LookupEntry& before : lookup.entries) {
        if (std::find(before.keys.begin(), before.keys.end(), entry.keys.back()) == before.keys.end()) continue;
        found_.error("key-twice", n[i][k].span(), fmt::format("lookup `{}` answers \"{}\" twice", name, entry.keys.back())).label(before.span, "the first answer");
      }
    }
    ExprId value = check(n[i][n[i].size() - 1], lookup.type);
    value = convert(value, lookup.type);
    const Type t = type(value);
    const bool textual = (t.is(Kind::Text) || t.is(Kind::Code)) && (lookup.type.is(Kind::Text) || lookup.type.is(Kind::Code));
    const bool word = t.is(Kind::Nothing) || t.is(Kind::Blank) || t.is(Kind::Never);
    if (t.known() && !t.same_kind(lookup.type) && !textual && !word) value = wrong_type(value, show(lookup.type));
    lookup.type.blank = lookup.type.blank || t.blank || t.is(Kind::Blank);
    lookup.type.optional = lookup.type.optional || t.optional || t.is(Kind::Nothing);
    if (!e(value).facts.values && !word) facts.values.reset();
    if (facts.values && e(value).facts.values) facts.values->insert(facts.values->end(), e(value).facts.values->begin(), e(value).facts.values->end());
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

void Checker::check_lookup_coverage(const Lookup& lookup) {
  const Type t = p_.binders[lookup.binder].type;
  const auto has = [&](const std::string& key) {
    return std::any_of(lookup.entries.begin(), lookup.entries.end(), [&](const LookupEntry& entry) {
      return std::find(entry.keys.begin(), entry.keys.end(), key) != entry.keys.end();
    });
  };
  const auto rest = std::find_if(lookup.entries.begin(), lookup.entries.end(), [](const LookupEntry& entry) { return entry.keys.empty(); });
  if (t.is(Kind::Text) || t.is(Kind::Int)) {
    if (rest == lookup.entries.end()) {
      found_.error("not-covered", lookup.span, fmt::format("lookup `{}` does not say what any other {} becomes", lookup.name, show(t)))
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
    if (t.known()) found_.error("type", lookup.span, fmt::format("a lookup cannot decide by {}", show(t))).with_help("use a table");
    return;
  }
  for (const LookupEntry& entry : lookup.entries) {
    for (const std::string& key : entry.keys) {
      if (std::find(all.begin(), all.end(), key) != all.end()) continue;
      auto& d = found_.error("unknown-code", entry.span, fmt::format("\"{}\" is not a value of {}", key, show(t)));
      if (const auto near = nearest(key, all)) d.mark(fmt::format("did you mean \"{}\"?", *near));
    }
  }
  std::string open;
  for (const std::string& value : all) {
    if (!has(value)) open += fmt::format("{}\"{}\"", open.empty() ? "" : ", ", value);
  }
  if (rest == lookup.entries.end() && !open.empty()) {
    found_.error("not-covered", lookup.span, fmt::format("lookup `{}` does not say what {} becomes", lookup.name, open))
        .with_help("add   " + open + " -> …");
  }
  if (rest != lookup.entries.end() && open.empty()) {
    found_.error("unreachable-key", rest->span, fmt::format("lookup `{}` has answered every value before `anything else`", lookup.name))
        .with_help("delete the line");
  }
}

}  // namespace m2::dsl

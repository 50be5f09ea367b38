// The tree of one expression.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/on_one_line.h"
#include "dsl/value_flow.h"
#include "engine/evaluate/internal/explaining.h"

namespace m2 {

using dsl::Expr;
using dsl::Kind;
using dsl::kNoExpr;
using dsl::Op;

namespace {

constexpr std::size_t kDeepestTrace = 200;  // far below what the language allows to be written

bool is_logic(Op op) {
  return op == Op::And || op == Op::Or;
}

// What is told in its parts, so that its own words need not be said again.
bool is_told_by_parts(Op op) {
  return is_logic(op) || op == Op::If;
}

// What a reader sees in the line above, and what has nothing behind it.
bool is_said(Op op) {
  return op == Op::Constant || op == Op::AsOf || op == Op::Local || op == Op::Root ||
         op == Op::Engine;
}

// Whether the values of its operands, put in their places, say how the result came about.
bool shows_operands(Op op) {
  switch (op) {
    case Op::If:
    case Op::And:
    case Op::Or:
    case Op::Member:
    case Op::Template:
    case Op::Hold:
      return false;
    default:
      return op < Op::MakeList || op > Op::GroupsOf;
  }
}

}  // namespace

std::optional<Mapper::Machine::Explaining::Node> Mapper::Machine::Explaining::part(
    Node n, dsl::ExprId id) const {
  for (const Node p : code(n).parts) {
    if (code(p).expr == id) return p;
  }
  return std::nullopt;
}

// What the checker put around an expression has no words of its own.
Mapper::Machine::Explaining::Node Mapper::Machine::Explaining::in_own_words(Node n) const {
  const std::vector<Node>& parts = code(n).parts;
  const Expr& x = expr(n);
  if (parts.size() != 1 || x.op == Op::Not || is_over_list(x.op)) return n;
  const Span inner = expr(parts.front()).span;
  const bool is_wrapped = inner.begin == x.span.begin && inner.end == x.span.end;
  return is_wrapped ? in_own_words(parts.front()) : n;
}

// A name and its members: `lease.status`, `c.due`; nothing is computed on the way.
bool Mapper::Machine::Explaining::is_path(Node n) const {
  const Op op = expr(n).op;
  if (op == Op::Local || op == Op::Root || op == Op::Engine) return true;
  return op == Op::Member && !code(n).parts.empty() && is_path(code(n).parts.front());
}

// ── a line ──

TraceNode Mapper::Machine::Explaining::line(Node n, Time time) {
  const Expr& x = expr(n);
  TraceNode out;
  out.text = dsl::on_one_line(x.span);
  out.span = x.span;
  out.type = x.type;
  const Value v = value(n, time);
  out.is_evaluated = v.is_known;
  if (v.is_known) {
    out.value = brief(n, time);
    const bool shows =
        shows_operands(x.op) && (x.op != Op::Otherwise || is_path(code(n).parts.front()));
    if (shows) out.values = with_values(n, time);
  }
  return out;
}

// The text of an expression with its operands' values in their places.
std::string Mapper::Machine::Explaining::with_values(Node n, Time time) const {
  const Span span = expr(n).span;
  struct Piece {
    Span span;
    std::string value;
  };
  std::vector<Piece> pieces;
  for (const Node wrapped : code(n).parts) {
    const Node p = in_own_words(wrapped);
    const Expr& operand = expr(p);
    const Span at = operand.span;
    const bool within = at.source == span.source && at.begin >= span.begin && at.end <= span.end &&
                        at.end - at.begin < span.end - span.begin;
    if (!within || operand.op == Op::Constant || operand.op == Op::Hold) continue;
    const Value v = value(p, time);
    if (!v.is_known) continue;
    std::string text = brief(p, time);
    const bool has_parts = operand.type.is(Kind::List) || operand.type.is(Kind::Record);
    if (has_parts && v.slot.has_value() && !text.starts_with('(')) continue;
    pieces.push_back({at, std::move(text)});
  }
  if (pieces.empty()) return {};
  std::sort(pieces.begin(), pieces.end(),
            [](const Piece& a, const Piece& b) { return a.span.begin < b.span.begin; });
  std::string out;
  std::uint32_t from = span.begin;
  for (const Piece& piece : pieces) {
    if (piece.span.begin < from) continue;
    out += Span{span.source, from, piece.span.begin}.text();
    out += piece.value;
    from = piece.span.end;
  }
  out += Span{span.source, from, dsl::with_brackets(span).end}.text();
  return dsl::on_one_line(out);
}

// ── the tree ──

void Mapper::Machine::Explaining::add(std::vector<TraceNode>& to, Node n, Time time,
                                      std::string_view role) {
  if (!was_run(n, time)) return;
  std::optional<TraceNode> made = node(n, time);
  if (!made) return;
  made->role = role;
  to.push_back(std::move(*made));
}

// An operand: of a path to the document only its sources, because its value stands in the line.
void Mapper::Machine::Explaining::add_operand(TraceNode& to, Node n, Time time) {
  n = in_own_words(n);
  if (!is_path(n)) return add(to.parts, n, time);
  if (expr(n).op != Op::Member || !was_run(n, time)) return;
  TraceNode path;
  member_parts(path, n, time);
  to.sources.insert(to.sources.end(), path.sources.begin(), path.sources.end());
}

// As add, and a constant has its line, too.
void Mapper::Machine::Explaining::add_always(std::vector<TraceNode>& to, Node n, Time time,
                                             std::string_view role) {
  if (!was_run(n, time)) return;
  std::optional<TraceNode> made = node(n, time);
  to.push_back(made ? std::move(*made) : line(n, time));
  to.back().role = role;
}

std::optional<TraceNode> Mapper::Machine::Explaining::node(Node n, Time time) {
  n = in_own_words(n);
  const Expr& x = expr(n);
  if (is_said(x.op) || depth_ >= kDeepestTrace) return std::nullopt;
  const bool is_written_list =
      x.op == Op::MakeList && std::all_of(x.args.begin(), x.args.end(), [&](dsl::ExprId arg) {
        return preset_.expr(arg).op == Op::Constant;
      });
  if (is_written_list) return std::nullopt;
  TraceNode out = line(n, time);
  ++depth_;
  add_parts(out, n, time_of(n, time));
  --depth_;
  return out;
}

void Mapper::Machine::Explaining::add_parts(TraceNode& to, Node n, Time time) {
  const Expr& x = expr(n);
  const std::vector<Node>& parts = code(n).parts;
  switch (x.op) {
    case Op::LetValue:
      return let_parts(to, x.index, time);
    case Op::Parameter:
      return parameter_parts(to, n);
    case Op::Member:
      return member_parts(to, n, time);
    case Op::Call:
      return call_parts(to, n, time);
    case Op::CallTable:
      return table_parts(to, n, time);
    case Op::CallLookup:
      return lookup_parts(to, n, time);
    case Op::Hold:
      to.kind = TraceNode::Kind::Hold;
      to.is_evaluated = true;
      to.value.clear();
      to.note = "the account is held here";
      return;
    case Op::If:
      return add_branches(to.parts, n, time, "if");
    case Op::Otherwise: {
      if (is_path(parts[0])) {
        add_operand(to, parts[0], time);
      } else {
        add_always(to.parts, parts[0], time, "");
      }
      const Value first = value(parts[0], time);
      const bool falls_back = first.is_known && first.slot.state == State::Missing;
      if (falls_back && !(is_path(parts[0]) && is_said(expr(parts[1]).op)))
        add_always(to.parts, parts[1], time, "otherwise");
      return;
    }
    case Op::And:
    case Op::Or:
      return add_operands(to.parts, n, time, x.op);
    case Op::Not: {
      // `is not`: one comparison, whose operands count.
      const Node inner = parts.front();
      const bool is_one = expr(inner).span.begin == x.span.begin &&
                          expr(inner).span.end == x.span.end && !is_logic(expr(inner).op);
      if (!is_one) {
        if (is_path(inner)) return add_operand(to, inner, time);
        to.values.clear();
        return add_always(to.parts, inner, time, "");
      }
      to.values = with_values(inner, time);
      for (const Node p : code(inner).parts) add_operand(to, p, time);
      return;
    }
    case Op::Allocate: {
      to.kind = TraceNode::Kind::Ledger;
      const Value ledger = value(n, time);
      if (ledger.is_known) ledger_parts(to, ledger.slot);
      return;
    }
    default:
      if (x.op >= Op::SumOf && x.op <= Op::GroupsOf) return list_parts(to, n, time);
      for (const Node p : parts) add_operand(to, p, time);
  }
}

// `if … else if … else …` is one line each, not a tree.
void Mapper::Machine::Explaining::add_branches(std::vector<TraceNode>& to, Node n, Time time,
                                               std::string_view role) {
  const std::vector<Node>& parts = code(n).parts;
  add_always(to, parts[0], time, role);
  const Value condition = value(parts[0], time);
  if (!condition.is_known) return;
  const bool yes = condition.slot.number != 0;
  if (!yes && expr(parts[2]).op == Op::If)
    return add_branches(to, parts[2], time_of(parts[2], time), "else if");
  add_always(to, parts[yes ? 1 : 2], time, yes ? "then" : "else");
}

// `a and b and c` is one line each, not a tree.
void Mapper::Machine::Explaining::add_operands(std::vector<TraceNode>& to, Node n, Time time,
                                               Op op) {
  for (const Node p : code(n).parts) {
    if (!was_run(p, time)) continue;
    if (expr(p).op == op) {
      add_operands(to, p, time_of(p, time), op);
    } else {
      add_always(to, p, time, "");
    }
  }
}

void Mapper::Machine::Explaining::let_parts(TraceNode& to, std::uint32_t let, Time time) {
  to.kind = TraceNode::Kind::Let;
  to.span = preset_.lets[let].span;
  to.values.clear();
  if (!explained_lets_.insert(let).second) {
    to.note = "explained above";
    return;
  }
  const CodeMap::LetCode& body = map_.lets[let];
  const auto begin = last_step_at(body.begin, {0, time.to});
  if (!begin) return;
  const std::vector<std::size_t>& ends = at_[body.end];
  const auto end = std::lower_bound(ends.begin(), ends.end(), *begin);
  const Time then{*begin, end == ends.end() ? time.to : *end};
  // The let has its expression's value; what stands below the one stands below the other.
  std::optional<TraceNode> made = node(body.node, then);
  if (!made) made = line(body.node, then);
  if (!is_told_by_parts(expr(body.node).op)) {
    if (made->text != to.value) to.defined = made->text;
    to.values = made->values;
  }
  to.sources = std::move(made->sources);
  to.parts = std::move(made->parts);
  to.note = std::move(made->note);
}

void Mapper::Machine::Explaining::call_parts(TraceNode& to, Node n, Time time) {
  to.kind = TraceNode::Kind::Define;
  const Expr& x = expr(n);
  const dsl::Define& define = preset_.defines[x.index];
  for (const Node p : code(n).parts) {
    if (code(p).expr != define.body) add_operand(to, p, time);
  }
  std::vector<bool> outer;
  for (std::size_t i = 0; i < x.args.size(); ++i) {
    const bool personal = is_personal(x.args[i]);
    outer.push_back(personal_binder_[define.binders[i]]);
    personal_binder_[define.binders[i]] = personal;
  }
  // The same call with the same arguments was computed before: there stands how.
  const Node called = code(n).same == CodeNode::kNone ? n : code(n).same;
  const Time then = called == n ? time : time_of(called, {0, time.to});
  const bool is_new = explained_calls_.insert({called, then.from}).second;
  if (!is_new) {
    to.parts.clear();
    to.note = "explained above";
  }
  for (const Node p : code(called).parts) {
    if (code(p).expr != define.body || !is_new) continue;
    if (is_told_by_parts(expr(p).op)) {
      add_parts(to, p, time_of(p, then));
    } else {
      add_always(to.parts, p, then, "");
    }
  }
  for (std::size_t i = 0; i < outer.size(); ++i) personal_binder_[define.binders[i]] = outer[i];
}

void Mapper::Machine::Explaining::table_parts(TraceNode& to, Node n, Time time) {
  to.kind = TraceNode::Kind::Table;
  const Expr& x = expr(n);
  const dsl::Table& table = preset_.tables[x.index];
  const auto is_input = [&](Node p) {
    return std::find(x.args.begin(), x.args.end(), code(p).expr) != x.args.end();
  };
  for (const Node p : code(n).parts) {
    if (is_input(p)) add_operand(to, p, time);
  }
  const Node called = code(n).same == CodeNode::kNone ? n : code(n).same;
  const Time then = called == n ? time : time_of(called, {0, time.to});
  // Its TableRow is the last one of the code that is not a row's.
  std::optional<std::size_t> step;
  for (std::uint16_t pc = code(called).begin; pc < code(called).end; ++pc) {
    const Instruction& i = program_.code[pc];
    if (i.code == Opcode::TableRow && program_.tables[i.b].name == table.name) {
      step = last_step_at(pc, then);
      if (step) break;
    }
  }
  if (!step) return;
  const auto row = static_cast<std::size_t>(machine_.results_[*step].number);
  if (row >= table.rows.size()) return;
  TraceNode hit;
  hit.kind = TraceNode::Kind::Row;
  hit.text = dsl::on_one_line(table.rows[row].span);
  hit.span = table.rows[row].span;
  for (const Node p : code(called).parts) {
    const std::vector<dsl::ExprId>& cells = table.rows[row].then;
    const bool is_cell = std::find(cells.begin(), cells.end(), code(p).expr) != cells.end();
    if (is_cell) add(hit.parts, p, then);
  }
  to.parts.push_back(std::move(hit));
}

void Mapper::Machine::Explaining::lookup_parts(TraceNode& to, Node n, Time time) {
  to.kind = TraceNode::Kind::Lookup;
  const dsl::Lookup& lookup = preset_.lookups[expr(n).index];
  const Node key = code(n).parts.front();
  add_operand(to, key, time);
  std::optional<std::size_t> step;
  for (std::uint16_t pc = code(key).end; pc < code(n).end && !step; ++pc) {
    if (program_.code[pc].code == Opcode::LookupRow) step = last_step_at(pc, time);
  }
  if (!step) return;
  const auto row = static_cast<std::size_t>(machine_.results_[*step].number);
  if (row >= lookup.entries.size()) return;
  const dsl::LookupEntry& entry = lookup.entries[row];
  TraceNode hit;
  hit.kind = TraceNode::Kind::Key;
  hit.text = dsl::on_one_line(entry.span);
  hit.span = entry.span;
  const bool outer = personal_binder_[lookup.binder];
  personal_binder_[lookup.binder] = is_personal(code(key).expr);
  for (const Node p : code(n).parts) {
    if (code(p).expr == entry.value) add(hit.parts, p, time);
  }
  personal_binder_[lookup.binder] = outer;
  to.parts.push_back(std::move(hit));
}

void Mapper::Machine::Explaining::member_parts(TraceNode& to, Node n, Time time) {
  to.kind = TraceNode::Kind::Member;
  const auto step = machine_.last_writer(code(n).value, time.to);
  const auto found = step ? machine_.step_sources_.find(*step) : machine_.step_sources_.end();
  if (found != machine_.step_sources_.end()) {
    for (const JsonValue* value : found->second) to.sources.push_back(source(*value));
  }
  if (code(n).parts.empty()) return;
  const Node record = code(n).parts.front();
  if (is_path(record)) return;
  add(to.parts, record, time);
  // A name that was explained has nothing more to tell.
  const bool is_known = !to.parts.empty() && to.parts.back().kind == TraceNode::Kind::Let &&
                        !to.parts.back().note.empty() && to.parts.back().parts.empty();
  if (!is_known) return;
  to.note = fmt::format("`{}` is {}", to.parts.back().text, to.parts.back().note);
  to.parts.clear();
}

void Mapper::Machine::Explaining::parameter_parts(TraceNode& to, Node n) {
  to.kind = TraceNode::Kind::Parameter;
  const dsl::Param& param = preset_.params[expr(n).index];
  to.text = param.name;
  to.span = param.span;
  to.values.clear();
}

}  // namespace m2

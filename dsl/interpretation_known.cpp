// Which expressions are the same, and what conditions say of them.

#include "dsl/interpretation.h"

namespace m2::dsl {

// ── expressions that always have the same value ──

std::size_t Interpretation::slot_of(const Looks& x) const {
  std::size_t hash = static_cast<std::size_t>(x.op) * 1000003 + x.index;
  hash = hash * 1000003 + static_cast<std::size_t>(x.number);
  const std::size_t of_text = x.text.empty() ? 0 : std::hash<std::string_view>()(x.text);
  hash = hash * 1000003 + of_text + static_cast<std::size_t>(x.kind);
  for (ExprId arg : x.args)
    hash = (hash ^ (arg == kNoExpr ? kNoExpr : same_[arg])) * 1099511628211U;
  return hash % table_.size();
}

bool Interpretation::is_same(const Looks& a, const Looks& b) const {
  if (a.op != b.op || a.index != b.index || a.number != b.number || a.kind != b.kind ||
      a.args.size() != b.args.size() || a.text != b.text)
    return false;
  for (std::size_t i = 0; i < a.args.size(); ++i) {
    const bool absent = a.args[i] == kNoExpr || b.args[i] == kNoExpr;
    if (absent ? a.args[i] != b.args[i] : same_[a.args[i]] != same_[b.args[i]]) return false;
  }
  return true;
}

// Operands come before what uses them, so one pass is enough.
void Interpretation::find_same() {
  exprs_.reserve(p_.exprs.size());
  for (const Expr& expr : p_.exprs) exprs_.push_back(&expr);  // they never move
  same_.resize(p_.exprs.size());
  table_.assign(p_.exprs.size() * 2 + 1, kNoExpr);
  for (ExprId id = 0; id < p_.exprs.size(); ++id) {
    same_[id] = id;
    if (e(id).op == Op::Failed) continue;
    const Looks looks = looks_of(e(id));
    std::size_t slot = slot_of(looks);
    while (table_[slot] != kNoExpr && !is_same(looks_of(e(table_[slot])), looks))
      slot = (slot + 1) % table_.size();
    if (table_[slot] == kNoExpr) table_[slot] = id;
    same_[id] = table_[slot];
  }
}

// The expression `op a b`, when the preset has it somewhere.
ExprId Interpretation::find(Op op, ExprId a, ExprId b) const {
  const Kind kind = op == Op::DaysBetween     ? Kind::Days
                    : op == Op::MonthsBetween ? Kind::Months
                                              : e(a).type.kind;
  const ExprId args[] = {a, b};
  const Looks wanted{op, kind, 0, 0, {}, args};
  std::size_t slot = slot_of(wanted);
  while (table_[slot] != kNoExpr && !is_same(looks_of(e(table_[slot])), wanted))
    slot = (slot + 1) % table_.size();
  return table_[slot];
}

// ── what is assumed ──

const Interpretation::Assumption* Interpretation::assumption(ExprId id) const {
  const std::uint32_t at = latest_[same_[id]];
  return at == kNone || at < floor_ ? nullptr : &assumed_[at];
}

void Interpretation::narrow(ExprId id, Fact& fact) const {
  if (const Assumption* known = assumption(id)) fact = meet(fact, known->fact);
}

void Interpretation::push(Constraint constraint, bool& possible) {
  const Assumption* known = assumption(constraint.about);
  if (known != nullptr) constraint.fact = meet(known->fact, constraint.fact);
  possible = possible && !constraint.fact.is_impossible();
  const std::uint32_t before = latest_[constraint.about];
  latest_[constraint.about] = static_cast<std::uint32_t>(assumed_.size());
  assumed_.push_back({constraint.about, std::move(constraint.fact), constraint.because, before});
}

bool Interpretation::assume(ExprId condition, bool truth) {
  Constraints constraints;
  follow(condition, truth, constraints);
  bool possible = true;
  for (Constraint& c : constraints) push(std::move(c), possible);
  return possible;
}

void Interpretation::forget(std::size_t mark) {
  while (assumed_.size() > mark) {
    latest_[assumed_.back().about] = assumed_.back().before;
    assumed_.pop_back();
  }
}

ExprId Interpretation::narrowed_by(ExprId id) const {
  const Assumption* known = assumption(id);
  return known == nullptr ? kNoExpr : known->because;
}

void Interpretation::know_items(std::uint32_t record, std::uint32_t member, Fact item) {
  members_.insert_or_assign({record, member}, list_of(std::move(item), {{0, kHighest}}));
}

}  // namespace m2::dsl

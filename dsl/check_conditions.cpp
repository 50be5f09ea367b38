#include "dsl/check_conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "dsl/facts.h"
#include "dsl/interpretation.h"

namespace m2::dsl {
namespace {

class ConditionChecker {
 public:
  ConditionChecker(const CheckedPreset& preset, Diagnostics& found)
      : p_(preset), found_(found), facts_(preset, nullptr), seen_(preset.exprs.size(), false) {}

  void run();
  void run(const std::vector<RecordRule>& rules);

 private:
  void visit(ExprId root);
  void visit_segment(const SegmentRule& segment);
  bool judge(ExprId condition);
  bool verdict(ExprId condition, ExprId at, bool negated);
  void report(ExprId condition, ExprId at, bool always);
  void check_skips();
  [[nodiscard]] std::string reason(ExprId condition, ExprId about);
  [[nodiscard]] ExprId subject(ExprId condition) const;

  [[nodiscard]] const Expr& e(ExprId id) const { return p_.exprs[id]; }

  const CheckedPreset& p_;
  Diagnostics& found_;
  Interpretation facts_;
  std::vector<bool> seen_;
  bool is_promise_ = false;  // a `require` that is always kept is a good one
};

bool is_atom(Op op) {
  switch (op) {
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Between:
    case Op::OneOf:
    case Op::IsMissing:
    case Op::IsPresent:
    case Op::IsEmpty:
    case Op::IsBlank:
      return true;
    default:
      return false;
  }
}

bool is_condition(Op op) {
  return is_atom(op) || op == Op::And || op == Op::Or || op == Op::Not;
}

void ConditionChecker::run() {
  facts_.know_lets();
  for (const Let& let : p_.lets) visit(let.value);
  for (const Define& define : p_.defines) visit(define.body);
  for (const Table& table : p_.tables) {
    for (const TableRow& row : table.rows) {
      for (ExprId then : row.then) visit(then);
    }
  }
  for (const Lookup& lookup : p_.lookups) {
    for (const LookupEntry& entry : lookup.entries) visit(entry.value);
  }
  for (const ShapeCondition& condition : p_.shape_conditions) visit(condition.where);
  visit(p_.for_accounts);
  for (const Rule& rule : p_.rules) {
    is_promise_ = rule.kind == RuleKind::Require;
    visit(rule.condition);
    is_promise_ = false;
  }
  visit_segment(p_.base);
  for (const SegmentRule& segment : p_.segments) visit_segment(segment);
  visit(p_.question);
  check_skips();
}

void ConditionChecker::run(const std::vector<RecordRule>& rules) {
  for (const RecordRule& rule : rules) {
    for (const ExprId id : {rule.condition, rule.because, rule.harm, rule.fix}) visit(id);
  }
}

void ConditionChecker::visit_segment(const SegmentRule& segment) {
  for (ExprId id : {segment.when, segment.list, segment.where}) visit(id);
  for (const FieldRule& field : segment.fields) visit(field.value);
}

// Every condition below an expression, each as a whole.
void ConditionChecker::visit(ExprId root) {
  std::vector<std::pair<ExprId, bool>> open = {{root, false}};  // and whether a condition holds it
  while (!open.empty()) {
    const auto [id, inside] = open.back();
    open.pop_back();
    if (id == kNoExpr || seen_[id]) continue;
    seen_[id] = true;
    const bool condition = is_condition(e(id).op);
    if (condition && !inside) judge(id);
    const bool parts_are_judged = condition && !is_atom(e(id).op);
    for (ExprId arg : e(id).args) open.emplace_back(arg, parts_are_judged);
  }
}

// True when something of it was reported: then the rest of the condition is not looked at.
bool ConditionChecker::judge(ExprId id) {
  const Op op = e(id).op;
  if (is_atom(op)) return verdict(id, id, false);
  if (op == Op::Not)
    return is_atom(e(e(id).args[0]).op) ? verdict(e(id).args[0], id, true) : judge(e(id).args[0]);
  if (op != Op::And && op != Op::Or) return false;
  const std::size_t before = facts_.mark();
  bool told = false;
  for (const ExprId operand : facts_.operands_of(id)) {
    told = judge(operand);
    if (told) break;
    facts_.of(operand);
    facts_.assume(operand, op == Op::And);
  }
  facts_.forget(before);
  return told;
}

bool ConditionChecker::verdict(ExprId condition, ExprId at, bool negated) {
  const Fact fact = facts_.of(condition);
  if (!fact.is_single()) return false;
  const bool always = (fact.low() == 1) != negated;
  if (always && is_promise_) return false;
  report(condition, at, always);
  return true;
}

// The operand that a reader wonders about: the one that is not a literal.
ExprId ConditionChecker::subject(ExprId condition) const {
  for (ExprId arg : e(condition).args) {
    ExprId written = arg;
    while (e(written).op == Op::ToNumber || e(written).op == Op::Unsettle)
      written = e(written).args[0];
    if (e(written).op != Op::Constant && e(written).op != Op::MakeList) return written;
  }
  return e(condition).args[0];
}

std::string ConditionChecker::reason(ExprId condition, ExprId about) {
  const Fact fact = facts_.of(about);
  const std::string name = subject_of(e(about).span);
  switch (e(condition).op) {
    case Op::IsMissing:
    case Op::IsPresent:
      return name + (fact.missing ? " is never there" : " is always there");
    case Op::IsBlank:
      return name + (fact.has_value() ? " is never blank" : " is always blank");
    case Op::IsEmpty:
      return name + (fact.contains(0) ? " is always empty" : " is never empty");
    default:
      return name + " is " + describe(fact, e(about).type, p_.types);
  }
}

void ConditionChecker::report(ExprId condition, ExprId at, bool always) {
  const Span span = e(at).span;
  const ExprId about = subject(condition);
  auto& d = always ? found_.warning("always-true", span,
                                    fmt::format("{} is always true", subject_of(span)))
                   : found_.warning("contradiction", span,
                                    fmt::format("{} can never be true", subject_of(span)));
  d.mark(reason(condition, about));
  const ExprId because = facts_.narrowed_by(about);
  if (because != kNoExpr) d.label(e(because).span, "because of this");
  d.with_help(always ? "delete it, or ask for what was meant"
                     : "ask for what was meant, or delete what depends on it");
}

// A skip is asked when no skip above was true. Each is held against those above it, as long as that
// costs no more than checking the preset.
void ConditionChecker::check_skips() {
  std::vector<const Rule*> above;
  const std::size_t enough = facts_.steps() * 2 + 10'000;
  for (const Rule& rule : p_.rules) {
    if (rule.kind != RuleKind::Skip) continue;
    const Fact alone = facts_.of(rule.condition);
    if (!alone.may_be(true)) continue;  // a contradiction, and reported as one
    const std::size_t before = facts_.mark();
    facts_.assume(rule.condition, true);
    for (const Rule* earlier : above) {
      if (facts_.steps() > enough) break;
      const Fact then = facts_.of(earlier->condition);
      if (!then.may_be(true) || then.may_be(false)) continue;
      found_
          .warning("unreachable-rule", rule.span, fmt::format("`skip {}` never happens", rule.name))
          .mark(fmt::format("whatever it would skip, `{}` has skipped before", earlier->name))
          .label(earlier->span, "asked first")
          .label(e(earlier->condition).span, "true whenever the other is")
          .with_help(fmt::format("delete `{}`, or move it above `{}`", rule.name, earlier->name));
      break;
    }
    facts_.forget(before);
    if (alone.may_be(false)) above.push_back(&rule);
  }
}

}  // namespace

void check_conditions(const CheckedPreset& preset, Diagnostics& found) {
  ConditionChecker(preset, found).run();
}

void check_conditions(const CheckedRules& rules, Diagnostics& found) {
  ConditionChecker(rules.terms, found).run(rules.rules);
}

}  // namespace m2::dsl

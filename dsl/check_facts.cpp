// The facts of every statement, and the messages for divisors, inputs and sizes.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/check_conditions.h"
#include "dsl/fact_checker.h"
#include "dsl/facts.h"
#include "dsl/literal.h"

namespace m2::dsl {
namespace {

// A part of an expression as it can be used in another one. A part of a chain may end before the
// bracket that closes it.
std::string operand(std::string_view part) {
  const auto open = std::count(part.begin(), part.end(), '(');
  const auto closed = std::count(part.begin(), part.end(), ')');
  std::string text(static_cast<std::size_t>(std::max<std::ptrdiff_t>(closed - open, 0)), '(');
  text += part;
  text.append(static_cast<std::size_t>(std::max<std::ptrdiff_t>(open - closed, 0)), ')');
  const bool is_one_word = text.find_first_of(" \n\t+-*/") == std::string::npos;
  return is_one_word ? text : "(" + text + ")";
}

}  // namespace

void FactChecker::run() {
  know_the_shape();
  facts_.know_lets();
  if (p_.for_accounts != kNoExpr) facts_.of(p_.for_accounts);
  for (const Rule& rule : p_.rules) check_rule(rule);
  check_segment(p_.base);
  for (SegmentRule& segment : p_.segments) check_segment(segment);
  for (ExprId example : p_.examples) facts_.of(example);
  if (p_.question != kNoExpr) facts_.of(p_.question);
}

// The texts of a rule are told when its condition is true.
void FactChecker::run(const std::vector<RecordRule>& rules) {
  for (const RecordRule& rule : rules) {
    facts_.of(rule.condition);
    const std::size_t before = facts_.mark();
    if (facts_.assume(rule.condition, true)) {
      for (const ExprId text : {rule.because, rule.harm, rule.fix}) {
        if (text != kNoExpr) facts_.of(text);
      }
    }
    facts_.forget(before);
  }
}

// What the `where` of a list in the shape says of its items.
void FactChecker::know_the_shape() {
  for (const ShapeCondition& condition : p_.shape_conditions) {
    facts_.of(condition.where);
    if (!condition.member->type.is(Kind::List)) continue;
    const std::size_t before = facts_.mark();
    facts_.assume(condition.where, true);
    const Fact item = facts_.narrowed_item(condition.binder, before);
    facts_.forget(before);
    for (const WireRecord& record : p_.shape->records) {
      for (std::uint32_t at = 0; at < record.members.size(); ++at) {
        if (&record.members[at] == condition.member) facts_.know_items(record.type.of, at, item);
      }
    }
  }
}

void FactChecker::check_rule(const Rule& rule) {
  facts_.of(rule.condition);
  const std::size_t before = facts_.mark();
  if (facts_.assume(rule.condition, rule.kind != RuleKind::Require)) facts_.of(rule.because);
  facts_.forget(before);
}

void FactChecker::check_segment(SegmentRule& segment) {
  const std::size_t before = facts_.mark();
  if (segment.when != kNoExpr) {
    facts_.of(segment.when);
    facts_.assume(segment.when, true);
  }
  if (segment.list != kNoExpr) {
    facts_.bind(segment.binder, facts_.item_of(segment.list, facts_.of(segment.list)));
    if (segment.where != kNoExpr) {
      facts_.of(segment.where);
      facts_.assume(segment.where, true);
      facts_.bind(segment.binder, facts_.narrowed_item(segment.binder, before));
    }
  }
  for (FieldRule& rule : segment.fields) {
    if (rule.value != kNoExpr) check_field(rule);
  }
  facts_.forget(before);
}

// One place is told once, however many calls and segments lead to it.
bool FactChecker::is_first(std::string_view slug, Span span) {
  is_wrong_ = true;
  return told_.insert({slug, span.source, span.begin, span.end}).second;
}

// Where the author can see what a value can be.
void FactChecker::label_origin(Diagnostic& d, ExprId value) const {
  const Expr* x = &e(value);
  while (x->op == Op::ToNumber || x->op == Op::Unsettle) x = &e(x->args[0]);
  if (x->op == Op::Parameter) {
    const Param& param = p_.params[x->index];
    d.label(param.range_span.empty() ? param.span : param.range_span, "declared here");
  } else if (x->op == Op::LetValue) {
    d.label(p_.lets[x->index].span, "worked out here");
  } else if (x->op == Op::Local && !p_.binders[x->index].span.empty()) {
    d.label(p_.binders[x->index].span, "declared here");
  } else if (x->op == Op::Member) {
    const Span at = p_.types.record(e(x->args[0]).type).members[x->index].span;
    if (!at.empty()) d.label(at, "declared here");
  }
}

void FactChecker::label_call(Diagnostic& d) const {
  if (facts_.calls().empty()) return;
  const Span at = e(facts_.calls().back()).span;
  if (at.source != d.span.source || at.begin > d.span.begin || at.end < d.span.end)
    d.label(at, "called here");
}

// ── divide-by-zero, overflow-possible, domain ──

void FactChecker::may_divide_by_zero(ExprId division, const Fact& divisor) {
  ExprId by = e(division).args[1];
  Fact fact = divisor;
  if (e(by).op == Op::ToNumber && e(e(by).args[0]).type.is(Kind::Int)) {
    by = e(by).args[0];
    for (Interval& in : fact.numbers) {
      in.first = in.first == kLowest ? kLowest : in.first / 10000;
      in.second = in.second == kHighest ? kHighest : in.second / 10000;
    }
  }
  const Span span = e(by).span;
  if (!is_first("divide-by-zero", span)) return;
  const Type type = e(by).type;
  const bool always = fact.is_single();
  const std::string zero = print_literal({0, {}}, type.bare(), p_.types);
  if (e(by).op == Op::Constant) {
    found_.error("divide-by-zero", span, fmt::format("this divides by {}", zero));
    return;
  }
  auto& d = found_.error("divide-by-zero", span,
                         fmt::format("{} {} {}", subject_of(span), always ? "is" : "may be", zero));
  if (!always) d.mark(describe_divisor(by, fact));
  label_origin(d, by);
  label_call(d);
  const Span dividend = e(e(division).args[0]).span;
  if (always || !is_in_one_line(span) || !is_in_one_line(dividend)) return;
  const std::string_view compared = fact.high() > 0 ? ">" : "is not";
  if (!p_.record_reads.empty()) {  // a rule holds nothing; it asks first
    d.with_help(fmt::format("{} {} {} and …", operand(span.text()), compared, zero));
    return;
  }
  d.with_help(fmt::format(R"(if {0} {1} {2} then {3} / {0} else hold "…")", operand(span.text()),
                          compared, zero, operand(dividend.text())));
}

// Of a member of the source its type says enough: nothing limits it.
std::string FactChecker::describe_divisor(ExprId divisor, const Fact& fact) const {
  const Expr& x = e(divisor);
  const bool is_of_source =
      x.op == Op::Member && p_.shape != nullptr &&
      std::any_of(p_.shape->records.begin(), p_.shape->records.end(),
                  [&](const WireRecord& record) { return record.type.of == e(x.args[0]).type.of; });
  const bool is_open = fact.numbers == facts_.any(x.type).numbers && !fact.missing;
  if (is_of_source && is_open)
    return fmt::format("{}, no lower limit in the shape", p_.types.name(x.type.bare()));
  return describe(fact, x.type, p_.types);
}

void FactChecker::may_overflow(ExprId operation) {
  const Span span = e(operation).span;
  if (!is_first("overflow-possible", span)) return;
  auto& d = found_.warning("overflow-possible", span,
                           fmt::format("{} can be larger than metro2 can hold", subject_of(span)));
  const ExprId last = e(operation).args.back();
  if (e(last).op != Op::Constant && e(last).op != Op::ToNumber) {
    d.mark(fmt::format("{} is {}", subject_of(e(last).span),
                       describe(facts_.of(last), e(last).type, p_.types)));
  } else {
    d.mark("amounts of the source have up to nine digits");
  }
  label_call(d);
  d.note("what passes 64 bits holds the account")
      .with_help("keep an operand within bounds with `no more than`");
}

void FactChecker::may_be_outside(ExprId call, std::size_t argument, const Fact& fact) {
  const Expr& x = e(call);
  const ExprId value = x.args[argument];
  const Span span = e(value).span;
  if (!is_first("domain", span)) return;
  const bool is_table = x.op == Op::CallTable;
  const std::uint32_t binder = is_table           ? p_.tables[x.index].binders[argument]
                               : x.op == Op::Call ? p_.defines[x.index].binders[argument]
                                                  : p_.lookups[x.index].binder;
  const std::string& name = is_table           ? p_.tables[x.index].name
                            : x.op == Op::Call ? p_.defines[x.index].name
                                               : p_.lookups[x.index].name;
  const Binder& declared = p_.binders[binder];
  const auto literal = [&](std::int64_t bound) {
    return print_literal({bound, {}}, declared.type.bare(), p_.types);
  };
  const bool below = declared.low && fact.low() < *declared.low;
  const bool above = declared.high && fact.high() > *declared.high;
  std::string where;
  std::string help = operand(span.text());
  if (below) {
    where += "below " + literal(*declared.low);
    help += " no less than " + literal(*declared.low);
  }
  if (above) {
    where += (below ? " or above " : "above ") + literal(*declared.high);
    help += " no more than " + literal(*declared.high);
  }
  const bool alone = x.args.size() == 1;
  const bool outside = fact.is_single();
  auto& d = found_.error(
      "domain", span,
      fmt::format("the input {}of `{}` {} {}", alone ? "" : fmt::format("`{}` ", declared.name),
                  name, outside ? "is" : "may be", where));
  d.mark(describe(fact, e(value).type, p_.types))
      .label(declared.range_span,
             "declared for " + describe(Fact::of_numbers({{declared.low.value_or(kLowest),
                                                           declared.high.value_or(kHighest)}}),
                                        declared.type, p_.types));
  label_call(d);
  if (!outside && is_in_one_line(span)) d.with_help(help);
}

void check_facts(CheckedPreset& preset, Diagnostics& found) {
  FactChecker(preset, found).run();
  if (!found.has_errors()) check_conditions(preset, found);
}

void check_facts(CheckedRules& rules, Diagnostics& found) {
  FactChecker(rules.terms, found).run(rules.rules);
  if (!found.has_errors()) check_conditions(rules, found);
}

FactFinder::FactFinder(const CheckedPreset& preset)
    : facts_(std::make_unique<Interpretation>(preset, nullptr)) {}
FactFinder::~FactFinder() = default;
Fact FactFinder::of_let(std::uint32_t let) {
  return facts_->let_value(let);
}
std::optional<std::vector<std::string>> FactFinder::words_of(ExprId id) {
  const Fact fact = facts_->of(id);
  if (!fact.words.is_finite() || !fact.has_value()) return std::nullopt;
  return std::vector<std::string>(fact.words.listed().begin(), fact.words.listed().end());
}

}  // namespace m2::dsl

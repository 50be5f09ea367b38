// Conditions: whether they can be true, and what follows for their operands when they are.

#include <algorithm>
#include <iterator>

#include "dsl/interpretation.h"

namespace m2::dsl {
namespace {

// Anything that is there, neither missing nor blank.
Fact some_value() {
  Fact f = Fact::top();
  f.missing = f.blank = false;
  return f;
}

Fact value_of(Fact f) {
  f.missing = f.blank = false;
  f.parts = nullptr;
  return f;
}

Fact between(std::int64_t low, std::int64_t high) {
  Fact f = some_value();
  f.numbers = low <= high ? IntervalSet{{low, high}} : IntervalSet{};
  return f;
}

std::int64_t above(std::int64_t value, bool strict) {
  return strict && value < kHighest ? value + 1 : value;
}
std::int64_t below(std::int64_t value, bool strict) {
  return strict && value > kLowest ? value - 1 : value;
}

// The one text or number a value can be.
bool is_one(const Fact& f, Type type) {
  if (f.missing || f.blank || !f.has_value()) return false;
  return is_textual(type.kind) ? f.words.is_finite() && f.words.listed().size() == 1
                               : f.is_single();
}

// Everything but these values, which are known one by one.
Fact all_but(const Fact& values, Type type) {
  Fact f = Fact::top();
  if (is_textual(type.kind)) {
    f.words = Words::all_but(values.words.listed());
  } else {
    f.numbers = difference(f.numbers, values.numbers);
  }
  return f;
}

bool have_common(const Fact& a, const Fact& b) {
  return !intersection(a.numbers, b.numbers).empty() && !common(a.words, b.words).is_empty();
}

bool is_within(const Fact& a, const Fact& b, Type type) {
  if (!is_textual(type.kind)) return difference(a.numbers, b.numbers).empty();
  return a.words.is_finite() && common(a.words, b.words) == a.words;
}

}  // namespace

// A and B and C: what stands on the right is only asked when the left did not decide.
Fact Interpretation::logic(ExprId id) {
  const Op op = e(id).op;
  const bool is_and = op == Op::And;
  std::vector<ExprId> nodes;
  ExprId operand = id;
  for (; e(operand).op == op; operand = e(operand).args[0]) nodes.push_back(operand);
  const std::size_t before = mark();
  Fact left = of(operand);
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    const bool possible = assume(operand, is_and);
    operand = e(*node).args[1];
    Fact right = of(operand);
    if (!possible || !left.may_be(is_and)) right = Fact::nothing();
    const bool goes_on = left.may_be(is_and) && right.may_be(is_and);
    const bool stops = left.may_be(!is_and) || right.may_be(!is_and);
    left = is_and ? Fact::of_bool(stops, goes_on) : Fact::of_bool(goes_on, stops);
    narrow(*node, left);
  }
  forget(before);
  return left;
}

Fact Interpretation::comparison(ExprId id) {
  const Expr& x = e(id);
  std::vector<Fact> given;
  given.reserve(x.args.size());
  for (ExprId arg : x.args) given.push_back(of(arg));
  const std::vector<Fact>& facts = keep_operands(id, std::move(given));
  const Fact& a = facts[0];
  const Fact& b = facts[1];
  const bool equality = x.op == Op::Equal || x.op == Op::NotEqual;
  if (same_[x.args[0]] == same_[x.args[1]] && x.op != Op::Between)
    return Fact::of_bool(x.op != Op::Equal && x.op != Op::LessEqual,
                         x.op == Op::Equal || x.op == Op::LessEqual);
  if (a.is_impossible() || b.is_impossible()) return Fact::nothing();
  if (equality) {
    const bool equal = have_common(a, b) || (a.blank && b.blank);
    const bool unequal = !is_one(a, e(x.args[0]).type) || !is_one(b, e(x.args[1]).type) || !equal;
    return x.op == Op::Equal ? Fact::of_bool(unequal, equal) : Fact::of_bool(equal, unequal);
  }
  if (!a.has_value() || !b.has_value()) return Fact::nothing();
  switch (x.op) {
    case Op::Less:
      return Fact::of_bool(a.high() >= b.low(), a.low() < b.high());
    case Op::LessEqual:
      return Fact::of_bool(a.high() > b.low(), a.low() <= b.high());
    default: {
      const Fact& c = facts[2];
      if (!c.has_value()) return Fact::nothing();
      return Fact::of_bool(a.low() < b.high() || a.high() > c.low(),
                           !intersection(a.numbers, {{b.low(), c.high()}}).empty());
    }
  }
}

Fact Interpretation::one_of(ExprId id) {
  const Expr& x = e(id);
  const Fact value = of(x.args[0]);
  const Fact list = of(x.args[1]);
  const std::optional<Fact> written = written_out(x.args[1]);
  const Fact item = written ? *written : item_of(x.args[1], list);
  if (value.is_impossible()) return Fact::nothing();
  keep_operands(id, {value, item});
  const bool never = list.has_value() && list.high() == 0;
  const bool always = written && !value.blank && !value.missing && value.has_value() &&
                      is_within(value, item, e(x.args[0]).type);
  return Fact::of_bool(!always, !never && have_common(value, item));
}

// Exactly the values of a list of constants; an item's fact may have been widened.
std::optional<Fact> Interpretation::written_out(ExprId list) const {
  const Expr& made = e(list);
  if (made.op != Op::MakeList || made.args.empty()) return std::nullopt;
  std::vector<std::string_view> words;
  IntervalSet numbers;
  for (ExprId arg : made.args) {
    const Expr& x = e(arg);
    if (x.op != Op::Constant) return std::nullopt;
    if (is_textual(x.type.kind)) words.push_back(x.text);
    if (!is_textual(x.type.kind)) numbers.push_back({x.number, x.number});
  }
  if (words.empty()) return Fact::of_numbers(normalised(std::move(numbers)));
  Fact f = Fact::of_words(Words::only(std::move(words)));
  return f.words.is_finite() ? std::optional(std::move(f)) : std::nullopt;
}

// ── what follows ──

std::vector<ExprId> Interpretation::operands_of(ExprId chain) const {
  std::vector<ExprId> operands;
  const Op op = e(chain).op;
  for (; e(chain).op == op; chain = e(chain).args[0]) operands.push_back(e(chain).args[1]);
  operands.push_back(chain);
  std::reverse(operands.begin(), operands.end());
  return operands;
}

void Interpretation::constrain(ExprId about, Fact fact, ExprId because, Constraints& out) const {
  const Expr& x = e(about);
  if (x.op == Op::ToNumber && e(x.args[0]).type.is(Kind::Int) && fact.has_value()) {
    Fact whole = fact;
    const bool above = fact.low() > 0 && fact.low() % 10000 != 0;
    const bool below = fact.high() < 0 && fact.high() % 10000 != 0;
    const std::int64_t low = fact.low() == kLowest ? kLowest : fact.low() / 10000 + (above ? 1 : 0);
    const std::int64_t high =
        fact.high() == kHighest ? kHighest : fact.high() / 10000 - (below ? 1 : 0);
    whole.numbers = low <= high ? IntervalSet{{low, high}} : IntervalSet{};
    out.push_back({same_[x.args[0]], std::move(whole), because});
  }
  out.push_back({same_[about], std::move(fact), because});
}

void Interpretation::follow(ExprId condition, bool truth, Constraints& out) {
  const Expr& x = e(condition);
  constrain(condition, Fact::of_bool(!truth, truth), condition, out);
  switch (x.op) {
    case Op::Not:
      return follow(x.args[0], !truth, out);
    case Op::And:
    case Op::Or: {
      const std::vector<ExprId> operands = operands_of(condition);
      if ((x.op == Op::And) != truth) return follow_either(operands, truth, out);
      for (ExprId operand : operands) follow(operand, truth, out);
      for (ExprId part = x.args[0]; e(part).op == x.op; part = e(part).args[0])
        constrain(part, Fact::of_bool(!truth, truth), condition, out);
      return;
    }
    case Op::IsMissing:
    case Op::IsPresent:
      if ((x.op == Op::IsPresent) == truth) return follow_presence(x.args[0], condition, out);
      return constrain(x.args[0], Fact::of_missing(), condition, out);
    case Op::IsBlank: {
      Fact not_blank = Fact::top();
      not_blank.blank = false;
      return constrain(x.args[0], truth ? Fact::of_blank() : not_blank, condition, out);
    }
    case Op::IsEmpty:
      return constrain(x.args[0], truth ? between(0, 0) : between(1, kHighest), condition, out);
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Between:
    case Op::OneOf:
      return follow_comparison(condition, truth, out);
    default:
      return;
  }
}

// One of them is so: an operand is what some of them leave it.
void Interpretation::follow_either(const std::vector<ExprId>& operands, bool truth,
                                   Constraints& out) {
  Constraints common_ones;
  follow(operands.front(), truth, common_ones);
  gather(common_ones);
  for (std::size_t i = 1; i < operands.size() && !common_ones.empty(); ++i) {
    Constraints of_this;
    follow(operands[i], truth, of_this);
    gather(of_this);
    auto here = of_this.begin();
    auto kept = common_ones.begin();
    for (Constraint& c : common_ones) {
      while (here != of_this.end() && here->about < c.about) ++here;
      if (here == of_this.end() || here->about != c.about) continue;
      Fact either = join(c.fact, here->fact);
      *kept++ = {c.about, std::move(either), c.because};
    }
    common_ones.erase(kept, common_ones.end());
  }
  std::move(common_ones.begin(), common_ones.end(), std::back_inserter(out));
}

// All that they say of one expression becomes one; in the order of the expressions.
void Interpretation::gather(Constraints& constraints) {
  std::stable_sort(constraints.begin(), constraints.end(),
                   [](const Constraint& a, const Constraint& b) { return a.about < b.about; });
  auto kept = constraints.begin();
  for (auto next = constraints.begin(); next != constraints.end(); ++next) {
    if (next == constraints.begin()) continue;
    if (next->about == kept->about) {
      kept->fact = meet(kept->fact, next->fact);
    } else if (++kept != next) {
      *kept = std::move(*next);
    }
  }
  if (kept != constraints.end()) constraints.erase(std::next(kept), constraints.end());
}

// ── what was compared ──

const std::vector<Fact>& Interpretation::keep_operands(ExprId comparison, std::vector<Fact> facts) {
  std::uint32_t& at = operands_at_[comparison];
  if (at != kNone) return operands_[at] = std::move(facts);
  at = static_cast<std::uint32_t>(operands_.size());
  compared_.push_back(comparison);
  operands_.push_back(std::move(facts));
  return operands_.back();
}

const std::vector<Fact>* Interpretation::known_operands(ExprId comparison) const {
  const std::uint32_t at = operands_at_[comparison];
  return at == kNone ? nullptr : &operands_[at];
}

void Interpretation::forget_operands() {
  for (const ExprId comparison : compared_) operands_at_[comparison] = kNone;
  compared_.clear();
  operands_.clear();
}

// A value that is there stands in records that are there.
void Interpretation::follow_presence(ExprId value, ExprId because, Constraints& out) {
  for (;; value = e(value).args[0]) {
    Fact there = Fact::top();
    there.missing = false;
    constrain(value, std::move(there), because, out);
    if (e(value).op != Op::Member) return;
  }
}

void Interpretation::follow_comparison(ExprId condition, bool truth, Constraints& out) {
  const std::vector<Fact>* const known = known_operands(condition);
  if (known == nullptr) return;
  const std::vector<Fact>& facts = *known;
  const Expr& x = e(condition);
  const ExprId a = x.args[0];
  const ExprId b = x.args[1];
  const Type type = e(a).type;
  switch (x.op) {
    case Op::Equal:
    case Op::NotEqual: {
      if ((x.op == Op::Equal) == truth) {
        constrain(a, value_of(facts[1]), condition, out);
        constrain(b, value_of(facts[0]), condition, out);
        return;
      }
      if (is_one(facts[1], e(b).type)) constrain(a, all_but(facts[1], type), condition, out);
      if (is_one(facts[0], type)) constrain(b, all_but(facts[0], type), condition, out);
      return;
    }
    case Op::Less:
    case Op::LessEqual: {
      const bool strict = (x.op == Op::Less) == truth;
      return truth ? follow_order(a, b, strict, condition, out)
                   : follow_order(b, a, strict, condition, out);
    }
    case Op::Between: {
      const Fact& low = facts[1];
      const Fact& high = facts[2];
      if (!low.has_value() || !high.has_value()) return;
      if (truth) return constrain(a, between(low.low(), high.high()), condition, out);
      if (!low.is_single() || !high.is_single()) return;
      Fact outside = some_value();
      outside.numbers = difference(outside.numbers, {{low.low(), high.high()}});
      return constrain(a, std::move(outside), condition, out);
    }
    default: {
      if (truth) return constrain(a, value_of(facts[1]), condition, out);
      const std::optional<Fact> written = written_out(b);
      if (written) constrain(a, all_but(*written, type), condition, out);
    }
  }
}

// smaller <= larger, or smaller < larger; and what that says about the way from one to the other.
void Interpretation::follow_order(ExprId smaller, ExprId larger, bool strict, ExprId because,
                                  Constraints& out) {
  const std::vector<Fact>& facts = *known_operands(because);
  const bool in_order = e(because).args[0] == smaller;
  const Fact& low = facts[in_order ? 0 : 1];
  const Fact& high = facts[in_order ? 1 : 0];
  if (!low.has_value() || !high.has_value()) return;
  constrain(smaller, between(kLowest, below(high.high(), strict)), because, out);
  constrain(larger, between(above(low.low(), strict), kHighest), because, out);
  const auto way = [&](Op op, ExprId from, ExprId to, std::int64_t least, std::int64_t most) {
    const ExprId known = find(op, from, to);
    if (known != kNoExpr) constrain(known, between(least, most), because, out);
  };
  const std::int64_t step = strict ? 1 : 0;
  if (e(smaller).type.is(Kind::Date)) {
    way(Op::DaysBetween, smaller, larger, step, kHighest);
    way(Op::DaysBetween, larger, smaller, kLowest, -step);
    way(Op::MonthsBetween, smaller, larger, 0, kHighest);
    way(Op::MonthsBetween, larger, smaller, kLowest, 0);
  } else {
    way(Op::Subtract, larger, smaller, step, kHighest);
    way(Op::Subtract, smaller, larger, kLowest, -step);
  }
}

}  // namespace m2::dsl

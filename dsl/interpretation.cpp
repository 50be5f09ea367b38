#include "dsl/interpretation.h"

#include <algorithm>

#include "dsl/value_flow.h"
#include "engine/base/date.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

// Operations that begin with their first operand, in the same surroundings: their chains lean left.
bool leans_left(Op op) {
  switch (op) {
    case Op::Member:
    case Op::Otherwise:
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Scale:
    case Op::Divide:
    case Op::Negate:
    case Op::AddDays:
    case Op::AddMonths:
    case Op::AddMonthsIntoNext:
    case Op::ToNumber:
    case Op::Unsettle:
    case Op::CutToDollars:
    case Op::RoundToCents:
    case Op::CutToCents:
    case Op::NoLess:
    case Op::NoMore:
    case Op::Capitals:
    case Op::AsDigits:
    case Op::DaysBetween:
    case Op::MonthsBetween:
    case Op::StartOfMonth:
    case Op::EndOfMonth:
    case Op::Not:
    case Op::IsMissing:
    case Op::IsPresent:
    case Op::IsEmpty:
    case Op::IsBlank:
      return true;
    default:
      return false;
  }
}

// A code list that stands for more values than it lists, as terms of 001 to 999 months.
bool is_open(const CodeTable& table) {
  return table.others != OtherCodes::None;
}

}  // namespace

Interpretation::Interpretation(const CheckedPreset& preset, FactListener* listener)
    : p_(preset),
      listener_(listener),
      latest_(preset.exprs.size(), kNone),
      operands_at_(preset.exprs.size(), kNone),
      bound_(preset.binders.size()),
      lets_(preset.lets.size()),
      busy_lets_(preset.lets.size(), false),
      defines_(preset.defines.size()),
      tables_(preset.tables.size()),
      lookups_(preset.lookups.size()) {
  find_same();
}

// ── expressions ──

Fact Interpretation::of(ExprId id) {
  if (depth_ >= kDeepest) return any(e(id).type);
  if (depth_ == 0) forget_operands();
  ++depth_;
  SmallVector<ExprId, 4> chain;
  while (leans_left(e(id).op)) {
    chain.push_back(id);
    id = e(id).args[0];
  }
  Fact fact = leaf(id);
  narrow(id, fact);
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    fact = step(*it, fact);
    narrow(*it, fact);
  }
  steps_ += chain.size() + 1;
  --depth_;
  return fact;
}

Fact Interpretation::any(Type type) const {
  Fact f = Fact::of_numbers({{kLowest, kHighest}});
  switch (type.kind) {
    case Kind::Bool:
      f = Fact::of_bool(true, true);
      break;
    case Kind::Choice: {
      const auto size = static_cast<std::int64_t>(p_.types.choice(type).values.size());
      f = size == 0 ? Fact::nothing() : Fact::of_numbers({{0, size - 1}});
      break;
    }
    case Kind::Date:
      f = Fact::of_numbers({{Date::kFirstDay, Date::kLastDay}});
      break;
    case Kind::Text:
      f = Fact::of_words(Words::any());
      break;
    case Kind::Code: {
      const auto known = codes_.find(type.of);
      if (known != codes_.end()) {
        f = known->second;
        break;
      }
      std::vector<std::string_view> words;
      for (const Code& code : code_tables()[type.of].codes) words.push_back(code.code);
      f = Fact::of_words(is_open(code_tables()[type.of]) ? Words::any() : Words::only(words));
      codes_.emplace(type.of, f);
      break;
    }
    case Kind::List:
      f = Fact::of_numbers({{0, kHighest}});
      break;
    case Kind::Record:
      f = Fact::of_number(0);
      break;
    case Kind::Never:
      f = Fact::nothing();
      break;
    case Kind::Nothing:
      f = Fact::of_missing();
      break;
    case Kind::Blank:
      f = Fact::of_blank();
      break;
    default:
      break;
  }
  f.missing = f.missing || type.optional;
  f.blank = f.blank || type.blank;
  return f;
}

Fact Interpretation::in_range(Fact fact, std::optional<std::int64_t> low,
                              std::optional<std::int64_t> high) const {
  if (low || high)
    fact.numbers = intersection(fact.numbers, {{low.value_or(kLowest), high.value_or(kHighest)}});
  return fact;
}

Fact Interpretation::leaf(ExprId id) {
  const Expr& x = e(id);
  switch (x.op) {
    case Op::Constant:
      return constant(x);
    case Op::Local:
      if (bound_[x.index]) return *bound_[x.index];
      return in_range(any(p_.binders[x.index].type), p_.binders[x.index].low,
                      p_.binders[x.index].high);
    case Op::LetValue:
      return let_value(x.index);
    case Op::Parameter:
      return parameter(x.index);
    case Op::FieldValue:
      return field_value(x);
    case Op::RecordField:
      return record_field(x);
    case Op::Consent:
      if (!x.args.empty()) of(x.args[0]);
      return any(x.type);
    case Op::Engine:
      return any(
          x.type.with_optional(x.index == static_cast<std::uint32_t>(EngineRecord::Previous)));
    case Op::Call:
    case Op::CallTable:
    case Op::CallLookup:
      return call(id);
    case Op::CallBuiltin:
      return builtin(x);
    case Op::If:
      return choice(x);
    case Op::And:
    case Op::Or:
      return logic(id);
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Between:
      return comparison(id);
    case Op::OneOf:
      return one_of(id);
    case Op::Hold:
      of(x.args[0]);
      return Fact::nothing();
    case Op::Template:
      return text_of_parts(x);
    case Op::MonthsBefore:
    case Op::MakeList:
    case Op::Allocate:
    case Op::Instalments:
      return list(id);
    default:
      return is_over_list(x.op) ? list(id) : any(x.type);
  }
}

// What an operation makes of its first operand.
Fact Interpretation::step(ExprId id, const Fact& left) {
  const Expr& x = e(id);
  switch (x.op) {
    case Op::Member:
      return member(x, left);
    case Op::Otherwise:
      return otherwise(x, left);
    case Op::Add:
    case Op::Subtract:
      return sum(id, left, of(x.args[1]));
    case Op::Multiply:
    case Op::Scale:
      return product(id, left, of(x.args[1]));
    case Op::Divide:
      return quotient(id, left, of(x.args[1]));
    case Op::NoLess:
    case Op::NoMore:
      return bounded_by(x, left, of(x.args[1]));
    case Op::AddDays:
    case Op::AddMonths:
    case Op::AddMonthsIntoNext:
    case Op::DaysBetween:
    case Op::MonthsBetween:
      return date(x, left, of(x.args[1]));
    case Op::IsMissing:
      return Fact::of_bool(left.has_value() || left.blank, left.missing);
    case Op::IsPresent:
      return Fact::of_bool(left.missing, left.has_value() || left.blank);
    case Op::IsBlank:
      return Fact::of_bool(left.has_value(), left.blank);
    case Op::IsEmpty:
      if (!left.has_value()) return Fact::nothing();
      return Fact::of_bool(left.high() > 0, left.contains(0));
    case Op::Not:
      return Fact::of_bool(left.may_be(true), left.may_be(false));
    default:
      return unary(id, left);
  }
}

Fact Interpretation::constant(const Expr& x) const {
  switch (x.type.kind) {
    case Kind::Text:
    case Kind::Code:
      return Fact::of_words(Words::only({x.text}));
    case Kind::Nothing:
    case Kind::Blank:
      return any(x.type);
    default: {
      Fact f = Fact::of_number(x.number);
      f.whole_dollars = x.number % 100 == 0;
      return f;
    }
  }
}

// What a let needs was checked before it, so its value stands earlier: no let waits for another.
void Interpretation::know_lets() {
  std::vector<std::uint32_t> lets;
  for (std::uint32_t i = 0; i < p_.lets.size(); ++i) lets.push_back(i);
  std::sort(lets.begin(), lets.end(),
            [&](std::uint32_t a, std::uint32_t b) { return p_.lets[a].value < p_.lets[b].value; });
  for (std::uint32_t let : lets) let_value(let);
}

// A let that is being interpreted needs itself: the circle was reported.
Fact Interpretation::let_value(std::uint32_t index) {
  if (lets_[index]) return *lets_[index];
  const Let& let = p_.lets[index];
  if (busy_lets_[index] || let.value == kNoExpr) return any(let.type);
  busy_lets_[index] = true;
  const Apart apart(*this);
  lets_[index] = of(let.value);
  busy_lets_[index] = false;
  return *lets_[index];
}

Fact Interpretation::parameter(std::uint32_t index) const {
  const Param& param = p_.params[index];
  Fact f = in_range(any(param.type), param.low, param.high);
  f.whole_dollars = false;
  return f;
}

Fact Interpretation::member(const Expr& x, const Fact& record) const {
  const Type type = e(x.args[0]).type;
  Fact f;
  if (record.parts != nullptr && x.index < record.parts->size()) {
    f = (*record.parts)[x.index];
  } else if (record.has_value()) {
    const Type declared = p_.types.record(type).members[x.index].type;
    f = any(declared);
    // Amounts of the last report are those of its fields.
    const bool is_field = e(x.args[0]).op == Op::Engine;
    f.whole_dollars = is_field;
    if (declared.is(Kind::Money)) f.reach = kNineDigits;
  }
  if (const auto known = members_.find({type.of, x.index});
      known != members_.end() && record.has_value())
    f = meet(f, known->second);
  f.missing = f.missing || record.missing;
  return f;
}

// A field of the finished record.
Fact Interpretation::field_value(const Expr& x) const {
  const Field& field = *p_.field_values[x.index];
  const bool may_be_missing = field.presence != Presence::Required && !x.type.is(Kind::Money);
  Fact f = any(x.type.with_optional(may_be_missing));
  f.whole_dollars = true;
  return f;
}

// A field of a record that anybody may have written: digits make an amount, but a code need not be
// one of its list.
Fact Interpretation::record_field(const Expr& x) const {
  const RecordRead& read = p_.record_reads[x.index];
  const Field* field = read.field;
  Fact f = any(x.type);
  if (read.fact != nullptr) return f;
  if (x.type.is(Kind::Code)) f.words = Words::any();
  if (x.type.is(Kind::Money)) {
    std::int64_t highest = 100;
    for (std::size_t digit = 0; digit < field->length; ++digit) highest *= 10;
    f.numbers = intersection(f.numbers, {{0, highest - 100}});
    f.whole_dollars = true;
    f.reach = kNineDigits;
  }
  return f;
}

Fact Interpretation::choice(const Expr& x) {
  const Fact condition = of(x.args[0]);
  const auto branch = [&](bool truth) {
    if (!condition.may_be(truth)) return Fact::nothing();
    const std::size_t before = mark();
    const bool possible = assume(x.args[0], truth);
    const Fact value = possible ? of(x.args[truth ? 1 : 2]) : Fact::nothing();
    forget(before);
    return value;
  };
  const Fact then = branch(true);
  return join(then, branch(false));
}

Fact Interpretation::otherwise(const Expr& x, const Fact& left) {
  if (!left.missing) return left;
  const std::size_t before = mark();
  bool possible = true;
  push({same_[x.args[0]], Fact::of_missing(), x.args[0]}, possible);
  const Fact right = of(x.args[1]);
  forget(before);
  Fact there = left;
  there.missing = false;
  return join(there, right);
}

}  // namespace m2::dsl

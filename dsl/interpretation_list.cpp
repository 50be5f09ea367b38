// List expressions and the ledger: what their items can be, how many there are, what they add up
// to.

#include <algorithm>

#include "dsl/interpretation.h"

namespace m2::dsl {
namespace {

__extension__ using Wide = __int128;

std::int64_t times(std::int64_t value, std::int64_t count) {
  return static_cast<std::int64_t>(
      std::clamp(Wide{value} * count, static_cast<Wide>(kLowest), static_cast<Wide>(kHighest)));
}

}  // namespace

Fact Interpretation::record_of(std::vector<Fact> members) {
  Fact f = Fact::of_number(0);
  f.parts = std::make_shared<const std::vector<Fact>>(std::move(members));
  return f;
}

Fact Interpretation::list_of(Fact item, IntervalSet length) {
  Fact f = Fact::of_numbers(std::move(length));
  f.parts = std::make_shared<const std::vector<Fact>>(std::vector<Fact>{std::move(item)});
  return f;
}

Fact Interpretation::item_of(ExprId list, const Fact& fact) const {
  if (fact.parts != nullptr) return fact.parts->front();
  const Type list_type = e(list).type;
  if (!list_type.is(Kind::List)) return Fact::top();
  const Type element = p_.types.element(list_type);
  Fact f = any(element);
  if (element.is(Kind::Money)) f.reach = kNineDigits;
  return f;
}

Fact Interpretation::narrowed_item(std::uint32_t binder, std::size_t mark) {
  const Type type = p_.binders[binder].type;
  Fact item = bound_[binder] ? *bound_[binder] : any(type);
  std::vector<Fact> members;
  for (std::size_t i = mark; i < assumed_.size(); ++i) {
    const Expr& about = e(assumed_[i].about);
    if (about.op == Op::Local && about.index == binder) item = meet(item, assumed_[i].fact);
    const bool of_item = about.op == Op::Member && e(about.args[0]).op == Op::Local &&
                         e(about.args[0]).index == binder;
    if (!of_item || !type.is(Kind::Record)) continue;
    if (members.empty()) {
      const std::size_t count = p_.types.record(type).members.size();
      if (narrowed_members_ + count > kMostNarrowedMembers) return item;
      narrowed_members_ += count;
      Expr each = about;
      for (each.index = 0; each.index < count; ++each.index) members.push_back(member(each, item));
    }
    members[about.index] = meet(members[about.index], assumed_[i].fact);
  }
  if (!members.empty()) item.parts = std::make_shared<const std::vector<Fact>>(std::move(members));
  return item;
}

Fact Interpretation::list(ExprId id) {
  const Expr& x = e(id);
  switch (x.op) {
    case Op::MakeList: {
      Fact item = Fact::nothing();
      for (ExprId arg : x.args) item = join(item, of(arg));
      const auto size = static_cast<std::int64_t>(x.args.size());
      return list_of(std::move(item), {{size, size}});
    }
    case Op::MonthsBefore: {
      Fact day = of(x.args[0]);
      Fact month = any(Type::of_kind(Kind::Date));
      if (day.has_value()) month.numbers = intersection(month.numbers, {{kLowest, day.high()}});
      return list_of(std::move(month), {{x.index, x.index}});
    }
    case Op::SumOf:
    case Op::CountOf:
    case Op::JoinOf:
    case Op::ListOf:
    case Op::LargestOf:
    case Op::SmallestOf:
      return aggregate(x);
    case Op::GroupsOf:
      return groups(x);
    case Op::Allocate:
      return ledger(x);
    case Op::Instalments:
      return instalments(x);
    default:
      return quantified(x);
  }
}

// Operands: list, item, [condition], [key].
Fact Interpretation::aggregate(const Expr& x) {
  const Fact list = of(x.args[0]);
  const Bound bound(*this, x.index, item_of(x.args[0], list));
  const std::size_t before = mark();
  bool possible = list.has_value();
  if (x.args[2] != kNoExpr) {
    const Fact where = of(x.args[2]);
    possible = assume(x.args[2], true) && where.may_be(true) && possible;
  }
  const bool all = x.args[2] == kNoExpr;
  Fact item = of(x.args[1]);
  const Expr& written = e(x.args[1]);
  if (written.op == Op::Local && written.index == x.index) item = narrowed_item(x.index, before);
  if (x.args[3] != kNoExpr) of(x.args[3]);
  forget(before);
  if (!possible) item = Fact::nothing();
  const std::int64_t most = possible && !item.is_impossible() ? list.high() : 0;
  const std::int64_t least = all && possible ? std::min(list.low(), most) : 0;
  switch (x.op) {
    case Op::CountOf:
      return Fact::of_numbers({{least, most}});
    case Op::ListOf:
      return list_of(std::move(item), {{least, most}});
    case Op::JoinOf: {
      Fact f = Fact::of_words(Words::any());
      if (item.has_value()) f.numbers = {{times(item.low(), least), kHighest}};
      return f;
    }
    case Op::SumOf: {
      if (!item.has_value() || most == 0) {
        Fact none = Fact::of_number(0);
        none.whole_dollars = true;
        return none;
      }
      const std::int64_t low = times(item.low(), item.low() < 0 ? most : least);
      const std::int64_t high = times(item.high(), item.high() > 0 ? most : least);
      Fact f = Fact::of_numbers({{low, high}});
      f.whole_dollars = item.whole_dollars;
      return f;
    }
    default:  // the largest, the smallest
      item.missing = least == 0;
      return item;
  }
}

// Operands: list, -, [condition], [key].
Fact Interpretation::quantified(const Expr& x) {
  const Fact list = of(x.args[0]);
  const Bound bound(*this, x.index, item_of(x.args[0], list));
  const std::size_t before = mark();
  Fact where = Fact::of_bool(false, true);
  bool possible = list.has_value() && list.high() > 0;
  if (x.args[2] != kNoExpr) {
    where = of(x.args[2]);
    possible = assume(x.args[2], true) && where.may_be(true) && possible;
  }
  if (x.args[3] != kNoExpr) of(x.args[3]);
  Fact item = possible ? narrowed_item(x.index, before) : Fact::nothing();
  forget(before);
  const bool some_item = list.has_value() && list.low() > 0;
  const bool some_item_fails = list.has_value() && list.high() > 0 && where.may_be(false);
  switch (x.op) {
    case Op::AnyOf:
    case Op::NoneOf: {
      const bool never = !some_item || where.may_be(false);
      return x.op == Op::AnyOf ? Fact::of_bool(never, possible) : Fact::of_bool(possible, never);
    }
    case Op::EveryOf:
      return Fact::of_bool(some_item_fails, !some_item || where.may_be(true));
    case Op::OnlyOf:
      return item;
    default:  // the first, the last
      item.missing = item.missing || !some_item || x.args[2] != kNoExpr;
      return item;
  }
}

// A list of { key, items }, keys ascending.
Fact Interpretation::groups(const Expr& x) {
  const Fact list = of(x.args[0]);
  const Bound bound(*this, x.index, item_of(x.args[0], list));
  const std::size_t before = mark();
  bool possible = list.has_value() && list.high() > 0;
  if (x.args[2] != kNoExpr) {
    of(x.args[2]);
    possible = assume(x.args[2], true) && possible;
  }
  Fact key = of(x.args[3]);
  Fact item = narrowed_item(x.index, before);
  forget(before);
  if (!possible) return list_of(Fact::nothing(), {{0, 0}});
  Fact items = list_of(std::move(item), {{1, list.high()}});
  const bool some = x.args[2] == kNoExpr && list.low() > 0;
  return list_of(record_of({std::move(key), std::move(items)}), {{some ? 1 : 0, list.high()}});
}

// Operands: payments, charges, day, [ranks].
Fact Interpretation::ledger(const Expr& x) {
  Fact charges = Fact::nothing();
  for (std::size_t i = 0; i < x.args.size(); ++i) {
    if (x.args[i] == kNoExpr) continue;
    Fact operand = of(x.args[i]);
    if (i == 1) charges = std::move(operand);
  }
  std::vector<Fact> members;
  for (const MemberType& m : p_.types.record(x.type).members) {
    Fact f = any(m.type);
    const bool never_below_zero =
        m.name == "unpaid" || m.name == "credit" || m.name == "days_late_when_settled";
    if (never_below_zero) f.numbers = intersection(f.numbers, {{0, kHighest}});
    if (m.type.is(Kind::List)) {
      // The charges, each with what was paid of it and what was not.
      std::vector<Fact> of_charge;
      const Fact charge = item_of(x.args[1], charges);
      for (const MemberType& c : p_.types.record(p_.types.element(m.type)).members) {
        const std::size_t at = of_charge.size();
        const bool known = charge.parts != nullptr && at < charge.parts->size();
        of_charge.push_back(known ? (*charge.parts)[at] : any(c.type));
        if (c.type.is(Kind::Money)) of_charge.back().reach = kNineDigits;
        if (c.name == "unpaid" && !known)
          of_charge.back().numbers = intersection(of_charge.back().numbers, {{0, kHighest}});
      }
      f = list_of(record_of(std::move(of_charge)), {{0, kHighest}});
    }
    if (m.type.is(Kind::Money)) f.reach = kNineDigits;
    members.push_back(std::move(f));
  }
  return record_of(std::move(members));
}

// Operands: amount, from, to, [moves], [step].
Fact Interpretation::instalments(const Expr& x) {
  Fact amount = any(Type::of_kind(Kind::Money));
  for (std::size_t i = 0; i < x.args.size(); ++i) {
    if (x.args[i] == kNoExpr) continue;
    Fact operand = of(x.args[i]);
    if (i == 0) amount = std::move(operand);
  }
  std::vector<Fact> members;
  for (const MemberType& m : p_.types.record(p_.types.element(x.type)).members)
    members.push_back(m.type.is(Kind::Money) ? amount : any(m.type));
  return list_of(record_of(std::move(members)), {{0, kHighest}});
}

}  // namespace m2::dsl

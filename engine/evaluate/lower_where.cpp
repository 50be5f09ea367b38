// The condition of a list as tests of its items' members: most of them compare a few members with
// constants, and are asked of every row of every ledger.

#include "engine/evaluate/lowering.h"

namespace m2 {

using dsl::Op;

namespace {

// Where the test stands; empty when there are more of them than an index can say.
std::optional<std::int16_t> keep(const WireTest& test, std::vector<WireTest>& tests) {
  if (tests.size() > INT16_MAX) return std::nullopt;
  tests.push_back(test);
  return static_cast<std::int16_t>(tests.size() - 1);
}

}  // namespace

std::optional<std::uint16_t> Lowering::member_of_item(dsl::ExprId id, std::uint32_t binder) const {
  const dsl::Expr& x = e(id);
  const bool of_item =
      x.op == Op::Member && e(x.args[0]).op == Op::Local && e(x.args[0]).index == binder;
  return of_item ? std::optional(static_cast<std::uint16_t>(x.index)) : std::nullopt;
}

// The first test of a condition that leads to `when_true` or `when_false`; empty when it asks more
// than tests can say. Built from its end: what comes next is known.
std::optional<std::int16_t> Lowering::test(dsl::ExprId id, std::uint32_t binder,
                                           std::int16_t when_true, std::int16_t when_false,
                                           std::vector<WireTest>& tests) const {
  const dsl::Expr& x = e(id);
  if (x.op == Op::Not) return test(x.args[0], binder, when_false, when_true, tests);
  if (x.op == Op::And || x.op == Op::Or) {
    std::int16_t next = x.op == Op::And ? when_true : when_false;
    for (auto part = x.args.rbegin(); part != x.args.rend(); ++part) {
      const auto first = x.op == Op::And ? test(*part, binder, next, when_false, tests)
                                         : test(*part, binder, when_true, next, tests);
      if (!first) return std::nullopt;
      next = *first;
    }
    return next;
  }
  WireTest made;
  made.when_true = when_true;
  made.when_false = when_false;
  std::optional<std::uint16_t> member;
  if (x.op == Op::IsMissing || x.op == Op::IsPresent) {
    if (x.op == Op::IsPresent) std::swap(made.when_true, made.when_false);
    made.ask = WireTest::Ask::IsMissing;
    member = member_of_item(x.args[0], binder);
  } else if (x.op != Op::Member) {
    return comparison_test(id, made, binder, tests);
  } else if (x.type.is(dsl::Kind::Bool) && !x.type.optional) {
    member = member_of_item(id, binder);
  }
  if (!member) return std::nullopt;
  made.member = *member;
  return keep(made, tests);
}

std::optional<std::int16_t> Lowering::comparison_test(dsl::ExprId id, WireTest made,
                                                      std::uint32_t binder,
                                                      std::vector<WireTest>& tests) const {
  using Ask = WireTest::Ask;
  const dsl::Expr& x = e(id);
  if (x.args.size() != 2) return std::nullopt;
  const auto left = member_of_item(x.args[0], binder);
  const auto right = member_of_item(x.args[1], binder);
  if (left.has_value() == right.has_value()) return std::nullopt;
  made.member = left ? *left : *right;
  const dsl::Expr& constant = e(left ? x.args[1] : x.args[0]);
  const auto push = [&](const dsl::Expr& value) {
    const bool textual = value.type.is(dsl::Kind::Text) || value.type.is(dsl::Kind::Code);
    made.constant = textual ? Slot::of_text(value.text) : Slot::of_number(value.number);
    if (made.ask == Ask::IsText && !textual) made.ask = Ask::IsNumber;
    return keep(made, tests);
  };
  switch (x.op) {
    case Op::NotEqual:
      std::swap(made.when_true, made.when_false);
      [[fallthrough]];
    case Op::Equal:
      made.ask = Ask::IsText;
      break;
    case Op::Less:
      made.ask = left ? Ask::Below : Ask::Above;
      break;
    case Op::LessEqual:
      made.ask = left ? Ask::AtMost : Ask::AtLeast;
      break;
    case Op::OneOf: {
      if (!left || constant.op != Op::MakeList) return std::nullopt;
      made.ask = Ask::IsText;
      for (auto item = constant.args.rbegin(); item != constant.args.rend(); ++item) {
        const auto test = e(*item).op == Op::Constant ? push(e(*item)) : std::nullopt;
        if (!test) return std::nullopt;
        made.when_false = *test;
        made.ask = Ask::IsText;
      }
      return constant.args.empty() ? std::nullopt : std::optional(made.when_false);
    }
    default:
      return std::nullopt;
  }
  if (constant.op != Op::Constant) return std::nullopt;
  return push(constant);
}

}  // namespace m2

// Arithmetic: sums, products, bounds, rounding, dates.

#include <fmt/format.h>

#include "dsl/checker.h"
#include "dsl/literal.h"

namespace m2::dsl {

ExprId Checker::chain(NodeRef n) {
  ExprId left = value(n[0]);
  for (std::size_t i = 1; i + 1 < n.size(); i += 2) {
    const ExprId right = value(n[i + 1]);
    Span span = n.span();
    span.end = n[i + 1].span().end;
    left = n.is(NodeKind::Sum) ? add(left, n[i], right, span) : multiply(left, n[i], right, span);
  }
  return left;
}

ExprId Checker::add(ExprId left, NodeRef op, ExprId right, Span span) {
  const Type a = type(left);
  const Type b = type(right);
  if (!a.known() || !b.known()) return failed(span);
  const bool minus = op.text() == "-";
  if (a.is(Kind::Date) && (b.is(Kind::Days) || b.is(Kind::Months))) {
    if (minus) right = make(Op::Negate, b, e(right).span, {right});
    return make(b.is(Kind::Days) ? Op::AddDays : Op::AddMonths, a, span, {left, right});
  }
  if (a.is(Kind::Date) && b.is(Kind::Date)) {
    found_.error("unit", span, "dates cannot be added or subtracted")
        .with_help(fmt::format("days from {} to {}", e(right).span.text(), e(left).span.text()));
    return failed(span);
  }
  merge(left, right);
  const Type t = type(left);
  const bool addable = is_ordered(t.kind) && !t.is(Kind::Date) && t.same_kind(type(right));
  if (!addable) {
    const bool units =
        is_ordered(a.kind) && is_ordered(b.kind) && !is_count(a.kind) && !is_count(b.kind);
    found_
        .error(
            units ? "unit" : "type", span,
            fmt::format("{} and {} cannot be {}", show(a), show(b), minus ? "subtracted" : "added"))
        .label(e(left).span, show(a))
        .label(e(right).span, show(b));
    return failed(span);
  }
  return make(minus ? Op::Subtract : Op::Add, t, span, {left, right});
}

ExprId Checker::multiply(ExprId left, NodeRef op, ExprId right, Span span) {
  if (!type(left).known() || !type(right).known()) return failed(span);
  const bool divide = op.text() == "/";
  if (!divide && is_count(type(left).kind) && !is_count(type(right).kind)) std::swap(left, right);
  const Type a = type(left);
  const Type b = type(right);
  Type money = Type::of_kind(Kind::Money);
  money.unsettled = true;
  const bool decimal = b.is(Kind::Number) || b.is(Kind::Percent);
  if (a.is(Kind::Money) && !divide && b.is(Kind::Int))
    return make(Op::Multiply, a, span, {left, right});
  if (a.is(Kind::Money) && !divide && decimal)
    return make(Op::Scale, money, span, {convert(left, money), right});
  if (a.is(Kind::Money) && divide && b.is(Kind::Int))
    return make(Op::Divide, money, span, {convert(left, money), right});
  if (a.is(Kind::Money) && divide && b.is(Kind::Money) && !a.unsettled && !b.unsettled) {
    return make(Op::Divide, Type::of_kind(Kind::Number), span, {left, right});
  }
  if (a.is(Kind::Days) && !divide && b.is(Kind::Int))
    return make(Op::Multiply, a, span, {left, right});
  if (!divide && a.is(Kind::Int) && b.is(Kind::Int))
    return make(Op::Multiply, a, span, {left, right});
  const bool numbers =
      (is_count(a.kind) || a.is(Kind::Percent)) && (is_count(b.kind) || b.is(Kind::Percent));
  if (numbers) {
    const Type number = Type::of_kind(Kind::Number);
    return make(divide ? Op::Divide : Op::Multiply, number, span,
                {convert(left, number), convert(right, number)});
  }
  found_
      .error(
          "unit", span,
          fmt::format("{} cannot be {} by {}", show(a), divide ? "divided" : "multiplied", show(b)))
      .label(e(left).span, show(a))
      .label(e(right).span, show(b));
  return failed(span);
}

ExprId Checker::adjusted(NodeRef n, Type expected) {
  ExprId id = value(n[0], expected);
  for (std::size_t i = 1; i < n.size() && type(id).known(); ++i) {
    Span span = n.span();
    span.end = n[i].span().end;
    id = adjust(id, n[i], span);
  }
  return id;
}

ExprId Checker::adjust(ExprId operand, NodeRef a, Span span) {
  const Type t = type(operand);
  switch (a.kind()) {
    case NodeKind::InWholeDollars:
    case NodeKind::RoundedToCents:
    case NodeKind::RoundedDownToCents: {
      if (!t.is(Kind::Money)) return wrong_type(operand, "money");
      const bool dollars = a.is(NodeKind::InWholeDollars);
      if (!dollars && !t.unsettled) return operand;
      const Op op = dollars                          ? Op::CutToDollars
                    : a.is(NodeKind::RoundedToCents) ? Op::RoundToCents
                                                     : Op::CutToCents;
      return make(op, Type::of_kind(Kind::Money), span, {operand});
    }
    case NodeKind::NoLessThan:
    case NodeKind::NoMoreThan: {
      ExprId bound = value(a[0], t.bare());
      if (!type(bound).known()) return bound;
      ExprId left = operand;
      merge(left, bound);
      if (!type(left).same_kind(type(bound)) || !is_ordered(type(left).kind)) {
        found_
            .error("type", a.span(), fmt::format("{} cannot bound {}", show(type(bound)), show(t)))
            .label(e(operand).span, show(t));
        return failed(span);
      }
      return make(a.is(NodeKind::NoLessThan) ? Op::NoLess : Op::NoMore, type(left), span,
                  {left, bound});
    }
    case NodeKind::InCapitals:
      if (!is_textual(t.kind)) return wrong_type(operand, "text");
      return make(Op::Capitals, t, span, {operand});
    case NodeKind::AsDigits: {
      if (!t.is(Kind::Int)) return wrong_type(operand, "a whole number");
      const auto width = read_literal(a[0].text(), Type::of_kind(Kind::Int), p_.types);
      if (!width || width->number < 1 || width->number > 18) {
        found_.error("type", a[0].span(), "a number is written with 1 to 18 digits");
        return failed(span);
      }
      return make(Op::AsDigits, Type::of_kind(Kind::Text), span, {operand},
                  static_cast<std::uint32_t>(width->number));
    }
    case NodeKind::IntoNext:
      if (e(operand).op != Op::AddMonths) {
        found_.error("type", a.span(), "`into next` belongs behind a date plus months")
            .with_help("due + 1 month into next");
        return failed(span);
      }
      e(operand).op = Op::AddMonthsIntoNext;
      return operand;
    default:
      return failed(span);
  }
}

ExprId Checker::dates(NodeRef n) {
  const Type date = Type::of_kind(Kind::Date);
  const auto day = [&](NodeRef node) {
    const ExprId id = value(node, date);
    return type(id).known() && !type(id).is(Kind::Date) ? wrong_type(id, "a date") : id;
  };
  switch (n.kind()) {
    case NodeKind::DaysFrom: {
      const ExprId from = day(n[0]);
      return make(Op::DaysBetween, Type::of_kind(Kind::Days), n.span(), {from, day(n[1])});
    }
    case NodeKind::MonthsFrom: {
      const ExprId from = day(n[0]);
      return make(Op::MonthsBetween, Type::of_kind(Kind::Months), n.span(), {from, day(n[1])});
    }
    case NodeKind::StartOfMonth:
      return make(Op::StartOfMonth, date, n.span(), {day(n[0])});
    case NodeKind::EndOfMonth:
      return make(Op::EndOfMonth, date, n.span(), {day(n[0])});
    default: {
      const auto count = read_literal(n[0].text(), Type::of_kind(Kind::Months), p_.types);
      if (!count || count->number < 1 || count->number > 1200) {
        found_.error("type", n[0].span(), "a number of months from 1 to 1,200 is needed here")
            .with_help("the 24 months before as_of");
        return failed(n.span());
      }
      return make(Op::MonthsBefore, p_.types.list_of(date), n.span(), {day(n[1])},
                  static_cast<std::uint32_t>(count->number));
    }
  }
}

}  // namespace m2::dsl

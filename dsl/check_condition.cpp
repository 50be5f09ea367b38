// Conditions: and, or, comparison, `is`; and what is known to be there when they are true.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "dsl/checker.h"

namespace m2::dsl {
namespace {

std::vector<std::string> united(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
std::vector<std::string> shared(const std::vector<std::string>& a,
                                const std::vector<std::string>& b) {
  std::vector<std::string> out;
  const std::set<std::string_view> of_b(b.begin(), b.end());
  std::copy_if(a.begin(), a.end(), std::back_inserter(out),
               [&](const std::string& path) { return of_b.contains(path); });
  return out;
}

}  // namespace

ExprId Checker::condition(NodeRef n) {
  const ExprId id = value(n, Type::of_kind(Kind::Bool));
  if (type(id).known() && !type(id).is(Kind::Bool) && !type(id).is(Kind::Never))
    return wrong_type(id, "a condition (true or false)");
  return id;
}

ExprId Checker::logic(NodeRef n) {
  if (n.is(NodeKind::Not))
    return make(Op::Not, Type::of_kind(Kind::Bool), n.span(), {condition(n[0])});
  const bool is_and = n.is(NodeKind::And);
  const Within within(*this);
  ExprId left = condition(n[0]);
  for (std::size_t i = 1; i < n.size(); ++i) {
    // What stands on the right is only asked when the left did not decide.
    const Narrowing known = narrowing(n[i - 1]);
    narrow(is_and ? known.when_true : known.when_false);
    const ExprId right = condition(n[i]);
    Span span = n.span();
    span.end = n[i].span().end;
    left = make(is_and ? Op::And : Op::Or, Type::of_kind(Kind::Bool), span, {left, right});
  }
  return left;
}

Checker::Narrowing Checker::narrowing(NodeRef n) const {
  switch (n.kind()) {
    case NodeKind::Is: {
      if (!n[0].is(NodeKind::Path)) return {};
      const bool negated = n.has(NodeKind::Negation);
      const std::vector<std::string> known = {canonical(n[0], n[0].size())};
      if (n.has(NodeKind::IsPresent)) return negated ? Narrowing{{}, known} : Narrowing{known, {}};
      if (n.has(NodeKind::IsMissing)) return negated ? Narrowing{known, {}} : Narrowing{{}, known};
      return {};
    }
    case NodeKind::And:
    case NodeKind::Or: {
      // All of them are so, or one of them is and nobody knows which.
      const bool is_and = n.is(NodeKind::And);
      Narrowing out = narrowing(n[0]);
      for (std::size_t i = 1; i < n.size(); ++i) {
        const Narrowing part = narrowing(n[i]);
        auto& all = is_and ? out.when_true : out.when_false;
        auto& one = is_and ? out.when_false : out.when_true;
        all = united(std::move(all), is_and ? part.when_true : part.when_false);
        one = shared(one, is_and ? part.when_false : part.when_true);
      }
      return out;
    }
    case NodeKind::Not: {
      Narrowing inner = narrowing(n[0]);
      return {inner.when_false, inner.when_true};
    }
    default:
      return {};
  }
}

bool Checker::comparable(ExprId& left, ExprId& right, Span span, bool ordered) {
  merge(left, right);
  const Type a = type(left);
  const Type b = type(right);
  if (!a.known() || !b.known()) return false;
  if (a.unsettled || b.unsettled) {
    const ExprId which = a.unsettled ? left : right;
    found_.error("unsettled-money", e(which).span, "parts of a cent cannot be compared")
        .with_help(fmt::format("({}) rounded to cents", e(which).span.text()));
    return false;
  }
  const bool both_text = is_textual(a.kind) && is_textual(b.kind);
  if (!a.same_kind(b) && !both_text) {
    const bool units =
        is_ordered(a.kind) && is_ordered(b.kind) && !is_count(a.kind) && !is_count(b.kind);
    auto& d = found_.error(units ? "unit" : "type", span,
                           fmt::format("{} cannot be compared with {}", show(a), show(b)));
    d.label(e(left).span, show(a)).label(e(right).span, show(b));
    const ExprId bare = a.is(Kind::Int) ? left : right;
    const Kind wanted = a.is(Kind::Int) ? b.kind : a.kind;
    if (e(bare).op == Op::Constant && type(bare).is(Kind::Int)) {
      const std::string_view number = e(bare).span.text();
      const bool one = number == "1";
      if (wanted == Kind::Days) d.with_help(fmt::format("{} {}", number, one ? "day" : "days"));
      if (wanted == Kind::Months)
        d.with_help(fmt::format("{} {}", number, one ? "month" : "months"));
      if (wanted == Kind::Money) d.with_help(fmt::format("${}", number));
    }
    return false;
  }
  if (ordered ? !is_ordered(a.kind) : a.is(Kind::Record) || a.is(Kind::List)) {
    found_.error("type", span,
                 fmt::format("{} has no {}", show(a), ordered ? "order" : "equality"));
    return false;
  }
  return true;
}

ExprId Checker::compare(NodeRef n) {
  ExprId left = value(n[0]);
  ExprId right = value(n[2], type(left).bare());
  const Type result = Type::of_kind(Kind::Bool);
  if (!comparable(left, right, n.span(), true)) return make(Op::Failed, result, n.span());
  const std::string_view op = n[1].text();
  const bool swap = op == ">" || op == ">=";
  const bool strict = op == "<" || op == ">";
  return make(strict ? Op::Less : Op::LessEqual, result, n.span(),
              swap ? std::vector{right, left} : std::vector{left, right});
}

ExprId Checker::is(NodeRef n) {
  const bool negated = n.has(NodeKind::Negation);
  const NodeRef tail = n[n.size() - 1];
  const Type result = Type::of_kind(Kind::Bool);
  const auto maybe_not = [&](ExprId id) {
    return negated ? make(Op::Not, result, n.span(), {id}) : id;
  };
  if (tail.is(NodeKind::IsMissing) || tail.is(NodeKind::IsPresent)) {
    const ExprId operand = check(n[0]);
    return maybe_not(make(tail.is(NodeKind::IsMissing) ? Op::IsMissing : Op::IsPresent, result,
                          n.span(), {operand}));
  }
  if (tail.is(NodeKind::IsValue) && tail[0].is(NodeKind::Blank)) {
    if (rule_scope_) return blank_in_rule(n);
    return maybe_not(make(Op::IsBlank, result, n.span(), {present(check(n[0]))}));
  }
  if (tail.is(NodeKind::IsEmpty)) {
    const ExprId operand = value(n[0]);
    const Type t = type(operand);
    if (t.known() && !t.is(Kind::List) && !t.is(Kind::Text))
      return wrong_type(operand, "a list or text");
    return maybe_not(make(Op::IsEmpty, result, n.span(), {operand}));
  }
  const bool may_be_blank = tail.is(NodeKind::IsValue) || tail.is(NodeKind::IsOneOf);
  // An empty field of a record equals no value; nothing has to be said about it.
  const auto equal_side = [&](NodeRef node, Type expected) {
    const ExprId id = check(node, expected);
    const bool is_read = e(id).op == Op::RecordField || (rule_scope_ && e(id).op == Op::Member);
    return is_read ? id : present(id);
  };
  ExprId left = may_be_blank ? equal_side(n[0], Type{}) : value(n[0]);
  if (tail.is(NodeKind::IsOneOf)) return maybe_not(is_one_of(n, tail, left));
  ExprId right = rule_scope_ && may_be_blank ? equal_side(tail[0], type(left).bare())
                                             : value(tail[0], type(left).bare());
  if (tail.is(NodeKind::IsBetween)) {
    ExprId high = value(tail[1], type(left).bare());
    merge(right, high);
    const bool fits =
        comparable(left, right, n.span(), true) && comparable(left, high, n.span(), true);
    if (!fits) return make(Op::Failed, result, n.span());
    return maybe_not(make(Op::Between, result, n.span(), {left, right, high}));
  }
  if (!comparable(left, right, n.span(), false)) return make(Op::Failed, result, n.span());
  return make(negated ? Op::NotEqual : Op::Equal, result, n.span(), {left, right});
}

ExprId Checker::is_one_of(NodeRef n, NodeRef tail, ExprId left) {
  const Type result = Type::of_kind(Kind::Bool);
  const ExprId list = check(tail[0], p_.types.list_of(type(left).bare()));
  if (!type(list).known() || !type(left).known()) return make(Op::Failed, result, n.span());
  if (!type(list).is(Kind::List)) return wrong_type(list, "a list");
  if (type(left).unsettled) {
    found_.error("unsettled-money", e(left).span, "parts of a cent cannot be compared")
        .with_help(fmt::format("({}) rounded to cents", e(left).span.text()));
    return make(Op::Failed, result, n.span());
  }
  const Type element = p_.types.element(type(list));
  const bool fits =
      element.same_kind(type(left)) || (is_textual(element.kind) && is_textual(type(left).kind));
  if (!fits && element.known() && !element.is(Kind::Nothing)) {
    found_
        .error("type", n.span(),
               fmt::format("{} cannot be one of a {}", show(type(left)), show(type(list))))
        .label(e(left).span, show(type(left)));
    return make(Op::Failed, result, n.span());
  }
  return make(Op::OneOf, result, n.span(), {left, list});
}

}  // namespace m2::dsl

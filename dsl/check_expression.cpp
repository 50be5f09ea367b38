// Expressions of every kind, one by one: their limits, what is expected of them, choices.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/checker.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

// a + b + c … becomes an expression inside of an expression for every operator: its length counts
// as depth.
std::size_t parts_of_chain(NodeRef n) {
  const bool is_chain = n.is(NodeKind::Sum) || n.is(NodeKind::Product) || n.is(NodeKind::And) ||
                        n.is(NodeKind::Or) || n.is(NodeKind::Otherwise) ||
                        n.is(NodeKind::Adjusted) || n.is(NodeKind::Text);
  return is_chain ? n.size() : 0;
}

constexpr std::size_t kMostOfOneChain = 1000;

}  // namespace

ExprId Checker::check(NodeRef n, Type expected) {
  const std::size_t parts = parts_of_chain(n);
  if (depth_ >= kDeepest || parts > kMostOfOneChain || parts_ + parts > kMostParts)
    return too_deep(n.span());
  if (p_.exprs.size() >= kMostExpressions) return too_large(n.span());
  ++depth_;
  parts_ += parts;
  const ExprId id = check_kind(n, expected);
  parts_ -= parts;
  --depth_;
  return id;
}

// Told once: whatever needs it is unknown, and says no more.
ExprId Checker::too_deep(Span span) {
  if (!is_too_deep_) {
    found_.error("too-deep", span, "what is said here leads through too many names or operators")
        .with_help("say it with fewer steps, in several `let`s");
  }
  is_too_deep_ = true;
  return failed(span);
}

ExprId Checker::too_large(Span span) {
  if (too_large_ == kNoExpr) {
    found_.error("too-large", span,
                 fmt::format("this preset has more than {} values and operators up to here",
                             kMostExpressions));
    too_large_ = failed(span);
  }
  return too_large_;
}

ExprId Checker::check_kind(NodeRef n, Type expected) {
  switch (n.kind()) {
    case NodeKind::Text:
    case NodeKind::Number:
    case NodeKind::Money:
    case NodeKind::Percent:
    case NodeKind::Date:
    case NodeKind::Duration:
    case NodeKind::True:
    case NodeKind::False:
    case NodeKind::Missing:
    case NodeKind::Blank:
      return literal(n, expected);
    case NodeKind::Path:
      return path(n);
    case NodeKind::List:
      return list_literal(n, expected);
    case NodeKind::If:
      return if_else(n, expected);
    case NodeKind::Otherwise:
      return otherwise(n, expected);
    case NodeKind::Or:
    case NodeKind::And:
    case NodeKind::Not:
      return logic(n);
    case NodeKind::Compare:
      return compare(n);
    case NodeKind::Is:
      return is(n);
    case NodeKind::Sum:
    case NodeKind::Product:
      return chain(n);
    case NodeKind::Negative: {
      const ExprId operand = value(n[0], expected);
      if (!type(operand).known()) return operand;
      if (!is_ordered(type(operand).kind) || type(operand).is(Kind::Date))
        return wrong_type(operand, "a number");
      return make(Op::Negate, type(operand), n.span(), {operand});
    }
    case NodeKind::Adjusted:
      return adjusted(n, expected);
    case NodeKind::Hold:
      return hold(n);
    case NodeKind::Allocate:
      return allocate(n);
    case NodeKind::Instalments:
      return instalments(n);
    case NodeKind::DaysFrom:
    case NodeKind::MonthsFrom:
    case NodeKind::StartOfMonth:
    case NodeKind::EndOfMonth:
    case NodeKind::MonthsBefore:
      return dates(n);
    case NodeKind::Aggregate:
      return aggregate(n);
    case NodeKind::Quantified:
      return quantified(n);
    case NodeKind::Groups:
      return groups(n);
    default:
      return failed(n.span());
  }
}

ExprId Checker::value(NodeRef n, Type expected) {
  const ExprId id = present(check(n, expected));
  const Type t = type(id);
  if (!t.blank && !t.is(Kind::Blank)) return id;
  found_
      .error("type", e(id).span,
             fmt::format("`{}` {} blank, and a value is needed here", e(id).span.text(),
                         t.is(Kind::Blank) ? "is" : "may be"))
      .mark(fmt::format("this is `{}`", show(t)))
      .note("blank leaves a field empty; there is nothing in it to calculate with");
  return failed(e(id).span);
}

ExprId Checker::present(ExprId id) {
  const Type t = type(id);
  if (!t.known() || (!t.optional && !t.is(Kind::Nothing))) return id;
  const std::string text(e(id).span.text());
  auto& d = found_.error("missing-not-handled", e(id).span,
                         fmt::format("`{}` may be missing, and a value is needed here", text));
  d.mark(fmt::format("this is `{}`", show(t)));
  d.with_help(rule_scope_ ? fmt::format("{} is present and …", text)
                          : fmt::format("say what happens then, for example\n{} otherwise …\n{} "
                                        "otherwise hold \"…\"",
                                        text, text));
  label_missing(d, id);
  return failed(e(id).span);
}

// Where the author can see that a value may be missing: the question mark of the shape, or the let
// that did not decide.
void Checker::label_missing(Diagnostic& d, ExprId id) {
  const Expr& x = e(id);
  if (x.op == Op::LetValue) {
    d.label(p_.lets[x.index].span, "may be missing, and does not say what then");
  } else if (x.op == Op::Member) {
    const MemberType& member = p_.types.record(type(x.args[0])).members[x.index];
    if (type(x.args[0]).optional) return label_missing(d, x.args[0]);
    if (member.type.optional && !member.span.empty())
      d.label(member.span, "the question mark says it can be absent");
  } else if (x.op == Op::LargestOf || x.op == Op::SmallestOf || x.op == Op::FirstOf ||
             x.op == Op::LastOf) {
    d.note("of an empty list there is none");
  }
}

// The codes beside the one that is not there: those that begin alike.
void Checker::suggest_codes(Diagnostic& d, std::string_view code, const CodeTable& table) const {
  std::vector<std::pair<int, const Code*>> close;
  for (const Code& c : table.codes) {
    if (c.code.empty() || c.code.size() != code.size() || c.code.front() != code.front()) continue;
    close.emplace_back(std::abs(c.code.back() - code.back()), &c);
  }
  std::stable_sort(close.begin(), close.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string known;
  for (std::size_t i = 0; i < close.size() && i < 2; ++i)
    known += fmt::format("{}{} \"{}\"", i == 0 ? "" : ", ", close[i].second->code,
                         close[i].second->meaning);
  if (!known.empty()) d.note("close: " + known);
  d.with_help(fmt::format("`metro2 codes {}` lists all of them", table.name));
}

std::string Checker::described(Type t) const {
  const bool has_article = t.is(Kind::Bool) || t.is(Kind::Number) || t.is(Kind::Date) ||
                           t.is(Kind::List) || t.is(Kind::Code);
  return (has_article ? "a " : t.is(Kind::Int) ? "an " : "") + show(t);
}

ExprId Checker::wrong_type(ExprId id, std::string_view wanted) {
  if (type(id).known()) {
    found_
        .error("type", e(id).span,
               fmt::format("{} is needed here, but this is {}", wanted, described(type(id))))
        .mark(show(type(id)));
  }
  return failed(e(id).span);
}

ExprId Checker::convert(ExprId id, Type to) {
  const Type from = type(id);
  if (from.is(Kind::Money) && to.is(Kind::Money) && to.unsettled && !from.unsettled) {
    Type t = from;
    t.unsettled = true;
    return make(Op::Unsettle, t, e(id).span, {id});
  }
  if (to.is(Kind::Number) && (from.is(Kind::Int) || from.is(Kind::Percent))) {
    Type t = from;
    t.kind = Kind::Number;
    return make(Op::ToNumber, t, e(id).span, {id});
  }
  return id;
}

std::optional<Type> Checker::merge(ExprId& a, ExprId& b) {
  const auto is_decimal = [&](ExprId x) {
    return type(x).is(Kind::Number) || type(x).is(Kind::Percent);
  };
  if (is_decimal(a) && (type(b).is(Kind::Int) || is_decimal(b))) {
    a = convert(a, Type::of_kind(Kind::Number));
    b = convert(b, Type::of_kind(Kind::Number));
  } else if (type(a).is(Kind::Int) && is_decimal(b)) {
    a = convert(a, Type::of_kind(Kind::Number));
    b = convert(b, Type::of_kind(Kind::Number));
  }
  const std::optional<Type> joined = join(type(a), type(b));
  if (joined && joined->unsettled) {
    a = convert(a, *joined);
    b = convert(b, *joined);
  }
  return joined;
}

ExprId Checker::if_else(NodeRef n, Type expected) {
  const ExprId when = condition(n[0]);
  const Narrowing known = narrowing(n[0]);
  const auto branch = [&](NodeRef node, const std::vector<std::string>& present_paths) {
    const Within within(*this);
    narrow(present_paths);
    return check(node, expected);
  };
  ExprId then = branch(n[1], known.when_true);
  ExprId other = branch(n[2], known.when_false);
  const std::optional<Type> joined = merge(then, other);
  if (!joined) {
    found_
        .error(
            "type", n[2].span(),
            fmt::format("`then` gives {} and `else` gives {}", show(type(then)), show(type(other))))
        .mark(show(type(other)))
        .label(n[1].span(), show(type(then)))
        .with_help("both sides of an `if` give the same type");
    return failed(n.span());
  }
  return make(Op::If, *joined, n.span(), {when, then, other});
}

ExprId Checker::otherwise(NodeRef n, Type expected) {
  ExprId left = check(n[0], expected);
  for (std::size_t i = 1; i < n.size(); ++i) {
    const Type t = type(left);
    if (t.known() && !t.optional && !t.is(Kind::Nothing)) {
      found_
          .warning("pointless-otherwise", n[i].span(),
                   fmt::format("`{}` is always there, so `otherwise` never happens",
                               e(left).span.text()))
          .label(e(left).span, fmt::format("this is `{}`", show(t)))
          .with_help(std::string(e(left).span.text()));
    }
    const Type hint = expected.known() || !t.known() ? expected : t.bare();
    ExprId right = check(n[i], hint);
    const ExprId there = left;
    ExprId value_if_there = there;
    const std::optional<Type> joined = merge(value_if_there, right);
    if (!joined) {
      found_
          .error("type", n[i].span(),
                 fmt::format("`otherwise` gives {}, but {} is needed in place of `{}`",
                             show(type(right)), show(t.bare()), e(left).span.text()))
          .mark(show(type(right)))
          .label(e(left).span, show(t));
      return failed(n.span());
    }
    Span span = n.span();
    span.end = n[i].span().end;
    left = make(Op::Otherwise,
                joined->with_optional(type(right).optional || type(right).is(Kind::Nothing)), span,
                {value_if_there, right});
  }
  return left;
}

}  // namespace m2::dsl

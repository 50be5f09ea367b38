// Literals, choices, comparison and arithmetic.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "dsl/checker.h"
#include "dsl/literal.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

bool is_textual(Kind kind) {
  return kind == Kind::Text || kind == Kind::Code;
}
bool is_count(Kind kind) {
  return kind == Kind::Int || kind == Kind::Number;
}

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

ExprId Checker::condition(NodeRef n) {
  const ExprId id = value(n, Type::of_kind(Kind::Bool));
  if (type(id).known() && !type(id).is(Kind::Bool) && !type(id).is(Kind::Never))
    return wrong_type(id, "a condition (true or false)");
  return id;
}

ExprId Checker::constant(Kind kind, std::int64_t number, Span span) {
  const ExprId id = make(Op::Constant, Type::of_kind(kind), span);
  e(id).number = number;
  return id;
}

ExprId Checker::literal(NodeRef n, Type expected) {
  const auto read = [&](Kind kind) {
    const auto found = read_literal(n.text(), Type::of_kind(kind), p_.types);
    if (found) return constant(kind, found->number, n.span());
    found_.error("type", n.span(),
                 fmt::format("`{}` cannot be read as {}", n.text(), show(Type::of_kind(kind))));
    return failed(n.span());
  };
  switch (n.kind()) {
    case NodeKind::Text:
      return n.size() > 0 ? text_template(n) : text_literal(n, expected);
    case NodeKind::Number:
      return read(n.text().find('.') == std::string_view::npos && !expected.is(Kind::Number)
                      ? Kind::Int
                      : Kind::Number);
    case NodeKind::Money:
      return read(Kind::Money);
    case NodeKind::Percent:
      return read(Kind::Percent);
    case NodeKind::Date:
      return read(Kind::Date);
    case NodeKind::Duration:
      return read(n.text().find("day") != std::string_view::npos ? Kind::Days : Kind::Months);
    case NodeKind::True:
      return constant(Kind::Bool, 1, n.span());
    case NodeKind::False:
      return constant(Kind::Bool, 0, n.span());
    case NodeKind::Missing:
      return constant(Kind::Nothing, 0, n.span());
    default:
      return constant(Kind::Blank, 0, n.span());
  }
}

ExprId Checker::text_literal(NodeRef n, Type expected) {
  const std::string word = unquoted(n.text());
  if (expected.is(Kind::Choice)) {
    const ChoiceType& choice = p_.types.choice(expected);
    if (const auto index = choice.find(word)) {
      const ExprId id = constant(Kind::Choice, *index, n.span());
      e(id).type = expected.bare();
      return id;
    }
    auto& d =
        found_.error("unknown-code", n.span(),
                     fmt::format("\"{}\" is not one of {}", word,
                                 choice.name.empty() ? "the values here"
                                                     : "the values of `" + choice.name + "`"));
    if (!suggests()) return failed(n.span());
    if (const auto near = nearest(word, choice.values))
      d.mark(fmt::format("did you mean \"{}\"?", *near));
    std::string all;
    for (const std::string& v : choice.values)
      all += fmt::format("{}\"{}\"", all.empty() ? "" : ", ", v);
    d.note("there are: " + all).label(choice.span, "declared here");
    return failed(n.span());
  }
  if (expected.is(Kind::Code) && !word.empty()) {
    const CodeTable& table = code_tables()[expected.of];
    if (find_code(table, word) == nullptr) {
      auto& d = found_.error("unknown-code", n.span(),
                             fmt::format("\"{}\" is not in the code list `{}`", word, table.name));
      suggest_codes(d, word, table);
      return failed(n.span());
    }
  }
  const ExprId id = make(Op::Constant, Type::of_kind(Kind::Text), n.span());
  e(id).text = word;
  return id;
}

// "Late for {days_past_due}.": the text between the braces and what stands in them, in order.
ExprId Checker::text_template(NodeRef n) {
  const std::string_view whole = n.text();
  const Span span = n.span();
  std::vector<ExprId> parts;
  std::size_t at = 1;
  const auto add_text = [&](std::size_t end) {
    if (end <= at) return;
    const ExprId id = make(Op::Constant, Type::of_kind(Kind::Text), span);
    e(id).text = whole.substr(at, end - at);
    parts.push_back(id);
  };
  for (std::size_t i = 0; i < n.size(); ++i) {
    const Span hole = n[i].span();
    add_text(whole.rfind('{', hole.begin - span.begin));
    const ExprId part = rule_scope_ ? check(n[i]) : present(check(n[i]));
    if (type(part).is(Kind::Record) || type(part).is(Kind::List)) {
      parts.push_back(wrong_type(part, "a value that can be printed"));
    } else {
      parts.push_back(part);
    }
    at = whole.find('}', hole.end - span.begin) + 1;
  }
  add_text(whole.size() - 1);
  return make(Op::Template, Type::of_kind(Kind::Text), span, std::move(parts));
}

ExprId Checker::hold(NodeRef n) {
  if (rule_scope_) {
    found_.error("type", n.span(), "a rule finds; it does not hold an account")
        .with_help("say in the condition when the rule speaks");
    return failed(n.span());
  }
  const ExprId reason = literal(n[0], Type{});
  return make(Op::Hold, Type::of_kind(Kind::Never), n.span(), {reason});
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
    found_
        .error(units ? "unit" : "type", span,
               fmt::format("{} cannot be compared with {}", show(a), show(b)))
        .label(e(left).span, show(a))
        .label(e(right).span, show(b));
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
    return e(id).op == Op::RecordField ? id : present(id);
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

// Literals, texts with values in them, and hold.

#include <fmt/format.h>

#include "dsl/checker.h"
#include "dsl/literal.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {

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

}  // namespace m2::dsl

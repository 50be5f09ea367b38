// Texts put together for a field that may not be cut: too long, they hold the account.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "dsl/builtins.h"
#include "dsl/check_domain.h"
#include "dsl/facts.h"
#include "dsl/value_flow.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kLongestNumber = 20;  // an int or an amount with its signs
constexpr std::size_t kDate = 10;           // 2026-05-31

// Built-ins that take a part of a text, as many characters as their second argument says.
std::optional<std::size_t> cut_to(const CheckedPreset& p, const Expr& expr) {
  if (expr.op != Op::CallBuiltin || expr.args.size() < 2) return std::nullopt;
  const std::string_view name = builtins()[expr.index].name;
  const Expr& count = p.expr(expr.args[1]);
  if ((name != "left" && name != "right") || count.op != Op::Constant) return std::nullopt;
  return static_cast<std::size_t>(std::max<std::int64_t>(count.number, 0));
}

constexpr int kDeepestText = 50;
constexpr std::size_t kMostTextSteps = 10'000;  // a text may stand in a text ten times, and so on

// The most characters a value has as text; empty when nobody can say.
std::optional<std::size_t> longest(const CheckedPreset& p, FactFinder& facts, ExprId id,
                                   const Frame* frame, std::size_t& steps, int depth = 0) {
  if (id == kNoExpr || depth > kDeepestText || ++steps > kMostTextSteps) return std::nullopt;
  const Expr& expr = p.expr(id);
  if (const auto words = facts.words_of(id)) {
    std::size_t most = 0;
    for (const std::string& word : *words) most = std::max(most, count_code_points(word));
    return most;
  }
  const auto of = [&](ExprId arg) { return longest(p, facts, arg, frame, steps, depth + 1); };
  switch (expr.op) {
    case Op::Constant:
      if (expr.type.is(Kind::Text)) return count_code_points(expr.text);
      break;
    case Op::AsDigits:
      return expr.index;
    case Op::LetValue:
      return longest(p, facts, p.lets[expr.index].value, nullptr, steps, depth + 1);
    case Op::Local: {
      const Frame* caller = frame;
      const ExprId argument = ValueFlow::argument(expr.index, caller);
      if (argument != kNoExpr) return longest(p, facts, argument, caller, steps, depth + 1);
      break;
    }
    case Op::Call: {
      const Frame inside{&p.defines[expr.index].binders, &expr.args, frame};
      return longest(p, facts, p.defines[expr.index].body, &inside, steps, depth + 1);
    }
    case Op::CallBuiltin:
      return cut_to(p, expr);
    case Op::Template: {
      std::size_t sum = 0;
      for (ExprId part : expr.args) {
        const auto most = of(part);
        if (!most) return std::nullopt;
        sum += *most;
      }
      return sum;
    }
    default:
      break;
  }
  switch (expr.type.kind) {
    case Kind::Date:
      return kDate;
    case Kind::Text:
    case Kind::Unknown:
      return std::nullopt;
    default:
      return kLongestNumber;
  }
}

void check_field(const CheckedPreset& p, ValueFlow& flow, FactFinder& facts, const FieldRule& rule,
                 std::set<ExprId>& told, Diagnostics& found) {
  const Field& field = *rule.field;
  if (rule.value == kNoExpr || field.may_be_cut || field.kind != FieldKind::Text) return;
  flow.follow(rule.value, [&](ExprId id, const Frame* frame) {
    const Expr& expr = p.expr(id);
    if (const auto most = cut_to(p, expr); most && *most <= field.length) return Follow::Stop;
    if (expr.op != Op::Template && expr.op != Op::JoinOf) return Follow::On;
    std::size_t steps = 0;
    const auto most = expr.op == Op::Template ? longest(p, facts, id, frame, steps) : std::nullopt;
    if ((most && *most <= field.length) || !told.insert(id).second) return Follow::Stop;
    found
        .warning("may-be-cut", expr.span,
                 fmt::format("this text may be longer than `{}` holds", field.key))
        .mark(most ? fmt::format("up to {} characters", *most) : "of any length")
        .label(rule.span, fmt::format("holds {} characters", field.length))
        .note("the standard does not allow it to be cut: an account with a longer one is held")
        .with_help(fmt::format("left({}, {})", expr.span.text(), field.length));
    return Follow::Stop;
  });
}

}  // namespace

void check_lengths(const CheckedPreset& preset, Diagnostics& found) {
  ValueFlow flow(preset);
  FactFinder facts(preset);
  std::set<ExprId> told;
  for (const FieldRule& rule : preset.base.fields)
    check_field(preset, flow, facts, rule, told, found);
  for (const SegmentRule& segment : preset.segments) {
    for (const FieldRule& rule : segment.fields)
      check_field(preset, flow, facts, rule, told, found);
  }
}

}  // namespace m2::dsl

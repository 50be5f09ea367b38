// Field 17B, the payment rating: some statuses need one, all others forbid it. What the two fields
// can be together is found row by row and branch by branch.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "dsl/check_domain.h"
#include "dsl/facts.h"
#include "dsl/value_flow.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

// What was decided on the way to a value: conditions by their text, tables by the row taken.
using Decided = std::map<std::string, std::size_t>;
using Codes = std::vector<std::string>;

enum class Filled : std::uint8_t { Blank, Value, Either };

// One way in which a value can come about.
struct Outcome {
  Decided decided;
  Filled filled = Filled::Value;
  std::optional<Codes> codes;  // empty: unknown
  Span span;
};

class Outcomes {
 public:
  explicit Outcomes(const CheckedPreset& preset) : p_(preset), facts_(preset) {}

  /// All ways, as far as what is decided and known allows them. Empty where the account is always
  /// held; nothing is known when there are too many.
  std::vector<Outcome> of(ExprId id, const Frame* frame, const Decided& decided);
  /// From here on this expression is that code; nothing is known of one that is too long to
  /// compare.
  void know(ExprId id, std::string code) {
    forget();
    if (std::string name = key(id, nullptr); !name.empty())
      known_ = {std::move(name), std::move(code)};
  }
  void forget() { known_.reset(); }
  [[nodiscard]] bool has_given_up() const { return steps_ > kMostSteps; }

 private:
  static constexpr std::size_t kMostSteps = 20'000;
  static constexpr std::size_t kLongestKey = 400;
  static constexpr std::size_t kDeepest = 500;

  std::vector<Outcome> ways(ExprId id, const Frame* frame, const Decided& decided);

  std::vector<Outcome> of_if(const Expr& expr, const Frame* frame, const Decided& decided);
  std::vector<Outcome> of_member(ExprId record, std::uint32_t member, const Frame* frame,
                                 const Decided& decided, const Outcome& otherwise);
  std::vector<Outcome> of_table(ExprId call, std::uint32_t member, const Frame* frame,
                                const Decided& decided);
  std::optional<bool> decide(ExprId condition, const Frame* frame, const Decided& decided);
  std::optional<bool> compare(const Expr& expr, const Frame* frame, const Decided& decided);
  void assume(ExprId condition, bool value, const Frame* frame, Decided& decided);
  std::string key(ExprId id, const Frame* frame);

  const CheckedPreset& p_;
  FactFinder facts_;
  std::optional<std::pair<std::string, std::string>> known_;
  std::size_t steps_ = 0;
  std::size_t depth_ = 0;
};

// The same text for expressions that have the same value; empty for one that is too long to
// compare.
std::string Outcomes::key(ExprId id, const Frame* frame) {
  if (id == kNoExpr) return "-";
  const Expr& expr = p_.expr(id);
  if (expr.op == Op::LetValue) {
    const ExprId value = p_.lets[expr.index].value;
    const bool alias = value != kNoExpr && p_.expr(value).op == Op::LetValue;
    return alias && ++steps_ < kMostSteps ? key(value, nullptr) : fmt::format("let {}", expr.index);
  }
  if (expr.op == Op::Local) {
    const ExprId argument = ValueFlow::argument(expr.index, frame);
    return argument == kNoExpr ? fmt::format("item {}", expr.index) : key(argument, frame);
  }
  std::string out = fmt::format("{} {} {} \"{}\"(", static_cast<int>(expr.op), expr.index,
                                expr.number, expr.text);
  for (ExprId arg : expr.args) {
    const std::string part = key(arg, frame);
    if (part.empty() || out.size() > kLongestKey) return "";
    out += part + ",";
  }
  return out + ")";
}

// What was decided is copied into every way, so it counts as work, too.
std::vector<Outcome> Outcomes::of(ExprId id, const Frame* frame, const Decided& decided) {
  steps_ += depth_ >= kDeepest ? kMostSteps : decided.size() / 16;
  ++depth_;
  std::vector<Outcome> out = ways(id, frame, decided);
  --depth_;
  return out;
}

std::vector<Outcome> Outcomes::ways(ExprId id, const Frame* frame, const Decided& decided) {
  Outcome here;
  here.decided = decided;
  if (id == kNoExpr || ++steps_ > kMostSteps) return {here};
  const Expr& expr = p_.expr(id);
  here.span = expr.span;
  if (known_ && key(id, frame) == known_->first) {
    here.codes = {known_->second};
    return {here};
  }
  switch (expr.op) {
    case Op::Hold:
      return {};
    case Op::Constant:
      if (expr.type.is(Kind::Blank)) here.filled = Filled::Blank;
      if (expr.type.is(Kind::Nothing)) return {};
      if (expr.type.is(Kind::Code) || expr.type.is(Kind::Text)) here.codes = {expr.text};
      if (here.codes && expr.text.empty()) here.filled = Filled::Blank;
      return {here};
    case Op::LetValue:
      return of(p_.lets[expr.index].value, nullptr, decided);
    case Op::Local: {
      const Frame* caller = frame;
      const ExprId argument = ValueFlow::argument(expr.index, caller);
      return argument == kNoExpr ? std::vector<Outcome>{here} : of(argument, caller, decided);
    }
    case Op::Call: {
      const Frame inside{&p_.defines[expr.index].binders, &expr.args, frame};
      return of(p_.defines[expr.index].body, &inside, decided);
    }
    case Op::If:
      return of_if(expr, frame, decided);
    default:
      break;
  }
  here.codes = facts_.words_of(id);
  if (expr.type.blank || !expr.type.known()) here.filled = Filled::Either;
  if (expr.op == Op::Member) return of_member(expr.args[0], expr.index, frame, decided, here);
  if (expr.op != Op::Otherwise) return {here};
  // What stands in front may always be missing, for all that is known.
  std::vector<Outcome> out = of(expr.args[0], frame, decided);
  for (Outcome& other : of(expr.args[1], frame, decided)) out.push_back(std::move(other));
  const bool alike = std::all_of(
      out.begin(), out.end(), [&](const Outcome& one) { return one.filled == out.front().filled; });
  for (Outcome& one : out) one.filled = alike ? one.filled : Filled::Either;
  return out;
}

std::vector<Outcome> Outcomes::of_if(const Expr& expr, const Frame* frame, const Decided& decided) {
  const std::optional<bool> known = decide(expr.args[0], frame, decided);
  std::vector<Outcome> out;
  for (const bool value : {true, false}) {
    if (known && *known != value) continue;
    Decided then = decided;
    assume(expr.args[0], value, frame, then);
    for (Outcome& one : of(expr.args[value ? 1 : 2], frame, then)) out.push_back(std::move(one));
  }
  return out;
}

std::vector<Outcome> Outcomes::of_member(ExprId record, std::uint32_t member, const Frame* frame,
                                         const Decided& decided, const Outcome& otherwise) {
  const Expr& expr = p_.expr(record);
  ++steps_;
  switch (expr.op) {
    case Op::CallTable:
      return of_table(record, member, frame, decided);
    case Op::LetValue: {
      const ExprId value = p_.lets[expr.index].value;
      if (value == kNoExpr || has_given_up()) return {otherwise};
      return of_member(value, member, nullptr, decided, otherwise);
    }
    case Op::Call: {
      const Frame inside{&p_.defines[expr.index].binders, &expr.args, frame};
      const ExprId body = p_.defines[expr.index].body;
      if (body == kNoExpr || has_given_up()) return {otherwise};
      return of_member(body, member, &inside, decided, otherwise);
    }
    case Op::If: {
      const std::optional<bool> known = decide(expr.args[0], frame, decided);
      std::vector<Outcome> out;
      for (const bool value : {true, false}) {
        if (known && *known != value) continue;
        Outcome branch = otherwise;
        assume(expr.args[0], value, frame, branch.decided);
        const ExprId to = expr.args[value ? 1 : 2];
        for (Outcome& one : of_member(to, member, frame, Decided(branch.decided), branch))
          out.push_back(std::move(one));
      }
      return out;
    }
    case Op::Hold:
      return {};
    default:
      return {otherwise};
  }
}

// Row by row. A row also says what its inputs are, as far as they are true or false.
std::vector<Outcome> Outcomes::of_table(ExprId call, std::uint32_t member, const Frame* frame,
                                        const Decided& decided) {
  const Expr& expr = p_.expr(call);
  const Table& table = p_.tables[expr.index];
  const Frame inside{&table.binders, &expr.args, frame};
  const std::string name = key(call, frame);
  const auto taken = decided.find(name);
  std::vector<Outcome> out;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    if (taken != decided.end() && taken->second != r) continue;
    const TableRow& row = table.rows[r];
    if (member >= row.then.size()) continue;
    Decided here = decided;
    if (!name.empty()) here[name] = r;
    bool possible = true;
    for (std::size_t c = 0; c < row.when.size() && possible; ++c) {
      const CellSet& cell = row.when[c];
      const bool one = !cell.any && cell.intervals.size() == 1 &&
                       cell.intervals.front().first == cell.intervals.front().second;
      if (!one || c >= expr.args.size() || !p_.expr(expr.args[c]).type.is(Kind::Bool)) continue;
      const bool value = cell.intervals.front().first == 1;
      possible = decide(expr.args[c], frame, decided).value_or(value) == value;
      assume(expr.args[c], value, frame, here);
    }
    if (!possible) continue;
    for (Outcome& one : of(row.then[member], &inside, here)) out.push_back(std::move(one));
  }
  return out;
}

std::optional<bool> Outcomes::decide(ExprId condition, const Frame* frame, const Decided& decided) {
  if (condition == kNoExpr || ++steps_ > kMostSteps) return std::nullopt;
  const std::string name = key(condition, frame);
  if (const auto found = decided.find(name); !name.empty() && found != decided.end())
    return found->second == 1;
  const Expr& expr = p_.expr(condition);
  switch (expr.op) {
    case Op::Constant:
      return expr.number != 0;
    case Op::LetValue:
      return decide(p_.lets[expr.index].value, nullptr, decided);
    case Op::Local: {
      const Frame* caller = frame;
      const ExprId argument = ValueFlow::argument(expr.index, caller);
      return decide(argument, caller, decided);
    }
    case Op::Call: {
      const Frame inside{&p_.defines[expr.index].binders, &expr.args, frame};
      return decide(p_.defines[expr.index].body, &inside, decided);
    }
    case Op::Not: {
      const std::optional<bool> operand = decide(expr.args[0], frame, decided);
      return operand ? std::optional(!*operand) : std::nullopt;
    }
    case Op::And:
    case Op::Or: {
      const bool ends = expr.op == Op::Or;
      bool all_known = true;
      for (ExprId arg : expr.args) {
        const std::optional<bool> operand = decide(arg, frame, decided);
        if (operand == ends) return ends;
        all_known = all_known && operand.has_value();
      }
      return all_known ? std::optional(!ends) : std::nullopt;
    }
    case Op::Equal:
    case Op::NotEqual:
    case Op::OneOf:
      return compare(expr, frame, decided);
    default:
      return std::nullopt;
  }
}

// A code with one or several codes.
std::optional<bool> Outcomes::compare(const Expr& expr, const Frame* frame,
                                      const Decided& decided) {
  std::set<std::string> among;
  const Expr& right = p_.expr(expr.args[1]);
  const std::vector<ExprId> elements =
      right.op == Op::MakeList ? right.args : std::vector<ExprId>{expr.args[1]};
  for (ExprId element : elements) {
    const Expr& value = p_.expr(element);
    const bool textual = value.type.is(Kind::Text) || value.type.is(Kind::Code);
    if (value.op != Op::Constant || !textual) return std::nullopt;
    among.insert(value.text);
  }
  bool some = false;
  bool others = false;
  for (const Outcome& one : of(expr.args[0], frame, decided)) {
    if (!one.codes || one.filled != Filled::Value) return std::nullopt;
    for (const std::string& code : *one.codes) (among.count(code) > 0 ? some : others) = true;
  }
  if (some == others) return std::nullopt;
  return (expr.op == Op::NotEqual) != some;
}

void Outcomes::assume(ExprId condition, bool value, const Frame* frame, Decided& decided) {
  if (condition == kNoExpr || ++steps_ > kMostSteps) return;
  const std::string name = key(condition, frame);
  if (!name.empty()) decided[name] = value ? 1 : 0;
  const Expr& expr = p_.expr(condition);
  switch (expr.op) {
    case Op::LetValue:
      return assume(p_.lets[expr.index].value, value, nullptr, decided);
    case Op::Local: {
      const Frame* caller = frame;
      const ExprId argument = ValueFlow::argument(expr.index, caller);
      return assume(argument, value, caller, decided);
    }
    case Op::Call: {
      const Frame inside{&p_.defines[expr.index].binders, &expr.args, frame};
      return assume(p_.defines[expr.index].body, value, &inside, decided);
    }
    case Op::Not:
      return assume(expr.args[0], !value, frame, decided);
    case Op::And:
    case Op::Or:
      if (value != (expr.op == Op::And)) return;
      for (ExprId arg : expr.args) assume(arg, value, frame, decided);
      return;
    default:
      return;
  }
}

std::string statuses_with_rating() {
  Codes codes;
  for (const StatusFacts& status : account_statuses()) {
    if (status.rating == RatingRule::Required) codes.emplace_back(status.code);
  }
  return fmt::format("{}", fmt::join(codes, ", "));
}

}  // namespace

void check_rating(const CheckedPreset& preset, Diagnostics& found) {
  const FieldRule* status_rule = rule_of(preset, "account_status");
  const FieldRule* rating_rule = rule_of(preset, "payment_rating");
  if (status_rule == nullptr || rating_rule == nullptr || status_rule->value == kNoExpr) return;
  Outcomes outcomes(preset);
  const std::vector<Outcome> statuses = outcomes.of(status_rule->value, nullptr, {});
  using Place = std::pair<const SourceText*, std::uint32_t>;
  std::set<std::pair<Place, Place>> told;  // one message for a status and a rating
  for (const Outcome& status : statuses) {
    if (!status.codes || status.filled != Filled::Value) continue;
    for (const std::string& code : *status.codes) {
      const StatusFacts* facts = find_status(code);
      if (facts == nullptr) continue;
      outcomes.know(status_rule->value, code);
      std::vector<Outcome> ratings;
      if (rating_rule->value == kNoExpr) {
        ratings.push_back({status.decided, Filled::Blank, {}, rating_rule->span});
      } else {
        ratings = outcomes.of(rating_rule->value, nullptr, status.decided);
      }
      outcomes.forget();
      if (outcomes.has_given_up()) return;
      const bool needed = facts->rating == RatingRule::Required;
      const Filled wrong = needed ? Filled::Blank : Filled::Value;
      const bool surely =
          !ratings.empty() && std::all_of(ratings.begin(), ratings.end(),
                                          [&](const Outcome& o) { return o.filled == wrong; });
      if (!surely) continue;
      const Span at = ratings.front().span;
      if (!told.emplace(Place{status.span.source, status.span.begin}, Place{at.source, at.begin})
               .second)
        continue;
      auto& d = found.error(
          "rating-status", at,
          needed ? fmt::format("status \"{}\" needs a payment rating, and here it is blank", code)
                 : fmt::format("status \"{}\" allows no payment rating, and here is one", code));
      d.label(status.span, fmt::format("the status is {}", code))
          .note(fmt::format("statuses {} need the rating that the account had just before; all "
                            "others forbid one",
                            statuses_with_rating()))
          .with_help(needed ? "write how late it was: 0 to 6, G or L" : "blank");
    }
  }
}

}  // namespace m2::dsl

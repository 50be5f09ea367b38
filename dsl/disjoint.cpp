#include "dsl/disjoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "dsl/literal.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kMostCases = 256;  // more are not looked at: the answer is Unknown
constexpr std::string_view kIsPresent = " is present";
constexpr std::size_t kMostLetSteps = 10'000;  // lets stand for what they are, again and again
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// What a member may be: one of some texts, any text but some, or a number between two.
struct Domain {
  std::optional<std::set<std::string>> among;
  std::set<std::string> not_among;
  std::int64_t low = kLeast;
  std::int64_t high = kMost;
  Type type;

  void narrow(const Domain& other) {
    if (other.among) {
      std::set<std::string> both;
      for (const std::string& word : *other.among) {
        if (!among || among->count(word) > 0) both.insert(word);
      }
      among = std::move(both);
    }
    not_among.insert(other.not_among.begin(), other.not_among.end());
    low = std::max(low, other.low);
    high = std::min(high, other.high);
  }
  [[nodiscard]] bool is_empty() const {
    if (low > high) return true;
    return among && std::all_of(among->begin(), among->end(),
                                [&](const std::string& word) { return not_among.count(word) > 0; });
  }
};

/// One way for a condition to be true: members by their path, each with what it may be.
struct Case {
  std::map<std::string, Domain> members;
  bool is_exact = true;  // nothing in it is a question that only metro2 can answer

  /// False when no account can be both.
  [[nodiscard]] bool narrow(const Case& other) {
    is_exact = is_exact && other.is_exact;
    for (const auto& [path, domain] : other.members) {
      const auto [mine, fresh] = members.emplace(path, domain);
      if (!fresh) mine->second.narrow(domain);
      if (mine->second.is_empty()) return false;
    }
    return true;
  }
};
using Cases = std::vector<Case>;

bool is_counted(Type t) {
  switch (t.kind) {
    case Kind::Int:
    case Kind::Number:
    case Kind::Percent:
    case Kind::Date:
    case Kind::Days:
    case Kind::Months:
      return true;
    case Kind::Money:
      return !t.unsettled;
    default:
      return false;
  }
}

bool is_word(Type t) {
  return t.is(Kind::Text) || t.is(Kind::Code) || t.is(Kind::Choice);
}

/// Reads the condition of one preset.
class Reading {
 public:
  explicit Reading(const CheckedPreset& preset) : p_(preset) {}

  /// Every way for it to be true (or false); empty when there are too many.
  std::optional<Cases> read(ExprId id, bool wanted) {
    if (++steps_ > kMostLetSteps) return std::nullopt;
    const Expr& e = p_.expr(id);
    switch (e.op) {
      case Op::Constant:
        return (e.number != 0) == wanted ? Cases{Case{}} : Cases{};
      case Op::LetValue:
        return read(p_.lets[e.index].value, wanted);
      case Op::Not:
        return read(e.args[0], !wanted);
      case Op::And:
      case Op::Or:
        return joined(e, wanted);
      case Op::Equal:
        return compared(id, e.args[0], {e.args[1]}, wanted);
      case Op::NotEqual:
        return compared(id, e.args[0], {e.args[1]}, !wanted);
      case Op::OneOf:
        if (p_.expr(e.args[1]).op != Op::MakeList) return question(id, wanted);
        return compared(id, e.args[0], p_.expr(e.args[1]).args, wanted);
      case Op::Less:
      case Op::LessEqual:
      case Op::Between:
        return ordered(id, wanted);
      case Op::IsMissing:
      case Op::IsPresent:
        return presence(id, wanted == (e.op == Op::IsPresent));
      default:
        return question(id, wanted);
    }
  }

 private:
  std::optional<Cases> joined(const Expr& e, bool wanted) {
    const bool all = (e.op == Op::And) == wanted;
    Cases out;
    if (all) out.emplace_back();
    for (const ExprId arg : e.args) {
      const auto cases = read(arg, wanted);
      if (!cases) return std::nullopt;
      if (all) {
        Cases both;
        for (const Case& a : out) {
          for (const Case& b : *cases) {
            Case merged = a;
            if (merged.narrow(b)) both.push_back(std::move(merged));
          }
        }
        out = std::move(both);
      } else {
        out.insert(out.end(), cases->begin(), cases->end());
      }
      if (out.size() > kMostCases) return std::nullopt;
    }
    return out;
  }

  struct Path {
    std::string name;      // "account.product"
    bool is_plain = true;  // it says what the document says, and nothing that follows from others
  };

  // A member of the document, or a let that is one.
  [[nodiscard]] std::optional<Path> path_of(ExprId id) const {
    const Expr& e = p_.expr(id);
    if (e.op == Op::LetValue) return path_of(p_.lets[e.index].value);
    if (e.op == Op::Root) return Path{p_.shape->roots[e.index].name};
    if (e.op != Op::Member) return std::nullopt;
    auto path = path_of(e.args[0]);
    const Type record = p_.expr(e.args[0]).type.bare();
    if (!path || !record.is(Kind::Record)) return std::nullopt;
    path->name += "." + p_.types.record(record).members[e.index].name;
    const WireRecord* wire = p_.shape->wire(record);
    if (wire != nullptr && wire->members[e.index].where != Ast::kNone) path->is_plain = false;
    return path;
  }

  // A member that is one of some values, or none of them.
  Cases compared(ExprId whole, ExprId left, std::vector<ExprId> values, bool wanted) {
    if (values.size() == 1 && p_.expr(left).op == Op::Constant) std::swap(left, values[0]);
    const auto path = path_of(left);
    const Type t = p_.expr(left).type;
    const bool literal = std::all_of(values.begin(), values.end(), [&](ExprId value) {
      return p_.expr(value).op == Op::Constant;
    });
    if (!path || !literal || (!is_word(t) && !is_counted(t) && !t.is(Kind::Bool)))
      return question(whole, wanted);
    if (!is_counted(t)) {
      std::set<std::string> words;
      for (const ExprId value : values) words.insert(word_of(value));
      return {with(*path, wanted ? among(t, std::move(words)) : none_of(t, std::move(words)))};
    }
    std::vector<std::int64_t> numbers;
    for (const ExprId value : values) numbers.push_back(p_.expr(value).number);
    return counted(*path, t, std::move(numbers), wanted);
  }

  Cases counted(const Path& path, Type t, std::vector<std::int64_t> numbers, bool wanted) const {
    std::sort(numbers.begin(), numbers.end());
    Cases out;
    std::int64_t from = kLeast;
    for (const std::int64_t number : numbers) {
      if (wanted) out.push_back(with(path, between(t, number, number)));
      if (!wanted && number > from) out.push_back(with(path, between(t, from, number - 1)));
      if (number == kMost) return out;
      from = number + 1;
    }
    if (!wanted) out.push_back(with(path, between(t, from, kMost)));
    return out;
  }

  // value < bound, bound < value, value is between low and high.
  Cases ordered(ExprId whole, bool wanted) {
    const Expr& e = p_.expr(whole);
    const bool bound_first = p_.expr(e.args[0]).op == Op::Constant;
    const ExprId value = e.args[bound_first ? 1 : 0];
    const auto path = path_of(value);
    const Type t = p_.expr(value).type;
    const bool literal = std::all_of(e.args.begin(), e.args.end(), [&](ExprId arg) {
      return arg == value || p_.expr(arg).op == Op::Constant;
    });
    if (!path || !literal || !is_counted(t)) return question(whole, wanted);
    std::int64_t low = kLeast;
    std::int64_t high = kMost;
    const std::int64_t strict = e.op == Op::Less ? 1 : 0;
    if (e.op == Op::Between) {
      low = p_.expr(e.args[1]).number;
      high = p_.expr(e.args[2]).number;
    } else {
      const std::int64_t bound = p_.expr(e.args[bound_first ? 0 : 1]).number;
      if (strict != 0 && bound == (bound_first ? kMost : kLeast))  // nothing is beyond it
        return wanted ? Cases{} : Cases{with(*path, between(t, kLeast, kMost))};
      (bound_first ? low : high) = bound_first ? bound + strict : bound - strict;
    }
    if (wanted) return low > high ? Cases{} : Cases{with(*path, between(t, low, high))};
    Cases out;
    if (low > kLeast) out.push_back(with(*path, between(t, kLeast, low - 1)));
    if (high < kMost) out.push_back(with(*path, between(t, high + 1, kMost)));
    return out;
  }

  Cases presence(ExprId whole, bool present) {
    const Expr& e = p_.expr(whole);
    const auto path = path_of(e.args[0]);
    if (!path) return question(whole, present == (e.op == Op::IsPresent));
    const Type t = Type::of_kind(Kind::Bool);
    return {
        with({path->name + " is present", path->is_plain}, among(t, {present ? "true" : "false"}))};
  }

  // What only metro2 can answer; alike when it is written alike over the document. Of `is not` the
  // question is `is`, and `wanted` its answer.
  Cases question(ExprId id, bool wanted) {
    const Op op = p_.expr(id).op;
    const auto path = p_.expr(id).type.is(Kind::Bool) ? path_of(id) : std::nullopt;
    const std::string asked = written(id, op == Op::NotEqual ? Op::Equal : op);
    return {with(path.value_or(Path{asked, false}),
                 among(Type::of_kind(Kind::Bool), {wanted ? "true" : "false"}))};
  }

  // A text that two expressions share only when they mean the same.
  [[nodiscard]] std::string written(ExprId id, Op op) const {
    const Expr& e = p_.expr(id);
    if (const auto path = path_of(id)) return path->name;
    if (++steps_ > kMostLetSteps) return its_own(id);
    switch (op) {
      case Op::Constant:
        return print_literal({e.number, e.text}, e.type, p_.types);
      case Op::LetValue:
        return written(p_.lets[e.index].value, p_.expr(p_.lets[e.index].value).op);
      case Op::AsOf:
        return "as_of";
      case Op::CallBuiltin:
      case Op::Otherwise:
      case Op::Equal:
      case Op::NotEqual:
      case Op::Less:
      case Op::LessEqual:
      case Op::Between:
      case Op::OneOf:
      case Op::MakeList:
      case Op::IsEmpty:
      case Op::Capitals: {
        std::string out = fmt::format("{}#{}(", static_cast<int>(op), e.index);
        for (const ExprId arg : e.args) out += written(arg, p_.expr(arg).op) + ",";
        return out + ")";
      }
      default:
        return its_own(id);
    }
  }

  // A text that no other expression has.
  [[nodiscard]] std::string its_own(ExprId id) const {
    return fmt::format("{}@{}:{}", p_.name, p_.expr(id).span.begin, id);
  }

  [[nodiscard]] std::string word_of(ExprId id) const {
    const Expr& e = p_.expr(id);
    if (e.type.is(Kind::Bool)) return e.number != 0 ? "true" : "false";
    if (e.type.is(Kind::Choice))
      return p_.types.choice(e.type).values[static_cast<std::size_t>(e.number)];
    return e.text;
  }

  static Case with(const Path& path, Domain domain) {
    Case out;
    out.is_exact = path.is_plain;
    out.members.emplace(path.name, std::move(domain));
    return out;
  }
  static Domain among(Type t, std::set<std::string> words) {
    Domain domain;
    domain.type = t;
    domain.among = std::move(words);
    return domain;
  }
  // Of a closed list those that are left.
  [[nodiscard]] Domain none_of(Type t, std::set<std::string> words) const {
    Domain domain;
    domain.type = t;
    domain.not_among = std::move(words);
    if (t.is(Kind::Bool)) domain.among = {"false", "true"};
    if (t.is(Kind::Choice)) {
      const auto& values = p_.types.choice(t).values;
      domain.among.emplace(values.begin(), values.end());
    }
    return domain;
  }
  static Domain between(Type t, std::int64_t low, std::int64_t high) {
    Domain domain;
    domain.type = t;
    domain.low = low;
    domain.high = high;
    return domain;
  }

  const CheckedPreset& p_;
  mutable std::size_t steps_ = 0;
};

// account.product = "rent", lease.rent = $0
std::string example_of(const Case& both, const TypeTable& types) {
  std::string out;
  for (const auto& [path, domain] : both.members) {
    if (!out.empty()) out += ", ";
    if (domain.among) {
      std::string word;
      for (const std::string& candidate : *domain.among) {
        if (domain.not_among.count(candidate) == 0) word = candidate;
      }
      if (path.ends_with(kIsPresent)) {
        out += path.substr(0, path.size() - kIsPresent.size());
        out += word == "true" ? kIsPresent : " is missing";
      } else {
        out += domain.type.is(Kind::Bool) ? fmt::format("{} = {}", path, word)
                                          : fmt::format("{} = \"{}\"", path, word);
      }
    } else if (is_counted(domain.type)) {
      const std::int64_t number = domain.low != kLeast ? domain.low : domain.high;
      out += fmt::format("{} = {}", path, print_literal({number, {}}, domain.type.bare(), types));
    } else {
      out += fmt::format("{} other than \"{}\"", path, fmt::join(domain.not_among, "\", \""));
    }
  }
  return out;
}

}  // namespace

BothTake both_take(const CheckedPreset& a, const CheckedPreset& b) {
  BothTake both;
  if (a.for_accounts == kNoExpr || b.for_accounts == kNoExpr || a.shape == nullptr ||
      b.shape == nullptr)
    return both;
  // Members of different shapes are different questions, even when they have one name.
  if (a.shape->ast->source().text() != b.shape->ast->source().text()) return both;
  const auto of_a = Reading(a).read(a.for_accounts, true);
  const auto of_b = Reading(b).read(b.for_accounts, true);
  if (!of_a || !of_b) return both;
  both.answer = BothTake::Answer::No;
  for (const Case& first : *of_a) {
    for (const Case& second : *of_b) {
      Case shared = first;
      if (!shared.narrow(second)) continue;
      both.answer = BothTake::Answer::Unknown;
      if (!shared.is_exact) continue;
      both.answer = BothTake::Answer::Yes;
      both.example = example_of(shared, a.types);
      return both;
    }
  }
  return both;
}

}  // namespace m2::dsl

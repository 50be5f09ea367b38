// Definitions, tables and lookups, interpreted at each call with what its arguments can be; and
// built-in functions.

#include <algorithm>
#include <charconv>

#include "dsl/builtins.h"
#include "dsl/interpretation.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

// A body is interpreted anew for so many different arguments; then for all further ones together.
constexpr std::size_t kMostCalls = 16;
constexpr std::size_t kMostCombinations = 64;
constexpr std::size_t kLongestKept = 256;  // bytes of a text that is worked out

bool is_indexed(Type type) {  // a cell of such a column lists places in its code list
  return type.is(Kind::Code);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

// What a body gives for these arguments. A body that is being interpreted needs itself: the circle
// was reported, and anything may come of it.
template <class Body>
Fact Interpretation::remembered(Calls& calls, Arguments arguments, Body body) {
  const auto known = std::find_if(calls.known.begin(), calls.known.end(),
                                  [&](const auto& entry) { return entry.first == arguments; });
  if (known != calls.known.end()) return known->second;
  if (calls.known.size() > kMostCalls) {
    const auto& [of_all, fact] = calls.known.back();
    Arguments joined;
    for (std::size_t i = 0; i < arguments.size(); ++i)
      joined.push_back(join(of_all[i], arguments[i]));
    if (joined == of_all || calls.widened > 1) return fact;
    // Once they grow a second time they may be anything: growing has an end.
    if (++calls.widened > 1) joined.assign(arguments.size(), Fact::top());
    arguments = std::move(joined);
    calls.known.pop_back();
  }
  const Apart apart(*this);
  calls.busy = true;
  Fact fact = body(arguments);
  calls.busy = false;
  calls.known.emplace_back(std::move(arguments), fact);
  return fact;
}

void Interpretation::check_range(ExprId call, std::size_t argument, std::uint32_t binder,
                                 const Fact& fact) {
  const Binder& declared = p_.binders[binder];
  if (listener_ == nullptr || !e(e(call).args[argument]).type.known()) return;
  const IntervalSet allowed = {{declared.low.value_or(kLowest), declared.high.value_or(kHighest)}};
  if (!difference(fact.numbers, allowed).empty()) listener_->may_be_outside(call, argument, fact);
}

Fact Interpretation::call(ExprId id) {
  const Expr& x = e(id);
  const std::vector<std::uint32_t> of_lookup = x.op == Op::CallLookup
                                                   ? std::vector{p_.lookups[x.index].binder}
                                                   : std::vector<std::uint32_t>();
  const std::vector<std::uint32_t>& binders = x.op == Op::Call        ? p_.defines[x.index].binders
                                              : x.op == Op::CallTable ? p_.tables[x.index].binders
                                                                      : of_lookup;
  Calls& calls = x.op == Op::Call        ? defines_[x.index]
                 : x.op == Op::CallTable ? tables_[x.index]
                                         : lookups_[x.index];
  Arguments arguments;
  for (std::size_t i = 0; i < x.args.size(); ++i) {
    Fact fact = of(x.args[i]);
    check_range(id, i, binders[i], fact);
    arguments.push_back(
        in_range(std::move(fact), p_.binders[binders[i]].low, p_.binders[binders[i]].high));
  }
  const bool unread = x.op == Op::Call && p_.defines[x.index].body == kNoExpr;
  if (calls.busy || unread) return any(x.type);
  calls_.push_back(id);
  Fact fact = remembered(calls, std::move(arguments), [&](const Arguments& given) {
    std::vector<std::optional<Fact>> outer;
    for (std::uint32_t binder : binders) outer.push_back(bound_[binder]);
    Fact result = x.op == Op::Call        ? body_of(p_.defines[x.index], given)
                  : x.op == Op::CallTable ? rows_of(p_.tables[x.index], given)
                                          : entries_of(p_.lookups[x.index], given.front());
    for (std::size_t i = 0; i < binders.size(); ++i) bound_[binders[i]] = outer[i];
    return result;
  });
  calls_.pop_back();
  return fact;
}

Fact Interpretation::body_of(const Define& define, const Arguments& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) bind(define.binders[i], arguments[i]);
  return of(define.body);
}

// What of the argument a cell lets through.
Fact Interpretation::matching(const CellSet& cell, const CellSet& domain, Type type,
                              const Fact& argument) const {
  Fact f = argument;
  f.missing = f.missing && (cell.any ? domain.missing : cell.missing);
  if (!is_indexed(type)) {
    f.numbers = intersection(f.numbers, cell.any ? domain.intervals : cell.intervals);
    return f;
  }
  if (cell.any) return f;
  std::vector<std::string_view> words;
  for (const Interval& in : cell.intervals) {
    for (std::int64_t i = in.first; i <= in.second; ++i)
      words.push_back(code_tables()[type.of].codes[static_cast<std::size_t>(i)].code);
  }
  return meet(f, [&] {
    Fact listed = Fact::of_words(Words::only(std::move(words)));
    listed.missing = true;
    return listed;
  }());
}

Fact Interpretation::rows_of(const Table& table, const Arguments& arguments) {
  const RecordType& result = p_.types.record(table.result);
  std::vector<Fact> members(result.members.size(), Fact::nothing());
  for (const TableRow& row : table.rows) {
    bool possible = row.when.size() == arguments.size();
    for (std::size_t i = 0; possible && i < arguments.size(); ++i) {
      Fact fact =
          matching(row.when[i], table.domain[i], p_.binders[table.binders[i]].type, arguments[i]);
      possible = !fact.is_impossible();
      bind(table.binders[i], std::move(fact));
    }
    for (std::size_t i = 0; possible && i < row.then.size(); ++i) {
      const Fact fact = of(row.then[i]);
      if (listener_ != nullptr) listener_->result(row.then[i], result.members[i].type, fact);
      members[i] = join(members[i], fact);
    }
  }
  return record_of(std::move(members));
}

Fact Interpretation::entries_of(const Lookup& lookup, const Fact& argument) {
  const Type type = p_.binders[lookup.binder].type;
  const auto fact_of = [&](const std::string& key) {
    Fact f = Fact::nothing();
    if (type.is(Kind::Choice)) {
      const auto index = p_.types.choice(type).find(key);
      return index ? Fact::of_number(*index) : f;
    }
    if (type.is(Kind::Int)) {
      const auto number = whole_number(key);
      return number ? Fact::of_number(*number) : f;
    }
    return Fact::of_words(Words::only({key}));
  };
  const bool textual = is_textual(type.kind);
  Fact rest = argument;
  std::vector<std::string_view> answered;
  IntervalSet numbers;
  for (const LookupEntry& entry : lookup.entries) {
    for (const std::string& key : entry.keys) {
      if (textual) answered.push_back(key);
      const Fact fact = textual ? Fact::nothing() : fact_of(key);
      numbers.append(fact.numbers.begin(), fact.numbers.end());
    }
  }
  if (textual) rest.words = common(rest.words, Words::all_but(std::move(answered)));
  if (!textual) rest.numbers = bounded(difference(rest.numbers, normalised(std::move(numbers))));
  Fact out = Fact::nothing();
  for (const LookupEntry& entry : lookup.entries) {
    Fact keys = Fact::nothing();
    for (const std::string& key : entry.keys) keys = join(keys, fact_of(key));
    Fact fact = entry.keys.empty() ? rest : meet(argument, keys);
    if (fact.is_impossible()) continue;
    bind(lookup.binder, std::move(fact));
    const Fact value = of(entry.value);
    if (listener_ != nullptr) listener_->result(entry.value, lookup.type, value);
    out = join(out, value);
  }
  return out;
}

// Exactly, where the arguments are few known values; else by what its entry says of their ranges.
Fact Interpretation::builtin(const Expr& x) {
  const Builtin& function = builtins()[x.index];
  Arguments args;
  bool possible = true;
  for (ExprId arg : x.args) {
    args.push_back(of(arg));
    possible = possible && args.back().has_value();
  }
  if (!possible) return Fact::nothing();
  if (auto exact = all_results(function, x, args)) return *exact;
  if (function.range == nullptr) return any(x.type);
  Fact f = any(x.type);
  f.whole_dollars =
      std::all_of(args.begin(), args.end(), [](const Fact& a) { return a.whole_dollars; });
  f.numbers.clear();
  if (args.size() == 1) {
    for (const Interval& in : args.front().numbers) {
      const BuiltinRange given{in.first, in.second};
      const BuiltinRange result = function.range({&given, 1});
      f.numbers.push_back({result.low, result.high});
    }
  } else {
    std::vector<BuiltinRange> given;
    for (const Fact& a : args) given.push_back({a.low(), a.high()});
    const BuiltinRange result = function.range(given);
    f.numbers.push_back({result.low, result.high});
  }
  f.numbers = normalised(std::move(f.numbers));
  return f;
}

// What a built-in gives for every combination of its arguments; nothing when they are too many.
std::optional<Fact> Interpretation::all_results(const Builtin& function, const Expr& x,
                                                const Arguments& args) {
  std::vector<std::vector<BuiltinValue>> values;
  std::size_t combinations = 1;
  for (std::size_t i = 0; i < args.size(); ++i) {
    auto& of_this = values.emplace_back();
    const Type type = e(x.args[i]).type;
    if (is_textual(type.kind)) {
      if (!args[i].words.is_finite()) return std::nullopt;
      for (std::string_view word : args[i].words.listed())
        of_this.push_back(BuiltinValue::of_text(word));
    } else {
      if (!args[i].is_single()) return std::nullopt;
      of_this.push_back(BuiltinValue::of_number(args[i].low()));
    }
    combinations *= of_this.size();
    if (combinations > kMostCombinations) return std::nullopt;
  }
  const bool textual = x.type.is(Kind::Text);
  Fact out = Fact::nothing();
  std::vector<std::string_view> words;
  for (std::size_t n = 0; n < combinations; ++n) {
    std::vector<BuiltinValue> given;
    std::size_t rest = n;
    for (const auto& of_this : values) {
      given.push_back(of_this[rest % of_this.size()]);
      rest /= of_this.size();
    }
    std::string made;
    const BuiltinResult result = function.run(given, made);
    if (!result) continue;  // holds the account
    if (textual && result->text.size() > kLongestKept) return std::nullopt;
    if (textual) words.push_back(kept(result->text));
    if (textual) continue;
    Fact number = Fact::of_number(result->number);
    number.whole_dollars = x.type.is(Kind::Money) && result->number % 100 == 0;
    out = join(out, number);
  }
  return textual ? Fact::of_words(Words::only(std::move(words))) : out;
}

std::string_view Interpretation::kept(std::string_view text) {
  return *made_.emplace(text).first;
}

}  // namespace m2::dsl

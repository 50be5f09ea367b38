#include "engine/evaluate/internal/open_truth.h"

#include <algorithm>

namespace m2::internal {

using dsl::Expr;
using dsl::ExprId;
using dsl::Kind;
using dsl::Op;

namespace {

Truth negated(Truth truth) {
  return truth == Truth::Open ? Truth::Open : truth == Truth::True ? Truth::False : Truth::True;
}

Truth truth_of(bool is) {
  return is ? Truth::True : Truth::False;
}

// What guards have a place for: two printable characters.
bool is_code_of(const Field& field, std::string_view code) {
  const bool is_printable =
      std::all_of(code.begin(), code.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return field.length <= 2 && field.kind != FieldKind::Money && is_printable && !code.empty() &&
         code.size() <= field.length && code.back() != ' ';
}

bool is_number(Kind kind) {
  return kind == Kind::Money || kind == Kind::Int || kind == Kind::Bool || kind == Kind::Days ||
         kind == Kind::Date;
}

}  // namespace

Truth OpenTruth::of(ExprId id) const {
  const Expr& x = terms_.expr(id);
  switch (x.op) {
    case Op::And:
    case Op::Or: {
      // One operand can decide; else all must be known.
      const Truth decides = x.op == Op::And ? Truth::False : Truth::True;
      Truth all = negated(decides);
      for (const ExprId arg : x.args) {
        const Truth one = of(arg);
        if (one == decides) return decides;
        if (one == Truth::Open) all = Truth::Open;
      }
      return all;
    }
    case Op::Not:
      return negated(of(x.args[0]));
    case Op::IsMissing:
      return presence(x, false);
    case Op::IsPresent:
      return presence(x, true);
    case Op::Equal:
      return equal(value(x.args[0]), value(x.args[1]));
    case Op::NotEqual:
      return negated(equal(value(x.args[0]), value(x.args[1])));
    case Op::Less:
    case Op::LessEqual:
      return less(value(x.args[0]), value(x.args[1]), x.op == Op::LessEqual);
    case Op::OneOf:
      return one_of(x);
    case Op::AnyOf:
      return value(x.args[0]).is == Is::NoItems ? Truth::False : Truth::Open;
    case Op::NoneOf:
    case Op::EveryOf:
      return value(x.args[0]).is == Is::NoItems ? Truth::True : Truth::Open;
    case Op::RecordField: {
      const Value v = value(id);  // a yes-or-no of its own
      return v.is == Is::Zero ? Truth::False : Truth::Open;
    }
    default:
      return Truth::Open;
  }
}

bool OpenTruth::may_matter(const dsl::RecordRule& rule) const {
  const bool is_about_a_read = known_.what == KnownValue::What::Empty ||
                               known_.what == KnownValue::What::Other ||
                               known_.what == KnownValue::What::Code;
  return !is_about_a_read || std::binary_search(rule.reads.begin(), rule.reads.end(), known_.read);
}

OpenTruth::Value OpenTruth::value(ExprId id) const {
  const Expr& x = terms_.expr(id);
  if (x.op == Op::RecordField) return read_value(x);
  if (x.op != Op::Constant) return {};
  if (x.type.is(Kind::Nothing)) return {Is::Missing, {}, 0, true};
  if (x.type.is(Kind::Text) || x.type.is(Kind::Code)) return {Is::Text, x.text, 0, true};
  if (is_number(x.type.kind)) return {Is::Present, {}, x.number, true};
  return {};
}

OpenTruth::Value OpenTruth::read_value(const Expr& x) const {
  const dsl::RecordRead& read = terms_.record_reads[x.index];
  const bool is_amount = read.field != nullptr && read.field->kind == FieldKind::Money;
  switch (known_.what) {
    case KnownValue::What::AbsentSegment: {
      const bool is_of_it = read.fact == nullptr && read.list == dsl::ConsumerList::None &&
                            !read.previous && !read.of_consumer && read.segment == known_.segment;
      return {is_of_it ? Is::Missing : Is::Open};
    }
    case KnownValue::What::NoAssociated:
      return {!read.previous && read.list == dsl::ConsumerList::Associated ? Is::NoItems
                                                                           : Is::Open};
    case KnownValue::What::NoFacts:
      if (read.fact == nullptr) return {};
      return {read.fact->kind == Kind::Bool ? Is::Zero : Is::Missing};
    default:
      break;
  }
  if (x.index != known_.read) return {};
  switch (known_.what) {
    case KnownValue::What::Empty:
      return {is_amount ? Is::Zero : Is::Missing};
    case KnownValue::What::Code:
      return {Is::Text, *known_.named.begin()};
    default:
      if (is_amount) return {Is::Positive};
      return {x.type.is(Kind::Date) ? Is::Present : Is::OtherText};
  }
}

Truth OpenTruth::equal(const Value& a, const Value& b) const {
  if (a.constant && !b.constant) return equal(b, a);
  if (a.is == Is::Open || b.is == Is::Open) return Truth::Open;
  if (a.is == Is::Missing || b.is == Is::Missing) {
    const bool both = a.is == Is::Missing && b.is == Is::Missing;
    return both ? Truth::True : Truth::False;
  }
  if (!b.constant) return Truth::Open;
  switch (a.is) {
    case Is::Text:
      return b.is == Is::Text ? truth_of(a.text == b.text) : Truth::Open;
    case Is::OtherText:
      return b.is == Is::Text && known_.named.count(std::string(b.text)) > 0 ? Truth::False
                                                                             : Truth::Open;
    case Is::Zero:
      return truth_of(b.number == 0);
    case Is::Positive:
      return b.number <= 0 ? Truth::False : Truth::Open;
    default:
      return Truth::Open;
  }
}

// Amounts of zero or more against a constant.
Truth OpenTruth::less(const Value& a, const Value& b, bool or_equal) {
  const auto holds = [&](std::int64_t x, std::int64_t y) { return or_equal ? x <= y : x < y; };
  if (a.is == Is::Zero && b.constant && b.is == Is::Present) return truth_of(holds(0, b.number));
  if (b.is == Is::Zero && a.constant && a.is == Is::Present) return truth_of(holds(a.number, 0));
  if (a.is == Is::Positive && b.constant && b.is == Is::Present && b.number <= 0)
    return Truth::False;
  if (b.is == Is::Positive && a.constant && a.is == Is::Present && a.number <= 0)
    return Truth::True;
  return Truth::Open;
}

Truth OpenTruth::one_of(const Expr& x) const {
  const Expr& list = terms_.expr(x.args[1]);
  if (list.op != Op::MakeList) return Truth::Open;
  const Value wanted = value(x.args[0]);
  Truth out = Truth::False;
  for (const ExprId item : list.args) {
    const Truth one = equal(wanted, value(item));
    if (one == Truth::True) return Truth::True;
    if (one == Truth::Open) out = Truth::Open;
  }
  return out;
}

Truth OpenTruth::presence(const Expr& x, bool present) const {
  const Value v = value(x.args[0]);
  if (v.is == Is::Open || v.is == Is::NoItems) return Truth::Open;
  return truth_of((v.is != Is::Missing) == present);
}

std::vector<std::uint64_t> units_possible(const RuleProgram& program, const KnownValue& known,
                                          std::size_t words) {
  // Rules over consumers have a unit for each segment; their condition is one.
  std::vector<std::uint8_t> of_rule;
  const OpenTruth truth(program.rules->terms, known);
  for (const dsl::RecordRule& rule : program.rules->rules) {
    const bool cannot = truth.may_matter(rule) && truth.of(rule.condition) == Truth::False;
    of_rule.push_back(cannot ? 0 : 1);
  }
  std::vector<std::uint64_t> set(words, 0);
  for (std::size_t unit = 0; unit < program.units.size(); ++unit) {
    if (of_rule[program.units[unit].rule] != 0) set[unit / 64] |= std::uint64_t{1} << (unit % 64);
  }
  for (std::size_t unit = program.units.size(); unit < words * 64; ++unit)
    set[unit / 64] |= std::uint64_t{1} << (unit % 64);
  return set;
}

std::vector<std::set<std::string>> codes_asked(const dsl::CheckedPreset& terms) {
  std::vector<std::set<std::string>> codes(terms.record_reads.size());
  const auto add = [&](ExprId read, ExprId constant) {
    const Expr& of = terms.expr(read);
    const Expr& x = terms.expr(constant);
    if (of.op != Op::RecordField || x.op != Op::Constant) return;
    const Field* field = terms.record_reads[of.index].field;
    const bool is_text = x.type.is(Kind::Text) || x.type.is(Kind::Code);
    if (is_text && field != nullptr && is_code_of(*field, x.text)) codes[of.index].insert(x.text);
  };
  for (const Expr& x : terms.exprs) {
    if (x.op == Op::Equal || x.op == Op::NotEqual) {
      add(x.args[0], x.args[1]);
      add(x.args[1], x.args[0]);
    } else if (x.op == Op::OneOf && terms.expr(x.args[1]).op == Op::MakeList) {
      for (const ExprId item : terms.expr(x.args[1]).args) add(x.args[0], item);
    }
  }
  constexpr std::size_t kMostCodes = 200;
  for (std::set<std::string>& of_read : codes) {
    if (of_read.size() > kMostCodes) of_read.clear();
  }
  return codes;
}

std::vector<KnownValue> known_values(std::uint32_t read, const std::set<std::string>& codes) {
  std::vector<KnownValue> values = {KnownValue::empty(read), KnownValue::other(read, codes)};
  for (const std::string& code : codes) values.push_back(KnownValue::code(read, code));
  return values;
}

bool is_guarded(const dsl::RecordRead& read, dsl::RuleScope scope) {
  if (read.fact != nullptr || read.list != dsl::ConsumerList::None) return false;
  if (read.field == nullptr || read.segment == Segment::Header) return false;
  if (read.of_consumer) return true;
  if (scope == dsl::RuleScope::Consumer || read.previous) return read.segment == Segment::Base;
  return true;
}

bool is_told_by_guards(const RuleProgram& program, dsl::RuleScope scope, ExprId condition) {
  const dsl::CheckedPreset& terms = program.rules->terms;
  std::vector<std::uint32_t> reads;
  dsl::add_reads(terms, condition, reads);
  if (reads.size() != 1) return false;
  const dsl::RecordRead& read = terms.record_reads[reads.front()];
  if (!is_guarded(read, scope)) return false;
  std::vector<KnownValue> all = known_values(reads.front(), program.codes[reads.front()]);
  if (!read.of_consumer && read.segment != Segment::Base)
    all.push_back(KnownValue::absent_segment(read.segment));
  return std::none_of(all.begin(), all.end(), [&](const KnownValue& known) {
    return OpenTruth(terms, known).of(condition) == Truth::Open;
  });
}

}  // namespace m2::internal

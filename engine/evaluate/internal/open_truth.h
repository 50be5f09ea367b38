#pragma once
// OpenTruth: whether a condition can be true when only one thing about a record is known.
//
//   units_possible(program, KnownValue::code(read, "11"), words)      // units of rules that may
//   find something in an account with status 11
//
// Everything that is not known is open, and what depends on it: `false and open` is false, `true
// and open` is open. So the answer may be "perhaps" too often, and is never wrong.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/rule_program.h"

namespace m2::internal {

enum class Truth : std::uint8_t { False, True, Open };

/// The one thing that is known.
struct KnownValue {
  enum class What : std::uint8_t {
    Empty,          ///< a read is missing, an amount $0
    Other,          ///< it is filled, with none of `named`; an amount is above $0
    Code,           ///< it is this text
    AbsentSegment,  ///< the record has no such segment
    NoAssociated,   ///< the account has one consumer
    NoFacts,        ///< nobody told facts
  };
  What what = What::Empty;
  std::uint32_t read = 0;
  Segment segment = Segment::Base;
  std::set<std::string> named = {};  // of Code the one

  static KnownValue empty(std::uint32_t read) { return {What::Empty, read, Segment::Base, {}}; }
  static KnownValue other(std::uint32_t read, std::set<std::string> named) {
    return {What::Other, read, Segment::Base, std::move(named)};
  }
  static KnownValue code(std::uint32_t read, std::string code) {
    return {What::Code, read, Segment::Base, {std::move(code)}};
  }
  static KnownValue absent_segment(Segment segment) {
    return {What::AbsentSegment, 0, segment, {}};
  }
  static KnownValue no_associated() { return {What::NoAssociated, 0, Segment::Base, {}}; }
  static KnownValue no_facts() { return {What::NoFacts, 0, Segment::Base, {}}; }
};

class OpenTruth {
 public:
  OpenTruth(const dsl::CheckedPreset& terms, const KnownValue& known)
      : terms_(terms), known_(known) {}
  [[nodiscard]] Truth of(dsl::ExprId condition) const;
  /// False when the rule does not read what is known.
  [[nodiscard]] bool may_matter(const dsl::RecordRule& rule) const;

 private:
  enum class Is : std::uint8_t { Open, Missing, Zero, Positive, Text, OtherText, Present, NoItems };
  struct Value {
    Is is = Is::Open;
    std::string_view text = {};
    std::int64_t number = 0;
    bool constant = false;
  };
  [[nodiscard]] Value value(dsl::ExprId id) const;
  [[nodiscard]] Value read_value(const dsl::Expr& x) const;
  [[nodiscard]] Truth equal(const Value& a, const Value& b) const;
  [[nodiscard]] static Truth less(const Value& a, const Value& b, bool or_equal);
  [[nodiscard]] Truth one_of(const dsl::Expr& x) const;
  [[nodiscard]] Truth presence(const dsl::Expr& x, bool present) const;

  const dsl::CheckedPreset& terms_;
  const KnownValue& known_;
};

/// The units whose rule may find something.
std::vector<std::uint64_t> units_possible(const RuleProgram& program, const KnownValue& known,
                                          std::size_t words);
/// By read: the texts that conditions compare it with, of a field of one or two characters that are
/// printable. Nothing where they are very many.
std::vector<std::set<std::string>> codes_asked(const dsl::CheckedPreset& terms);
/// What can be known of a field that is read, by the codes that are asked of it: it is empty, it is
/// something else, or one of the codes. One of these is true of any record.
std::vector<KnownValue> known_values(std::uint32_t read, const std::set<std::string>& codes);
/// Whether the field that a rule over records, months or consumers reads has a guard.
bool is_guarded(const dsl::RecordRead& read, dsl::RuleScope scope);
/// True when a condition asks one guarded field only, and nothing about it that its known values do
/// not tell. A record that the guards leave possible has it true.
bool is_told_by_guards(const RuleProgram& program, dsl::RuleScope scope, dsl::ExprId condition);

}  // namespace m2::internal

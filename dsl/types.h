#pragma once
// Types of the mapping language, and the tables they point into.
//
//   Type t = Type::of(Kind::Money).with_optional();   // money?
//   types.name(t)                                     // "money?"
//
// A Type is a small value; closed lists, records and element types stand in the TypeTable of the
// checked preset.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/source_text.h"

namespace m2::dsl {

enum class Kind : std::uint8_t {
  Unknown,  // follows an error that was reported already; silences every check
  Never,    // `hold "…"`: gives no value, fits everywhere
  Nothing,  // the literal `missing`
  Blank,    // the literal `blank`
  Bool,
  Int,
  Number,   // exact decimal, four places
  Percent,  // a Number written as 50%
  Money,    // cents; ten-thousandths of a cent while unsettled
  Date,
  Days,
  Months,
  Text,
  Choice,  // one of a closed list
  Code,    // one value of a code table of the standard
  Record,
  List,
};

struct Type {
  Kind kind = Kind::Unknown;
  bool optional = false;   // may be missing
  bool blank = false;      // may be blank: the author decided to leave the field empty
  bool unsettled = false;  // money that still has parts of a cent
  std::uint32_t of =
      0;  // Choice, Code, Record: index into its table; List: index of the element type

  static Type of_kind(Kind kind, std::uint32_t of = 0) {
    Type t;
    t.kind = kind;
    t.of = of;
    return t;
  }
  [[nodiscard]] Type with_optional(bool value = true) const {
    Type t = *this;
    t.optional = value;
    return t;
  }
  [[nodiscard]] Type with_blank(bool value = true) const {
    Type t = *this;
    t.blank = value;
    return t;
  }
  /// The value itself: present, not blank.
  [[nodiscard]] Type bare() const { return with_optional(false).with_blank(false); }
  [[nodiscard]] bool is(Kind k) const { return kind == k; }
  [[nodiscard]] bool known() const { return kind != Kind::Unknown; }
  /// Same kind and table, whatever may be missing, blank or unsettled.
  [[nodiscard]] bool same_kind(Type other) const { return kind == other.kind && of == other.of; }
  friend bool operator==(Type, Type) = default;
};

/// A closed list of words: `one of lease_status { … }` of a shape, or `one of ("a", "b")` of a
/// parameter.
struct ChoiceType {
  std::string name;  // empty for a list written in place
  std::vector<std::string> values;
  Span span;

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view value) const {
    for (std::uint32_t i = 0; i < values.size(); ++i) {
      if (values[i] == value) return i;
    }
    return std::nullopt;
  }
};

struct MemberType {
  std::string name;
  Type type;
  Span span;  // where it is declared; empty for members of the engine's records
};

struct RecordType {
  std::string name;  // "lease", "ledger"
  std::vector<MemberType> members;
  Span span;

  [[nodiscard]] const MemberType* find(std::string_view member) const {
    for (const MemberType& m : members) {
      if (m.name == member) return &m;
    }
    return nullptr;
  }
  [[nodiscard]] std::uint32_t index_of(std::string_view member) const {
    return static_cast<std::uint32_t>(find(member) - members.data());
  }
};

class TypeTable {
 public:
  /// Lists written in place are one type when they have the same words in the same order.
  std::uint32_t add_choice(ChoiceType choice);
  std::uint32_t add_record(RecordType record) {
    records_.push_back(std::move(record));
    return static_cast<std::uint32_t>(records_.size() - 1);
  }
  Type list_of(Type element);

  [[nodiscard]] const ChoiceType& choice(Type t) const { return choices_[t.of]; }
  [[nodiscard]] const RecordType& record(Type t) const { return records_[t.of]; }
  [[nodiscard]] RecordType& record(std::uint32_t index) { return records_[index]; }
  [[nodiscard]] Type element(Type list) const { return elements_[list.of]; }
  [[nodiscard]] const std::vector<RecordType>& records() const { return records_; }

  /// "money?", "list of charge", "code account_status": as an author writes it.
  [[nodiscard]] std::string name(Type t) const;

 private:
  std::vector<ChoiceType> choices_;
  std::vector<RecordType> records_;
  std::vector<Type> elements_;
};

/// Text or a code.
constexpr bool is_textual(Kind kind) {
  return kind == Kind::Text || kind == Kind::Code;
}
/// A number without a unit.
constexpr bool is_count(Kind kind) {
  return kind == Kind::Int || kind == Kind::Number;
}
/// Numbers, money, dates and durations: what has an order, a range and no units of other kinds.
bool is_ordered(Kind kind);

/// The kind a plain type word names: text, int, number, money, percent, date, days, months, bool.
std::optional<Kind> kind_of_word(std::string_view word);

/// Values that every preset has from metro2 itself, and whose names nothing else may have.
inline constexpr std::string_view kEngineNames[] = {"as_of", "consent", "previous", "run"};
bool is_engine_name(std::string_view word);

/// The smallest type that holds values of both; empty when there is none.
std::optional<Type> join(Type a, Type b);

}  // namespace m2::dsl

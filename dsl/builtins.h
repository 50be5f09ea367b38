#pragma once
// Built-in functions. One entry in dsl/builtins/TOPIC.cpp is all there is of one: the checker, the
// evaluator, the reference pages and the tests read it.
//
//   const Builtin* digits = find_builtin("digits");
//   digits->signature()                                   // "digits(value: text)"
//   digits->run(arguments, made)->text                    // "8015550100"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace m2::dsl {

enum class BuiltinType : std::uint8_t {
  Text,     ///< text or a code
  Int,      ///< a whole number
  Bool,     ///< true or false
  Date,     ///< a day
  Ordered,  ///< a number, money, a date or a duration: of one kind in all parameters and the result
};
/// "text", "int", "bool", "date", "any": as the reference writes it.
std::string_view to_string(BuiltinType type);

/// A value that a built-in is given or gives: text as such, everything else as its number (money in
/// cents, dates and durations in days, true as 1).
struct BuiltinValue {
  std::int64_t number = 0;
  std::string_view text = {};

  static BuiltinValue of_number(std::int64_t value) { return {value, {}}; }
  static BuiltinValue of_text(std::string_view value) { return {0, value}; }
  static BuiltinValue of_bool(bool value) { return {value ? 1 : 0, {}}; }
};
using BuiltinValues = std::span<const BuiltinValue>;
/// Nothing: a number is larger than metro2 can hold, which holds the account.
using BuiltinResult = std::optional<BuiltinValue>;

/// The smallest and the largest number a value can be; of a text, how long it can be.
struct BuiltinRange {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

struct BuiltinParameter {
  std::string_view name;
  BuiltinType type = BuiltinType::Text;
};

/// `call` is `gives`: an `example` that the unit tests run.
struct BuiltinExample {
  std::string_view call;
  std::string_view gives;
};

struct Builtin {
  std::string_view name;
  std::vector<BuiltinParameter> parameters;  // one to kMostParameters
  BuiltinType result = BuiltinType::Text;
  std::string_view summary;  // one sentence, in the words of the parameters
  std::vector<BuiltinExample> examples;
  /// Pure: the same arguments always give the same. Text that is new is written into `made`, which
  /// is empty, and given back as a view of it; other text is a part of an argument.
  BuiltinResult (*run)(BuiltinValues arguments, std::string& made) = nullptr;
  /// What the result can be, from what the arguments can be: for the facts of the checker. Null:
  /// anything.
  BuiltinRange (*range)(std::span<const BuiltinRange> arguments) = nullptr;

  static constexpr std::size_t kMostParameters = 3;
  [[nodiscard]] std::string signature() const;
};

/// In the order of the reference; its index names a built-in in a program.
std::span<const Builtin> builtins();
/// Null when there is none of that name.
const Builtin* find_builtin(std::string_view name);

}  // namespace m2::dsl

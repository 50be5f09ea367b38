#pragma once
// Literals: one reader for presets, table cells, tenants and cases.
//
//   read_literal("5 days", type, types)   // Literal{.number = 5}
//
// The text is read by the type that is wanted, never guessed: "05" is a code where a code is wanted
// and a number nowhere.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/types.h"

namespace m2::dsl {

/// A value of a scalar type. `number` holds Bool (0, 1), Int, Number (ten-thousandths), Percent
/// (ten-thousandths of one), Money (cents), Date (days since 1970-01-01), Days, Months, Choice
/// (index); `text` holds Text and Code.
struct Literal {
  std::int64_t number = 0;
  std::string text;
};

/// The value that `text` means as `type`; empty when it means none. Text and choices are unquoted
/// or in double quotes.
std::optional<Literal> read_literal(std::string_view text, Type type, const TypeTable& types);

/// As an author would write it: "$1,450", "5 days", "\"Current\"", "2026-05-31", "50%".
std::string print_literal(const Literal& literal, Type type, const TypeTable& types);

/// The value of a parameter: a literal, or several of a list as `("Rent", "Fee")`.
std::string print_literals(const std::vector<Literal>& literals, Type type, const TypeTable& types);

/// "\"abc\"" -> "abc"; text without quotes stays.
std::string unquoted(std::string_view text);

/// Why a date format cannot be used; empty when it can.
std::optional<std::string> date_format_problem(std::string_view format);

}  // namespace m2::dsl

#pragma once
// The code tables of the standard: which values a code field may hold and what they mean.
//
//   const CodeTable* table = find_code_table("account_status");
//   find_code(*table, "71")->meaning      // "30-59 days past the due date"
//
// Everything here is constant and lives as long as the program. A lookup is a binary search over at
// most 63 numbers.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace m2 {

struct Code {
  std::string_view code;  // without blank fill; "" is blank
  std::string_view meaning;
  bool obsolete = false;  // retired or obsolete: read, with a warning, and not written
  std::string_view portfolios =
      {};  // portfolio types it may be used with, "IM"; empty: no restriction known
  std::string_view group = {};  // family of account types, kind of comment, territory, …
  bool on_base = false;         // ECOA codes: allowed for the consumer of the base segment
  bool on_associated = false;   // ECOA codes: allowed for the consumer of a J1 or J2
  bool starts_bankruptcy_clock =
      false;              // consumer information: date of first delinquency by its third rule
  bool for_rent = false;  // special comments: used with residential rent
  std::string_view zip_prefixes =
      {};  // states: leading digits of their ZIP codes, "350-352 354-369"
  std::string_view note = {};
};

enum class CodeScope : std::uint8_t { WholeField, EachCharacter };

/// Values that are not listed one by one.
enum class OtherCodes : std::uint8_t {
  None,
  Numbers,    ///< 001 to 999 (terms duration), described by the code "nnn"
  Countries,  ///< every ISO 3166-1 alpha-2 code, and blank
};

struct CodeTable {
  std::string_view name;  // "account_status", as Field::codes says
  std::string_view about;
  CodeScope scope = CodeScope::WholeField;
  OtherCodes others = OtherCodes::None;
  std::span<const Code> codes;
};

std::span<const CodeTable> code_tables();
/// The table with this name, or null.
const CodeTable* find_code_table(std::string_view name);
/// The row for a value, blank fill allowed, or null. A terms duration of 001 to 999 other than a
/// listed one gives "nnn".
const Code* find_code(const CodeTable& table, std::string_view value);
/// True when a field with this table may hold `value`: every character of it where the table speaks
/// of characters.
bool accepts(const CodeTable& table, std::string_view value);

enum class RatingRule : std::uint8_t { Blank, Required };

/// What an account status demands of other fields of the base segment.
struct StatusFacts {
  std::string_view code;
  RatingRule rating = RatingRule::Blank;  // field 17B
  char history = '\0';  // letter of the month in the history that follows; or one of the two below
  std::string_view balance;            // field 21, in words; empty: anything
  std::string_view past_due;           // field 22
  std::string_view first_delinquency;  // field 25
  std::string_view date_closed;        // field 26

  static constexpr char kFromRating = 'r';  // the letter is the payment rating
  static constexpr char kNoHistory = '-';   // the account is deleted
};

/// Facts of an account status, or null for an unknown one. Constant time.
const StatusFacts* find_status(std::string_view code);
std::span<const StatusFacts> account_statuses();

}  // namespace m2

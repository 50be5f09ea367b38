#pragma once
// Spellings of other languages, and of other places in this one, with the one way to say it here.
//
// A row is used when reading got stuck at exactly this token, so none of them takes a name away
// from authors.

#include <string_view>

namespace m2::dsl {

enum class Where : unsigned char {
  Anywhere,
  AfterNumber,  // 2 years
  Statement,    // where a statement should begin
  Key,          // where the key of a lookup should begin
  Comparison,   // where a condition may go on
  Shape,        // in a shape
  RowEnd,       // behind the results of a table row
  NotInRow,
  InName,  // between two letters
};

struct TwoWays {
  std::string_view found;
  std::string_view
      write;  // replaces `found` in the line shown as help; empty when that would not be enough
  std::string_view advice = "";  // printed instead of "write `…`"
  Where where = Where::Anywhere;
};

// clang-format off
constexpr TwoWays kTwoWays[] = {
    // Comparisons and logic.
    {"equals",     "is"},
    {"equal",      "is"},
    {"eq",         "is"},
    {"==",         "is"},
    {"=",          "is", "", Where::Comparison},
    {"isnt",       "is not"},
    {"!=",         "is not"},
    {"<>",         "is not"},
    {"≠",          "is not"},
    {"≤",          "<="},
    {"≥",          ">="},
    {"&&",         "and"},
    {"&",          "and"},
    {"||",         "", "a row has one `||`, between its conditions and its results", Where::RowEnd},
    {"||",         "or", "", Where::NotInRow},
    {"!",          "", "write `not`, for example `not lease.in_collections`"},
    {"unless",     "when not"},
    // Nothing.
    {"null",       "missing", "write `missing` for what the source does not say, `blank` for an empty field"},
    {"nil",        "missing", "write `missing` for what the source does not say, `blank` for an empty field"},
    {"none",       "missing", "write `missing` for what the source does not say, `blank` for an empty field"},
    {"undefined",  "missing", "write `missing` for what the source does not say, `blank` for an empty field"},
    {"default",    "anything else", "", Where::Key},
    {"otherwise",  "anything else", "", Where::Key},
    {"else",       "anything else", "", Where::Key},
    {"_",          "anything else", "", Where::Key},
    {"*",          "anything else", "", Where::Key},
    {"default",    "otherwise"},
    {"??",         "otherwise"},
    {"-",          "_", "", Where::InName},
    // Choices.
    {"elif",       "else if"},
    {"elsif",      "else if"},
    {"elseif",     "else if"},
    {"?",          "", "the question mark follows the name: `moved_out_on?  date`", Where::Shape},
    {"?",          "", "write `if … then … else …`"},
    {"case",       "", "write a `table` or a `lookup`"},
    {"switch",     "", "write a `table` or a `lookup`"},
    {"match",      "", "write a `table` or a `lookup`"},
    // Arithmetic and units.
    {"plus",       "+"},
    {"minus",      "-"},
    {"times",      "*"},
    {"×",          "*"},
    {"÷",          "/"},
    {"−",          "-"},
    {"–",          "-"},
    {"years",      "", "write months: `24 months`", Where::AfterNumber},
    {"year",       "", "write months: `12 months`", Where::AfterNumber},
    {"weeks",      "", "write days: `14 days`", Where::AfterNumber},
    {"week",       "", "write days: `7 days`", Where::AfterNumber},
    {"dollars",    "", "write `$25`", Where::AfterNumber},
    {",",          "", "numbers hold no commas, only amounts of money do: `$1,450.00`", Where::AfterNumber},
    {"$",          "", "an amount is written `$25` or `$1,450.00`"},
    {"percent",    "%", "", Where::AfterNumber},
    // Texts, comments, ends.
    {"'",          "", "texts stand in double quotes: `\"Primary\"`"},
    {"‘",          "", "texts stand in straight double quotes: `\"Primary\"`"},
    {"’",          "", "texts stand in straight double quotes: `\"Primary\"`"},
    {"“",          "", "texts stand in straight double quotes: `\"Primary\"`"},
    {"”",          "", "texts stand in straight double quotes: `\"Primary\"`"},
    {"//",         "#"},
    {"/*",         "#"},
    {"--",         "#"},
    {";",          "", "drop it: a statement ends where the next one begins"},
    {"[",          "", R"(lists stand in round brackets: `("a", "b")`)"},
    {"]",          "", R"(lists stand in round brackets: `("a", "b")`)"},
    {"=>",         "->"},
    {".",          "", "members are read from names: give this a name with `let` first"},
    {"\u00A0",     "", "this is a no-break space: type a blank"},
    // Statements.
    {"var",        "let", "", Where::Statement},
    {"const",      "let", "", Where::Statement},
    {"def",        "define", "", Where::Statement},
    {"function",   "define", "", Where::Statement},
    {"import",     "use", "", Where::Statement},
    {"assert",     "require", "", Where::Statement},
    {"test",       "example", "", Where::Statement},
};
// clang-format on

}  // namespace m2::dsl

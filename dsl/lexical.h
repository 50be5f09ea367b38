#pragma once
// The words and literals of the language, as plain functions over text: where does the token that
// starts here end?
//
//   lexical::date("2026-05-31 x", 0)   // 10
//   lexical::date("soon", 0)           // 0: no date starts here
//
// Grammar, recovery and messages share them, so that they never disagree about what a token is.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace m2::dsl {

enum class Word : std::uint8_t {
#define M2_WORD(name, spelling, use) name,
#include "dsl/words.def"
#undef M2_WORD
};

std::string_view spelling(Word word);
/// The word of the language that is spelled so.
std::optional<Word> word_spelled(std::string_view text);
/// True for words that cannot be names.
bool is_reserved(std::string_view word);
bool is_one_of(std::string_view word, std::span<const Word> words);
bool is_word_letter(char c);  ///< of a word; `_` is one

namespace lexical {

using Offset = std::uint32_t;
/// Each returns the end of its token, or `at` when none starts there.
using Rule = Offset (*)(std::string_view text, Offset at);

Offset spaces(std::string_view text, Offset at);    ///< blanks and tabs
Offset comment(std::string_view text, Offset at);   ///< # to before the line end
Offset line_end(std::string_view text, Offset at);  ///< where the line of `at` ends, before CR LF

Offset word(std::string_view text, Offset at);         ///< letters, digits, _; a letter or _ first
Offset name(std::string_view text, Offset at);         ///< a word that may name something
Offset dotted_name(std::string_view text, Offset at);  ///< entrata.lease
Offset type_name(std::string_view text, Offset at);    ///< a dotted name, days or months
Offset rule_id(std::string_view text, Offset at);      ///< B17A-011

Offset integer(std::string_view text, Offset at);    ///< 24
Offset number(std::string_view text, Offset at);     ///< 24, 2.16
Offset money(std::string_view text, Offset at);      ///< $1,450.00; a comma wants three digits
Offset percent(std::string_view text, Offset at);    ///< 50%
Offset date(std::string_view text, Offset at);       ///< 2026-05-31
Offset date_like(std::string_view text, Offset at);  ///< also 2026-5-31 and 05/31/2026: no dates
Offset duration(std::string_view text, Offset at);   ///< 5 days, 1 month
Offset frequency(std::string_view text, Offset at);  ///< 2 weeks, half month
Offset text_run(std::string_view text, Offset at);  ///< inside quotes, up to a quote, { or line end

// Of a table row, which ends with its line; spaces before a bar belong to it.
Offset cell(std::string_view text, Offset at);         ///< raw text up to | or line end
Offset cell_bar(std::string_view text, Offset at);     ///< | between two cells
Offset row_divider(std::string_view text, Offset at);  ///< ||
Offset row_end(std::string_view text, Offset at);      ///< the last |

Offset sign(std::string_view text,
            Offset at);  ///< one character, or two that are one sign: <=, ->, &&

/// The whole token at `at`, whatever it is: a word, literal, text or sign; recovery steps over it,
/// messages show it.
Offset token(std::string_view text, Offset at);

}  // namespace lexical
}  // namespace m2::dsl

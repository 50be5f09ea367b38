#pragma once
// Text: UTF-8 in, the Metro 2 character set out; names compared for "did you mean".
//
//   char surname[25];
//   FoldCounts counts;
//   fold(CharacterSet::Name, "Núñez-O'Dell", surname, counts);   // "NUNEZ-ODELL", blank filled;
//   counts.dropped == 1

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace m2 {

/// What a field may hold once it is in capitals. Source: the character rules of the standard for
/// names, addresses and files.
enum class CharacterSet : std::uint8_t {
  Name,     ///< letters, digits, blank, hyphen
  Address,  ///< the same and / # & , .
  Any,      ///< every printable ASCII character
};

struct FoldCounts {
  std::uint32_t dropped = 0;  ///< characters the set refuses and that have no letter to become
  std::uint32_t cut = 0;      ///< characters that did not fit
};

/// Writes `utf8` in capitals into `field`, blank filled: accented letters become their letter
/// (U+00C0-U+024F, U+1E00-U+1EFF, combining marks), dashes and no-break spaces their ASCII form,
/// the rest of what `set` refuses is dropped and counted. Adds to `counts`; returns the number of
/// characters written.
std::size_t fold(CharacterSet set, std::string_view utf8, std::span<char> field,
                 FoldCounts& counts);

/// True for a character that may stand in a field of this set.
bool allows(CharacterSet set, char c);

struct Utf8Problem {
  std::size_t offset = 0;
  const char* what = "";   ///< "a byte that is not UTF-8", "a bidirectional control character", …
  char32_t character = 0;  ///< 0 for a byte that is none
};
/// The first place where `text` is not UTF-8, or holds a character that hides or reorders what it
/// says. Tab, LF and CR LF are allowed, a CR at the end, too.
std::optional<Utf8Problem> find_unreadable(std::string_view text);

/// Nothing but ASCII: each byte is a character.
bool is_ascii(std::string_view text);

/// Number of code points; every stray byte counts as one.
std::size_t count_code_points(std::string_view utf8);

/// Keeps the digits of `text`.
std::string digits_of(std::string_view text);
std::string lower(std::string_view text);
/// A to Z; letters with accents stay as they are.
std::string upper(std::string_view text);
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

/// Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`, letters compared
/// without case.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate nearest to `name` within a third of its length (at least two edits for names over
/// three letters); the first in order wins a tie. Empty when none is near,
/// and for names of more than 64 bytes.
std::optional<std::string> nearest(std::string_view name, std::span<const std::string> candidates);

/// Printable ASCII as it is, every other byte as \x1B, so that no file can steer a terminal.
std::string printable(std::string_view bytes);

/// Letters of any alphabet as they are, unless something in the text could steer a terminal or hide
/// what it says: then as printable().
std::string readable(std::string_view text);

/// At most so many bytes of `text`, and "…" where something is left out; no half letter.
std::string shortened(std::string_view text, std::size_t bytes);

/// As a text of HTML or XML: the five signs that mean something there as entities, what could hide
/// something as printable().
std::string in_markup(std::string_view text);

/// "***-**-6789" for nine digits, else every character but the last four of eight or more replaced
/// by '*'.
std::string mask(std::string_view value);

/// A number with a comma between groups of three digits: "12,431".
std::string with_separators(std::uint64_t number);

}  // namespace m2

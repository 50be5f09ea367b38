#pragma once
// Names: one word in three spellings, that of presets, that of C++ and that of people.
//
//   spell("AccountStatus", Spelling::Key)      // "account_status"
//   spell("total_status_05", Spelling::Title)  // "Total Status 05"
//
// Words begin at an underscore, a blank, a capital after anything but a capital, and a digit after
// a small letter. So any spelling is read, and the three are each other's inverse for every field.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/ascii.h"

namespace m2 {

enum class Spelling : std::uint8_t {
  Key,         ///< account_status: presets, rules, JSON, messages
  Enumerator,  ///< AccountStatus: C++
  Title,       ///< Account Status: the standard
};

namespace internal {

/// Writes the spelling to `out`, at most 2 * name.size() characters; returns how many.
constexpr std::size_t spell_to(char* out, std::string_view name, Spelling spelling) {
  std::size_t written = 0;
  std::size_t word = 0;  // characters of the current word
  char before = ' ';
  for (const char c : name) {
    if (c == '_' || c == ' ') {
      word = 0;
      continue;
    }
    if ((is_upper(c) && !is_upper(before)) || (is_digit(c) && !is_digit(before) && word > 1))
      word = 0;
    if (word == 0 && written > 0 && spelling != Spelling::Enumerator) {
      out[written++] = spelling == Spelling::Key ? '_' : ' ';
    }
    out[written++] = spelling == Spelling::Key ? to_lower(c) : word == 0 ? to_upper(c) : c;
    before = c;
    ++word;
  }
  return written;
}

/// A name given as a template argument, so that its key lives as long as the program.
template <std::size_t N>
struct Name {
  char text[N]{};
  consteval Name(const char (&name)[N]) {  // NOLINT: implicit by design
    for (std::size_t i = 0; i < N; ++i) text[i] = name[i];
  }
};

template <Name kName>
struct Key {
  char text[2 * sizeof(kName.text)]{};
  std::size_t size = 0;
  consteval Key() {
    size = spell_to(text, std::string_view(kName.text, sizeof(kName.text) - 1), Spelling::Key);
  }
};

template <Name kName>
inline constexpr Key<kName> kKeyStorage{};

/// The key of an enumerator, spelt at compile time.
template <Name kName>
inline constexpr std::string_view kKey{kKeyStorage<kName>.text, kKeyStorage<kName>.size};

}  // namespace internal

inline std::string spell(std::string_view name, Spelling spelling) {
  std::string out(2 * name.size(), '\0');
  out.resize(internal::spell_to(out.data(), name, spelling));
  return out;
}

}  // namespace m2

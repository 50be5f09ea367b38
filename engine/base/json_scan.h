#pragma once
// Scanning JSON text: where values end, without a tree.
//
//   JsonScan scan(text.data(), text.size());                // text[size] is NUL
//   const char* end = scan.value_end(scan.skip_blanks(text.data()));   // null: nothing that scan
//   knows
//
// What a scan accepts, the parser of json.h accepts too, with the same values. It refuses some of
// what the parser accepts (numbers with exponents, escaped surrogates, more than 500 levels): a
// caller that meets a null asks the parser, which says what and where. Values point into the text.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "engine/base/ascii.h"

namespace m2 {

class JsonScan {
 public:
  JsonScan(const char* text, std::size_t size) : end_(text + size) {}

  static const char* skip_blanks(const char* at) {
    while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t') ++at;
    return at;
  }

  /// The closing quote of the string whose first byte behind its opening quote is `at`; `escaped`
  /// becomes true when a backslash stands in it.
  const char* closing_quote(const char* at, bool& escaped) const {
    for (;;) {
      at = next_special(at);
      if (*at == '"') return at;
      if (*at != '\\') return nullptr;  // a control character, or the end of the text
      escaped = true;
      at = escape_end(at);
      if (at == nullptr) return nullptr;
    }
  }

  /// One past the value that begins at `at`.
  const char* value_end(const char* at) const {
    return *at == '{' || *at == '[' ? nested_end(at) : scalar_end(at);
  }
  /// One past a string, a number, true, false or null.
  const char* scalar_end(const char* at) const {
    if (*at == '"') {
      bool escaped = false;
      const char* quote = closing_quote(at + 1, escaped);
      return quote == nullptr ? nullptr : quote + 1;
    }
    if (*at == '-' || is_digit(*at)) return number_end(at);
    return *at == 't'   ? word_end(at, "true")
           : *at == 'f' ? word_end(at, "false")
                        : word_end(at, "null");
  }
  const char* word_end(const char* at, std::string_view word) const {
    const bool same = static_cast<std::size_t>(end_ - at) >= word.size() &&
                      std::memcmp(at, word.data(), word.size()) == 0;
    return same ? at + word.size() : nullptr;
  }
  /// Bytes from `at` to the end of the text.
  std::size_t rest(const char* at) const { return static_cast<std::size_t>(end_ - at); }

 private:
  // The next quote, backslash or control character; the NUL behind the text is one. Eight bytes at
  // a time: in each word the lowest bit that is set is right, which is the one that is looked at.
  const char* next_special(const char* at) const {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    constexpr std::uint64_t kTops = 0x8080808080808080;
    const auto zeros = [](std::uint64_t w) { return (w - kOnes) & ~w & kTops; };
    for (; end_ - at >= 8; at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, sizeof word);
      const std::uint64_t control = (word - kOnes * 0x20) & ~word & kTops;
      const std::uint64_t special =
          control | zeros(word ^ kOnes * '"') | zeros(word ^ kOnes * '\\');
      if (special != 0) return at + std::countr_zero(special) / 8;
    }
    while (static_cast<unsigned char>(*at) >= 0x20 && *at != '"' && *at != '\\') ++at;
    return at;
  }

  const char* number_end(const char* at) const {
    if (*at == '-') ++at;
    if (!is_digit(*at)) return nullptr;
    const char* first = at;
    at = digits_end(at);
    if (*first == '0' && at - first > 1) return nullptr;
    if (*at == '.') {
      if (!is_digit(*++at)) return nullptr;
      at = digits_end(at);
    }
    return *at == 'e' || *at == 'E' ? nullptr : at;
  }

  // Eight at a time, as next_special(): digits have 3 in their upper half, and still have it when 6
  // is added. What a byte carries over goes to later ones, which nobody looks at then.
  const char* digits_end(const char* at) const {
    constexpr std::uint64_t kUpperHalves = 0xF0F0F0F0F0F0F0F0;
    constexpr std::uint64_t kThrees = 0x3030303030303030;
    constexpr std::uint64_t kSixes = 0x0606060606060606;
    for (; end_ - at >= 8; at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, sizeof word);
      const std::uint64_t other =
          ((word & kUpperHalves) ^ kThrees) | (((word + kSixes) & kUpperHalves) ^ kThrees);
      if (other != 0) return at + std::countr_zero(other) / 8;
    }
    while (is_digit(*at)) ++at;
    return at;
  }

  static const char* escape_end(const char* backslash);
  const char* nested_end(const char* at) const;

  const char* end_;
};

/// `inner`, the bytes between the quotes of a string that was checked, without its escapes. Writes
/// at most inner.size() bytes to `out` and says how many.
std::size_t json_unescape(std::string_view inner, char* out);

}  // namespace m2

#pragma once
// Letters, digits and blanks of ASCII, whatever the locale says.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace m2 {

constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
/// Every character is a digit; eight are looked at at a time.
inline bool are_digits(std::string_view text) {
  constexpr std::uint64_t kHigh = 0xF0F0F0F0F0F0F0F0;
  constexpr std::uint64_t kZeros = 0x3030303030303030;
  constexpr std::uint64_t kSixes =
      0x0606060606060606;  // carries what is above '9' into the high half
  const auto are_eight = [](const char* at) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, at, sizeof eight);
    return ((eight & kHigh) ^ kZeros) == 0 && (((eight + kSixes) & kHigh) ^ kZeros) == 0;
  };
  std::size_t left = text.size();
  const char* at = text.data();
  for (; left >= 8; left -= 8, at += 8) {
    if (!are_eight(at)) return false;
  }
  if (left > 0 && text.size() >= 8) return are_eight(text.data() + text.size() - 8);
  for (; left > 0; --left) {
    if (!is_digit(*at++)) return false;
  }
  return true;
}
constexpr bool is_letter(char c) {
  return is_upper(c) || is_lower(c);
}
constexpr bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}
/// What separates words and tokens in JSON and in presets.
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
constexpr char to_upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 32) : c;
}
constexpr char to_lower(char c) {
  return is_upper(c) ? static_cast<char>(c + 32) : c;
}

/// What some editors write before the first character of a UTF-8 file.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace m2

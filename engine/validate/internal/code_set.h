#pragma once
// CodeSet: the codes of a table that need no second look, as bits; a lookup is one or two loads.
//
//   CodeSet set(*find_code_table("account_status"), field.length, false);
//   set.contains("71")       // true

#include <array>
#include <bitset>
#include <string_view>

#include "engine/metro2/codes.h"

namespace m2::internal {

class CodeSet {
 public:
  /// Values of `length` bytes, at most three. Obsolete codes are left out; `blank_too` takes blanks
  /// in beyond the table.
  CodeSet(const CodeTable& table, std::size_t length, bool blank_too);

  [[nodiscard]] bool contains(std::string_view value) const {
    if (each_character_) {
      bool all = true;
      for (const char c : value) all &= letters_[static_cast<unsigned char>(c)];
      return all;
    }
    if (value.size() == 1) return bits_[slot(' ', value[0])];
    if (value.size() == 2) return bits_[slot(value[0], value[1])];
    return accepts(*table_, value);
  }

 private:
  // Two characters of the range in which all codes are, blank to underscore; anything else is slot
  // 0, which is never set.
  static std::size_t slot(char a, char b) {
    const auto high = static_cast<unsigned char>(a - ' ');
    const auto low = static_cast<unsigned char>(b - ' ');
    return (high | low) < 64 ? 1 + high * 64u + low : 0;
  }

  const CodeTable* table_;
  bool each_character_;
  std::bitset<1 + 64 * 64> bits_;
  std::array<bool, 256> letters_{};  // of each_character_
};

}  // namespace m2::internal

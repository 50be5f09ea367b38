#include "engine/validate/internal/code_set.h"

namespace m2::internal {

CodeSet::CodeSet(const CodeTable& table, std::size_t length, bool blank_too)
    : table_(&table), each_character_(table.scope == CodeScope::EachCharacter) {
  const auto add = [&](std::string_view code) {
    const char first = code.empty() ? ' ' : code.front();
    const char second = code.size() < 2 ? ' ' : code[1];
    if (each_character_) {
      letters_[static_cast<unsigned char>(first)] = true;
    } else {
      bits_[length == 1 ? slot(' ', first) : slot(first, second)] = true;
    }
  };
  for (const Code& code : table.codes) {
    if (!code.obsolete && code.code.size() <= 2) add(code.code);
  }
  if (blank_too) add("");
  if (table.others == OtherCodes::Countries) {
    for (char a = 'A'; a <= 'Z'; ++a) {
      for (char b = 'A'; b <= 'Z'; ++b) {
        if (const char code[] = {a, b}; accepts(table, {code, 2})) add({code, 2});
      }
    }
  }
}

}  // namespace m2::internal

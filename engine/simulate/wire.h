#pragma once
// What writers of vendors' responses share: a file's name and text, and members of JSON objects.
//
//   put(json, "loanTerm", "36.0000");                 // , "loanTerm": "36.0000"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/json_writer.h"

namespace m2::simulate {

struct ResponseFile {
  std::string name;  // "getLeases.r2.7200001.all.json"
  std::string text;
};

inline void put(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name).text(text);
}
inline void put(JsonWriter& json, std::string_view name, std::int64_t number) {
  json.key(name).number(number);
}
inline void put_flag(JsonWriter& json, std::string_view name, bool value) {
  json.key(name).boolean(value);
}
inline void put_null(JsonWriter& json, std::string_view name) {
  json.key(name).null();
}
inline void put_raw(JsonWriter& json, std::string_view name, std::string_view value) {
  json.key(name).raw(value);
}

/// "1350.50", "-0.75": dollars with two decimals.
inline std::string in_dollars(std::int64_t cents) {
  const std::uint64_t size = static_cast<std::uint64_t>(cents < 0 ? -cents : cents);
  return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", size / 100, size % 100);
}

}  // namespace m2::simulate

#pragma once
// Built-in functions: one row each in builtins.def; the checker, the evaluator and the reference
// page read it.

#include <cstdint>
#include <span>
#include <string_view>

namespace m2::dsl {

enum class BuiltinId : std::uint32_t {
#define M2_BUILTIN(id, name, parameters, result, summary, example, value) id,
#include "dsl/builtins.def"
#undef M2_BUILTIN
};

struct Builtin {
  BuiltinId id;
  std::string_view name;
  std::string_view parameters;  // "text, int"
  std::string_view result;
  std::string_view summary;
  std::string_view example;
  std::string_view value;  // what the example gives
};

std::span<const Builtin> builtins();
/// Null when there is none of that name.
const Builtin* find_builtin(std::string_view name);

}  // namespace m2::dsl

#include "dsl/builtins.h"

#include <array>

namespace m2::dsl {
namespace {

constexpr auto kBuiltins = std::to_array<Builtin>({
#define M2_BUILTIN(id, name, parameters, result, summary, example, value) \
  {BuiltinId::id, name, parameters, result, summary, example, value},
#include "dsl/builtins.def"
#undef M2_BUILTIN
});

}  // namespace

std::span<const Builtin> builtins() {
  return kBuiltins;
}

const Builtin* find_builtin(std::string_view name) {
  for (const Builtin& b : kBuiltins) {
    if (b.name == name) return &b;
  }
  return nullptr;
}

}  // namespace m2::dsl

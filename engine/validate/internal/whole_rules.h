#pragma once
// Names for the rules of portfolio.def, for the code that finds out whether they hold.
//
//   whole_rule(registry, Whole::AccountOnce).id      // "FILE-016"

#include <cstddef>
#include <cstdint>

#include "engine/validate/registry.h"

namespace m2::internal {

enum class Whole : std::uint8_t {
#define M2_WHOLE_RULE(name, ...) name,
#include "engine/validate/portfolio.def"
#undef M2_WHOLE_RULE
};

inline const Rule& whole_rule(const RuleRegistry& registry, Whole name) {
  return registry.of_whole(static_cast<std::size_t>(name));
}

}  // namespace m2::internal

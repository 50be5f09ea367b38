#pragma once
// Names for the rules of structural.def, for the code that finds out whether they hold. The rule is
// the registry's entry at the place that the name has.
//
//   registry.rules()[static_cast<std::size_t>(Structural::HeaderIsFirst)].id      // "FILE-001"

#include <cstdint>

namespace m2::internal {

enum class Structural : std::uint8_t {
#define M2_RULE(name, ...) name,
#include "engine/validate/structural.def"
#undef M2_RULE
};

}  // namespace m2::internal

#pragma once
// Names for the rules of structural.def, for the code that finds out whether they hold.
//
//   rule(Structural::HeaderIsFirst).id           // "FILE-001"

#include <cstdint>

#include "engine/validate/rule.h"

namespace m2::internal {

enum class Structural : std::uint8_t {
#define M2_RULE(name, ...) name,
#include "engine/validate/structural.def"
#undef M2_RULE
};

const Rule& rule(Structural name);

}  // namespace m2::internal

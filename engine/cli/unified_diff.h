#pragma once
// What differs between two texts, line by line, as `diff -u` prints it.
//
//   context.out << unified_diff("presets/entrata/rent.preset", before, after, context.out_colour);

#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"

namespace m2::cli {

/// Hunks with three lines around each change; empty when the texts are equal. The shortest
/// difference while it is short; where texts have little in common, all of it is replaced.
std::string unified_diff(std::string_view name, std::string_view before, std::string_view after,
                         Colour colour);

}  // namespace m2::cli

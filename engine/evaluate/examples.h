#pragma once
// Examples: the one-line tests of a preset, run by every check.
//
//   check_examples(preset, found);      // example-fails, at each `example` that is not true

#include <memory>

#include "dsl/program.h"
#include "engine/base/diagnostic.h"

namespace m2 {

/// Runs the examples of a preset and its libraries with the parameters' defaults. They see no
/// account; `as_of` is the last day of 2025. Error: example-fails, with what was held where it
/// held.
void check_examples(const std::shared_ptr<const dsl::CheckedPreset>& preset, Diagnostics& found);

}  // namespace m2

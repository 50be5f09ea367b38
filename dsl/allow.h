#pragma once
// `# allow SLUG because "…"`: a warning that an author has looked at and answered. Internal to dsl.
//
//   apply_allows(ast, found, DiagnosticAbout::Preset);
//
// It stands on the line above a statement or at the end of one of its lines, and silences warnings
// of that slug in that statement; a statement is what can have a description of its own, so also
// one parameter, field, row or member.

#include <optional>

#include "dsl/ast.h"
#include "dsl/diagnostics.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

/// Moves the warnings that a file allows to those that are silenced. One that cannot silence
/// anything (no such slug, no reason) is reported as `allow`; one of the kind `all_told` that
/// silenced nothing, as `unused-allow`. So that says of what everything was told: not of what may
/// be for another preset, or could not be checked.
void apply_allows(const Ast& ast, Diagnostics& found,
                  std::optional<DiagnosticAbout> all_told = std::nullopt);

}  // namespace m2::dsl

#pragma once
// `# allow SLUG because "…"`: a warning that an author has looked at and answered. Internal to dsl.
//
//   apply_allows(ast, found, UnusedAllows::Told);
//
// It stands on the line above a statement or at the end of one of its lines, and silences warnings
// of that slug in that statement; a statement is what can have a description of its own, so also
// one parameter, field, row or member.

#include <cstdint>

#include "dsl/ast.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

/// Whether an `allow` that silences nothing is a warning: not where it may be for another preset,
/// or where not everything could be checked.
enum class UnusedAllows : std::uint8_t { Told, NotTold };

/// Moves the warnings that a file allows to those that are silenced. One that cannot silence
/// anything (no such slug, no warning, no reason) is reported as `allow`.
void apply_allows(const Ast& ast, Diagnostics& found, UnusedAllows unused);

}  // namespace m2::dsl

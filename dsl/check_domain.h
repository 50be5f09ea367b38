#pragma once
// Lints that know the subject: what is well-formed and harms a person or loses an account. Internal
// to dsl.
//
//   check_domain(preset, found);   // reaging, history-direction, rating-status, as-of-needed,
//                                  // may-be-cut
//
// They read what the checker made and follow values through lets, definitions and tables; what an
// error was reported for already is passed over.

#include "dsl/program.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

void check_domain(const CheckedPreset& preset, Diagnostics& found);

/// The part about field 17B, in check_rating.cpp.
void check_rating(const CheckedPreset& preset, Diagnostics& found);

/// Texts that may not fit, in check_length.cpp.
void check_lengths(const CheckedPreset& preset, Diagnostics& found);

/// The value of a field of the base record, null when it was not mapped.
const FieldRule* rule_of(const CheckedPreset& preset, std::string_view field);

}  // namespace m2::dsl

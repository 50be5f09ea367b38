#pragma once
// Fields of the standard as messages speak of them.
//
//   about(*find_field(Segment::Base, "current_balance"))
//   // "current_balance is field 21, positions 155-163: whole dollars, 9 digits"

#include <string>

#include "engine/metro2/codes.h"
#include "engine/metro2/field.h"

namespace m2::dsl {

/// Its code list; null when it has none.
const CodeTable* codes_of(const Field& field);
/// A field with a code in every character.
bool is_history(const Field& field);
/// A required field may still be empty where its code list says so, as the terms of a deferred
/// loan.
bool may_be_blank(const Field& field);
std::string place_of(const Field& field);
std::string about(const Field& field);

}  // namespace m2::dsl

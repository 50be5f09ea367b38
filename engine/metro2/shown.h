#pragma once
// Values as they may be shown: personal ones masked, nothing that could steer a terminal.
//
//   shown(field(BaseField::Ssn), "666123456")            // "***-**-3456"
//   shown(field(BaseField::Surname), "SMITH   ")         // "*****"

#include <string>
#include <string_view>

#include "engine/metro2/field.h"

namespace m2 {

/// The bytes of a field without the blanks at its end, masked when the field is personal; birth
/// dates entirely.
std::string shown(const Field& field, std::string_view value);

/// The bytes of a whole segment, one character each: personal fields masked in place, what is not
/// printable as a dot.
std::string shown_in_place(Segment segment, std::string_view bytes);

}  // namespace m2

#pragma once
// What rules and presets read of a finished record.
//
//   const Slot status = record_slot(field(BaseField::AccountStatus), segment);

#include <string_view>

#include "engine/evaluate/slot.h"
#include "engine/metro2/field.h"

namespace m2 {

/// The decision of docs/decisions/0028: an empty field is missing, an empty amount is zero, bytes
/// that mean nothing are bad. Texts point into `segment`.
Slot record_slot(const Field& field, std::string_view segment);
/// The same of the bytes of the field alone.
Slot value_slot(const Field& field, std::string_view value);

}  // namespace m2

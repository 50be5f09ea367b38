#pragma once
// The packed form: header, base and trailer in 366 bytes, numbers two digits a byte, appended
// segments in character form.
//
//   std::string packed;
//   if (!pack(record, packed)) …                 // a numeric field that is not all digits has no
//   packed form unpack(packed, character, invalid_fields);

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/metro2/field.h"

namespace m2 {

/// Header, trailer or base of a record in character form.
Segment first_segment_of(std::string_view record);

/// Appends the packed form of `record`, at least 426 bytes, with its length in the descriptor word.
/// False, and nothing appended, when a field that is packed holds anything but digits.
bool pack(std::string_view record, std::string& out);

/// Writes the character form of `packed`, at least 366 bytes, to `out`. A field whose bytes are no
/// packed number becomes question marks, and its place in `packed`, from 0, is added to `invalid`.
void unpack(std::string_view packed, std::string& out, std::vector<std::size_t>& invalid);

/// True for digits with a positive sign at the end.
bool is_packed_number(std::string_view bytes);
/// Value of a binary descriptor word: its first two bytes, when the last two are zero; else 0.
std::size_t binary_descriptor(std::string_view bytes);

}  // namespace m2

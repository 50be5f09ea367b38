#pragma once
// Field values as text from which the same bytes can be made again; for JSON and CSV.
//
//   exact_text(field, bytes)      // "SMITH", "000001450"; empty when the field holds what a blank
//   segment holds put_exact(field, "SMITH", segment)
//
// Text is Unicode where each byte is the code point of its value, so that any byte survives.

#include <optional>
#include <string>
#include <string_view>

#include "engine/metro2/field.h"

namespace m2::internal {

/// Bytes of the field, without blanks at the end where they can be put back; empty when
/// blank(segment) has the same.
std::optional<std::string_view> exact_text(const Field& field, Segment segment,
                                           std::string_view bytes);
/// False, and nothing written, when the text is longer than the field. Shorter text is filled as
/// the field is.
bool put_exact(const Field& field, std::string_view text, char* segment);

/// Bytes as UTF-8, and back; empty for text with other characters. `storage` holds the result when
/// it differs from the input.
std::string_view to_utf8(std::string_view bytes, std::string& storage);
std::optional<std::string_view> from_utf8(std::string_view utf8, std::string& storage);

}  // namespace m2::internal

#pragma once
// Values in the bytes of a segment: written as the standard asks, read back as they stand.
//
//   put_dollars(field(BaseField::CurrentBalance), 1450, bytes);          // "000001450"
//   put_text(field(BaseField::Surname), "Núñez", bytes, counts);         // "NUNEZ" and blanks
//
// `segment` is the first byte of a segment in character form, `bytes` the whole of it. Nothing is
// allocated; a value that is refused leaves the field as it was.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/metro2/field.h"

namespace m2 {

enum class Put : std::uint8_t {
  Done,
  Cut,      ///< written without its end; the field may be cut
  Capped,   ///< an amount above the field's digits: written as all nines
  TooLong,  ///< refused: it does not fit, and the field may not be cut
  Refused,  ///< refused: negative, not digits, not a day, or not as long as the field demands
};
/// True when the field now holds a value.
constexpr bool is_written(Put put) {
  return put < Put::TooLong;
}

/// Text, in capitals and in the field's character set; what was dropped and cut is added to
/// `counts`. Fields that are filled with zeros take digits only. Empty text blanks the field.
Put put_text(const Field& field, std::string_view utf8, char* segment, FoldCounts& counts);
/// A number of zero or more. Fields filled with blanks get its digits on the left.
Put put_number(const Field& field, std::int64_t number, char* segment);
/// Whole dollars of zero or more.
Put put_dollars(const Field& field, std::int64_t dollars, char* segment);
/// MMDDYYYY; the time of a time stamp is zero.
void put_date(const Field& field, Date date, char* segment);
/// What an unanswered field holds.
void put_blank(const Field& field, char* segment);
/// Text from a person or a file, read by the kind of the field: a day as 2026-05-31 or 05312026,
/// digits, anything else as put_text does.
Put put_value(const Field& field, std::string_view text, char* segment, FoldCounts& counts);

/// The bytes of the field.
constexpr std::string_view raw(const Field& field, std::string_view bytes) {
  const std::size_t start = std::min(field.offset(), bytes.size());
  return {bytes.data() + start, std::min<std::size_t>(field.length, bytes.size() - start)};
}
/// The same without blanks at the end.
std::string_view text(const Field& field, std::string_view bytes);
/// Any text without the blanks at its end.
std::string_view without_blanks(std::string_view whole);
/// True when the field holds more than blanks or zeros where those stand for nothing.
bool is_filled(const Field& field, std::string_view bytes);
/// The same of the bytes of the field alone.
bool is_filled_value(const Field& field, std::string_view value);
/// The day in a date or time stamp; empty when it is zero, blank or no real day.
std::optional<Date> date(const Field& field, std::string_view bytes);
/// The number in a field of digits only; empty otherwise.
std::optional<std::int64_t> number(const Field& field, std::string_view bytes);

}  // namespace m2

#pragma once
// Where records plausibly begin, told by their first twenty bytes; for the reader only.

#include <cstddef>
#include <string_view>

#include "engine/metro2/framing.h"

namespace m2::internal {

/// How many bytes tell that a record starts.
inline constexpr std::size_t kRecordStartLength = 19;
/// Value of a record or block descriptor word; 0 when it is not a number.
std::size_t descriptor_at(Encoding encoding, std::string_view bytes);
/// Of a header, base or trailer record.
std::size_t least_length(Encoding encoding);
/// Length of the byte order mark of UTF-8 at the start of a file, in front of a record; else 0.
std::size_t mark_before_record(std::string_view bytes);
/// True when `bytes` begin with a descriptor word and what follows it in a header, base segment or
/// trailer.
bool starts_record(Encoding encoding, std::string_view bytes);
/// The first place from `from` on where a record starts; npos when there is none.
std::size_t find_record(Encoding encoding, std::string_view bytes, std::size_t from);
/// "\r\n", "\n" or nothing.
std::string_view line_end_at(std::string_view bytes, std::size_t at);
/// Whether the first `length` bytes end within the end of a line: a record that tells this length
/// lost its last bytes. For text in lines.
bool reaches_over_line_end(std::string_view bytes, std::size_t length);
/// The framing of a file that begins with `bytes`.
Framing detect(std::string_view bytes);

}  // namespace m2::internal

#pragma once
// Framing: how records follow one another in a file.
//
//   Framing framing{.format = Format::Variable, .line_end = LineEnd::Lf};
//   to_string(framing)      // "variable length, LF, character"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace m2 {

enum class Format : std::uint8_t { Variable, Fixed };
enum class LineEnd : std::uint8_t { None, Lf, CrLf };
enum class Encoding : std::uint8_t { Character, Packed };

struct Framing {
  Format format = Format::Variable;
  LineEnd line_end = LineEnd::Lf;
  bool block_descriptors = false;
  Encoding encoding = Encoding::Character;
  std::size_t record_length =
      0;  // Fixed: the common length, counted in character form; Variable: 0

  friend bool operator==(const Framing&, const Framing&) = default;
};

/// "\n", "\r\n" or nothing.
std::string_view bytes_of(LineEnd line_end);

std::string_view to_string(Format format);      // "variable", "fixed"
std::string_view to_string(LineEnd line_end);   // "none", "lf", "crlf"
std::string_view to_string(Encoding encoding);  // "character", "packed"
std::optional<Format> find_format(std::string_view name);
std::optional<LineEnd> find_line_end(std::string_view name);
std::optional<Encoding> find_encoding(std::string_view name);
/// For people: "variable length, lf, character".
std::string to_string(const Framing& framing);

}  // namespace m2

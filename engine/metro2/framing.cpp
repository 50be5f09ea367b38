#include "engine/metro2/framing.h"

#include <fmt/format.h>

#include <array>

namespace m2 {
namespace {

constexpr std::array<std::string_view, 2> kFormats = {"variable", "fixed"};
constexpr std::array<std::string_view, 3> kLineEnds = {"none", "lf", "crlf"};
constexpr std::array<std::string_view, 2> kEncodings = {"character", "packed"};

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view bytes_of(LineEnd line_end) {
  return line_end == LineEnd::Lf ? "\n" : line_end == LineEnd::CrLf ? "\r\n" : "";
}

std::string_view to_string(Format format) {
  return kFormats[static_cast<std::size_t>(format)];
}
std::string_view to_string(LineEnd line_end) {
  return kLineEnds[static_cast<std::size_t>(line_end)];
}
std::string_view to_string(Encoding encoding) {
  return kEncodings[static_cast<std::size_t>(encoding)];
}
std::optional<Format> find_format(std::string_view name) {
  return find_name<Format>(kFormats, name);
}
std::optional<LineEnd> find_line_end(std::string_view name) {
  return find_name<LineEnd>(kLineEnds, name);
}
std::optional<Encoding> find_encoding(std::string_view name) {
  return find_name<Encoding>(kEncodings, name);
}

std::string to_string(const Framing& framing) {
  constexpr std::array<std::string_view, 3> kLines = {"no line ends", "lines ended by LF",
                                                      "lines ended by CR LF"};
  return fmt::format("{} length{}, {}{}, {} form", to_string(framing.format),
                     framing.record_length > 0 ? fmt::format(" of {}", framing.record_length) : "",
                     kLines[static_cast<std::size_t>(framing.line_end)],
                     framing.block_descriptors ? ", block descriptor words" : "",
                     to_string(framing.encoding));
}

}  // namespace m2

#include "engine/metro2/internal/exact.h"

#include <algorithm>
#include <cstring>

#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

bool is_ascii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Fields whose text may lose its blanks at the end, because they are put back.
bool is_left_justified(const Field& field) {
  return field.fill == Fill::Blanks || field.fill == Fill::Whole;
}

}  // namespace

std::optional<std::string_view> exact_text(const Field& field, Segment segment,
                                           std::string_view bytes) {
  const std::string_view whole = raw(field, bytes);
  if (whole == raw(field, blank(segment))) return std::nullopt;
  const std::string_view trimmed = text(field, bytes);
  // Empty text would stand for what a blank segment holds.
  return is_left_justified(field) && !trimmed.empty() ? trimmed : whole;
}

bool put_exact(const Field& field, std::string_view text, char* segment) {
  if (text.size() > field.length) return false;
  if (text.empty()) {
    put_blank(field, segment);
    return true;
  }
  char* const at = segment + field.offset();
  const std::size_t left = field.length - text.size();
  const bool is_left = is_left_justified(field) || !std::all_of(text.begin(), text.end(), is_digit);
  std::memset(at, is_left ? ' ' : '0', field.length);
  std::memcpy(is_left ? at : at + left, text.data(), text.size());
  return true;
}

std::string_view to_utf8(std::string_view bytes, std::string& storage) {
  if (is_ascii(bytes)) return bytes;
  storage.clear();
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      storage += c;
    } else {
      storage += static_cast<char>(0xC0 | byte >> 6);
      storage += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return storage;
}

std::optional<std::string_view> from_utf8(std::string_view utf8, std::string& storage) {
  if (is_ascii(utf8)) return utf8;
  storage.clear();
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const auto lead = static_cast<unsigned char>(utf8[at]);
    if (lead < 0x80) {
      storage += utf8[at];
      continue;
    }
    // Code points 0x80 to 0xFF: two bytes, the first 0xC2 or 0xC3.
    if ((lead != 0xC2 && lead != 0xC3) || at + 1 == utf8.size()) return std::nullopt;
    const auto next = static_cast<unsigned char>(utf8[++at]);
    if ((next & 0xC0) != 0x80) return std::nullopt;
    storage += static_cast<char>((lead & 0x03) << 6 | (next & 0x3F));
  }
  return storage;
}

}  // namespace m2::internal

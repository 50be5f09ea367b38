#include "engine/metro2/packed.h"

#include <algorithm>
#include <cstdint>

#include "engine/base/ascii.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

constexpr std::uint8_t kPositive = 0xC;
constexpr std::uint8_t kUnsigned = 0xF;
constexpr std::size_t kShorter = kBaseLength - kPackedBaseLength;

std::uint8_t half_byte(std::string_view bytes, std::size_t i) {
  const auto byte = static_cast<std::uint8_t>(bytes[i / 2]);
  return i % 2 == 0 ? byte >> 4 : byte & 0xF;
}

// `digits` right aligned before the sign; a half-byte left over at the front is zero.
bool pack_number(std::string_view digits, char* out, std::size_t length) {
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return false;
  std::fill(out, out + length, '\0');
  const auto put = [&](std::size_t i, std::uint8_t value) {
    const unsigned byte = static_cast<std::uint8_t>(out[i / 2]) | static_cast<unsigned>(value)
                                                                      << (i % 2 == 0 ? 4 : 0);
    out[i / 2] = static_cast<char>(byte);
  };
  const std::size_t first = 2 * length - 1 - digits.size();
  for (std::size_t i = 0; i < digits.size(); ++i)
    put(first + i, static_cast<std::uint8_t>(digits[i] - '0'));
  put(2 * length - 1, kPositive);
  return true;
}

bool unpack_number(std::string_view bytes, char* out, std::size_t length) {
  const std::size_t first = 2 * bytes.size() - 1 - length;
  const bool is_number = is_packed_number(bytes) && (first == 0 || half_byte(bytes, 0) == 0);
  for (std::size_t i = 0; i < length; ++i) {
    out[i] = is_number ? static_cast<char>('0' + half_byte(bytes, first + i)) : '?';
  }
  return is_number;
}

// What both forms keep as characters; reserved parts differ in length.
void copy_characters(std::string_view from, char* to, std::size_t length) {
  const std::size_t count = std::min(from.size(), length);
  std::copy_n(from.data(), count, to);
  std::fill(to + count, to + length, ' ');
}

Segment segment_named(std::string_view identifier) {
  if (identifier.starts_with(field(HeaderField::RecordIdentifier).constant)) return Segment::Header;
  if (identifier.starts_with(field(TrailerField::RecordIdentifier).constant))
    return Segment::Trailer;
  return Segment::Base;
}

}  // namespace

Segment first_segment_of(std::string_view record) {
  return segment_named(record.substr(kDescriptorLength, 7));
}

bool is_packed_number(std::string_view bytes) {
  const std::size_t last = 2 * bytes.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    if (half_byte(bytes, i) > 9) return false;
  }
  return half_byte(bytes, last) == kPositive || half_byte(bytes, last) == kUnsigned;
}

std::size_t binary_descriptor(std::string_view bytes) {
  if (bytes.size() < kDescriptorLength || bytes[2] != '\0' || bytes[3] != '\0') return 0;
  return static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[0])) << 8 |
         static_cast<std::uint8_t>(bytes[1]);
}

bool pack(std::string_view record, std::string& out) {
  const Segment segment = first_segment_of(record);
  const std::span<const Field> rows = fields(segment);
  const std::span<const PackedField> places = packed_fields(segment);
  const std::size_t at = out.size();
  out.resize(at + kPackedBaseLength, '\0');
  char* const packed = out.data() + at;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string_view value = raw(rows[i], record);
    char* const place = packed + places[i].offset();
    if (places[i].form == PackedForm::Character) copy_characters(value, place, places[i].length);
    if (places[i].form == PackedForm::Packed && !pack_number(value, place, places[i].length)) {
      out.resize(at);
      return false;
    }
  }
  const std::size_t length = record.size() - kShorter;
  packed[0] = static_cast<char>(length >> 8);
  packed[1] = static_cast<char>(length & 0xFF);
  out.append(record.substr(kBaseLength));
  return true;
}

void unpack(std::string_view packed, std::string& out, std::vector<std::size_t>& invalid) {
  const Segment segment = first_segment_of(packed);
  const std::span<const Field> rows = fields(segment);
  const std::span<const PackedField> places = packed_fields(segment);
  out.resize(kBaseLength);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string_view value = packed.substr(places[i].offset(), places[i].length);
    char* const place = out.data() + rows[i].offset();
    if (places[i].form == PackedForm::Character) copy_characters(value, place, rows[i].length);
    if (places[i].form == PackedForm::Packed && !unpack_number(value, place, rows[i].length)) {
      invalid.push_back(places[i].offset());
    }
  }
  // The descriptor word as found, told in characters.
  const std::size_t length = std::min(binary_descriptor(packed) + kShorter, kLongestRecord);
  put_number(rows.front(), static_cast<std::int64_t>(length), out.data());
  out.append(packed.substr(kPackedBaseLength));
}

}  // namespace m2

#include "engine/metro2/internal/record_start.h"

#include <algorithm>

#include "engine/base/ascii.h"
#include "engine/metro2/field.h"
#include "engine/metro2/packed.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

constexpr const Field& kIndicator = field(BaseField::ProcessingIndicator);
constexpr const Field& kTimeStamp = field(BaseField::TimeStamp);
static_assert(kRecordStartLength == kTimeStamp.offset() + kTimeStamp.length);

// Zeros, or digits that may be a time: other digits of an account must not look like the start of
// one.
bool has_time_stamp(Encoding encoding, std::string_view bytes) {
  if (encoding == Encoding::Packed) {
    const PackedField& place =
        packed_fields(Segment::Base)[static_cast<std::size_t>(BaseField::TimeStamp)];
    return is_packed_number(bytes.substr(place.offset(), place.length));
  }
  const std::string_view stamp = raw(kTimeStamp, bytes);
  if (!std::all_of(stamp.begin(), stamp.end(), is_digit)) return false;
  const std::string_view day = stamp.substr(0, 8);
  const bool is_time = stamp.substr(8, 2) < "24" && stamp[10] < '6' && stamp[12] < '6';
  return is_time && (day == "00000000" || Date::parse_metro2(day).has_value());
}

Framing detect_form(std::string_view bytes) {
  for (const Encoding encoding : {Encoding::Character, Encoding::Packed}) {
    for (const bool blocks : {false, true}) {
      const std::size_t at = blocks ? kDescriptorLength : 0;
      if (bytes.size() >= at && starts_record(encoding, bytes.substr(at))) {
        return {.line_end = LineEnd::None, .block_descriptors = blocks, .encoding = encoding};
      }
    }
  }
  return {.line_end = LineEnd::None};
}

LineEnd detect_line_end(const Framing& framing, std::string_view bytes) {
  const std::size_t start = framing.block_descriptors ? kDescriptorLength : 0;
  const std::size_t length =
      descriptor_at(framing.encoding, bytes.substr(std::min(start, bytes.size())));
  std::size_t at = start + length;
  const bool is_cut = framing.encoding == Encoding::Character && reaches_over_line_end(bytes, at);
  if (length == 0 || is_cut || line_end_at(bytes, at).empty()) {
    const bool goes_on = length > 0 && !is_cut &&
                         (at >= bytes.size() || starts_record(framing.encoding, bytes.substr(at)));
    if (goes_on || framing.encoding == Encoding::Packed) return LineEnd::None;
    // The descriptor word is of no help: lines are, if there are any.
    at = bytes.find('\n');
    if (at == std::string_view::npos) return LineEnd::None;
    if (at > 0 && bytes[at - 1] == '\r') --at;
  }
  return line_end_at(bytes, at).size() == 2 ? LineEnd::CrLf : LineEnd::Lf;
}

}  // namespace

std::size_t descriptor_at(Encoding encoding, std::string_view bytes) {
  if (bytes.size() < kDescriptorLength) return 0;
  if (encoding == Encoding::Packed) return binary_descriptor(bytes);
  std::size_t value = 0;
  for (const char c : bytes.substr(0, kDescriptorLength)) {
    if (!is_digit(c)) return 0;
    value = 10 * value + static_cast<std::size_t>(c - '0');
  }
  return value;
}

std::size_t least_length(Encoding encoding) {
  return encoding == Encoding::Packed ? kPackedBaseLength : kBaseLength;
}

std::size_t mark_before_record(std::string_view bytes) {
  const bool is_there = bytes.starts_with(kByteOrderMark) &&
                        starts_record(Encoding::Character, bytes.substr(kByteOrderMark.size()));
  return is_there ? kByteOrderMark.size() : 0;
}

bool starts_record(Encoding encoding, std::string_view bytes) {
  if (bytes.size() < kRecordStartLength || descriptor_at(encoding, bytes) < least_length(encoding))
    return false;
  if (first_segment_of(bytes) != Segment::Base) return true;
  return raw(kIndicator, bytes) == kIndicator.constant && has_time_stamp(encoding, bytes);
}

std::size_t find_record(Encoding encoding, std::string_view bytes, std::size_t from) {
  for (std::size_t at = from; at + kRecordStartLength <= bytes.size(); ++at) {
    if (starts_record(encoding, bytes.substr(at))) return at;
  }
  return std::string_view::npos;
}

std::string_view line_end_at(std::string_view bytes, std::size_t at) {
  if (at >= bytes.size()) return {};
  const std::string_view rest = bytes.substr(at);
  return rest.substr(0, rest.starts_with("\r\n") ? 2 : rest.front() == '\n' ? 1 : 0);
}

bool reaches_over_line_end(std::string_view bytes, std::size_t length) {
  if (length == 0 || length > bytes.size()) return false;
  const bool splits_end =
      bytes[length - 1] == '\r' && length < bytes.size() && bytes[length] == '\n';
  return splits_end || (bytes[length - 1] == '\n' && line_end_at(bytes, length).empty());
}

Framing detect(std::string_view bytes) {
  bytes.remove_prefix(mark_before_record(bytes));
  Framing framing = detect_form(bytes);
  framing.line_end = detect_line_end(framing, bytes);
  // Only a padded header tells a fixed length; one of 426 bytes stands in both kinds of file.
  const std::string_view header =
      bytes.substr(std::min(bytes.size(), framing.block_descriptors ? kDescriptorLength : 0));
  const std::size_t told = descriptor_at(framing.encoding, header);
  const std::size_t length = told + kBaseLength - least_length(framing.encoding);
  const bool is_padded = told > least_length(framing.encoding) && length <= kLongestRecord;
  if (is_padded && first_segment_of(header) == Segment::Header) {
    framing.format = Format::Fixed;
    framing.record_length = length;
  }
  return framing;
}

}  // namespace m2::internal

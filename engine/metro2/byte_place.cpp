#include "engine/metro2/byte_place.h"

#include "engine/metro2/record.h"

namespace m2 {
namespace {

using Part = BytePlace::Part;

Segment first_segment(RecordKind kind) {
  return kind == RecordKind::Header    ? Segment::Header
         : kind == RecordKind::Trailer ? Segment::Trailer
                                       : Segment::Base;
}

// The field of the first segment at a byte of its packed form.
void find_packed(std::size_t at, BytePlace& place) {
  const std::span<const PackedField> packed = packed_fields(place.segment);
  const std::span<const Field> all = fields(place.segment);
  for (std::size_t i = 0; i < packed.size(); ++i) {
    if (at < packed[i].offset() || at >= packed[i].offset() + packed[i].length) continue;
    place.part = Part::Field;
    place.field = &all[i];
    place.start = all[i].offset();
    place.byte = at - packed[i].offset();
    place.stored = packed[i].length;
  }
}

void find_in_segment(const SegmentView& view, std::size_t at, BytePlace& place) {
  place.segment = view.segment;
  for (const Field& field : fields(view.segment)) {
    const std::size_t start = view.offset + field.offset();
    if (at < start || at >= start + field.length) continue;
    place.part = Part::Field;
    place.field = &field;
    place.start = start;
    place.byte = at - start;
    place.stored = field.length;
  }
}

}  // namespace

bool holds_byte(const FileRecord& record, std::uint64_t offset) {
  return offset + record.block_descriptor.size() >= record.offset &&
         offset < record.offset + record.raw.size() + record.line_end.size();
}

BytePlace place_of_byte(const FileRecord& record, const Framing& framing, std::uint64_t offset) {
  BytePlace place;
  place.segment = first_segment(record.kind);
  if (offset < record.offset) {
    place.part = Part::BlockDescriptor;
    return place;
  }
  auto at = static_cast<std::size_t>(offset - record.offset);
  if (at >= record.raw.size()) {
    place.part = Part::LineEnd;
    return place;
  }
  if (record.kind == RecordKind::Unknown) return place;
  if (framing.encoding == Encoding::Packed) {
    if (at < kPackedBaseLength) {
      find_packed(at, place);
      return place;
    }
    at += kBaseLength - kPackedBaseLength;
  }
  // A header and a trailer are one segment.
  if (record.kind != RecordKind::Base) {
    place.part = Part::Padding;
    if (at < kBaseLength)
      find_in_segment({place.segment, SegmentFault::None, 0, record.bytes}, at, place);
    return place;
  }
  place.part = Part::Padding;
  std::size_t nth[kSegmentCount] = {};
  for (const SegmentView& view : segments_of(record.bytes)) {
    const std::size_t number = ++nth[static_cast<std::size_t>(view.segment)];
    if (at < view.offset || at >= view.offset + view.bytes.size()) continue;
    place.part = Part::Unreadable;
    place.nth = number;
    if (view.fault == SegmentFault::None) find_in_segment(view, at, place);
  }
  return place;
}

}  // namespace m2

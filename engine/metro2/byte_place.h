#pragma once
// BytePlace: what one byte of a file belongs to, in every framing.
//
//   M2_TRY(const FileRecord* record, reader.next());           // until it holds the byte
//   const BytePlace place = place_of_byte(*record, reader.framing(), 1234);
//   place.field->key                                           // "account_status"

#include <cstdint>

#include "engine/metro2/field.h"
#include "engine/metro2/reader.h"

namespace m2 {

struct BytePlace {
  enum class Part : std::uint8_t {
    Field,
    BlockDescriptor,  // the word before the first record of a block
    Padding,          // blanks behind the last segment
    LineEnd,
    Unreadable,  // not in a record, or in a segment that cannot be read
  };
  Part part = Part::Unreadable;
  Segment segment = Segment::Base;
  std::size_t nth = 1;  // of its kind in the record, from 1
  const Field* field = nullptr;
  std::size_t start = 0;   // of the field in the record in character form, from 0
  std::size_t byte = 0;    // which byte of the field, from 0, as the file holds it
  std::size_t stored = 0;  // bytes of the field in the file: fewer in the packed form
};

/// Whether the byte is one of the record's, its block descriptor word's or its line end's.
bool holds_byte(const FileRecord& record, std::uint64_t offset);
/// `offset` is one that the record holds.
BytePlace place_of_byte(const FileRecord& record, const Framing& framing, std::uint64_t offset);

}  // namespace m2

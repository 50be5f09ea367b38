// Where a byte of a file stands, in every framing.

#include "engine/metro2/byte_place.h"

#include <catch2/catch.hpp>

#include "engine/metro2/packed.h"
#include "tests/support/metro2_files.h"

using namespace m2;

SCENARIO("every byte of a file has its place, whatever the framing") {
  for (const Framing& framing : test::all_framings()) {
    CAPTURE(to_string(framing), framing.block_descriptors);
    test::Random random(11);
    const std::string file = test::random_file(random, framing, 6);
    Reader reader = Reader::of_bytes(file, framing);
    std::uint64_t next = 0;  // the byte that must come now
    std::size_t fields_seen = 0;
    for (;;) {
      const auto record = reader.next();
      REQUIRE(record);
      if (*record == nullptr) break;
      const FileRecord& r = **record;
      const Field* last = nullptr;
      for (; holds_byte(r, next); ++next) {
        const BytePlace place = place_of_byte(r, reader.framing(), next);
        CAPTURE(next);
        REQUIRE(place.part != BytePlace::Part::Unreadable);
        const bool is_block = next < r.offset;
        const bool is_end = next >= r.offset + r.raw.size();
        CHECK(is_block == (place.part == BytePlace::Part::BlockDescriptor));
        CHECK(is_end == (place.part == BytePlace::Part::LineEnd));
        if (place.part != BytePlace::Part::Field) continue;
        // A field's bytes come one after another, from its first to its last.
        CHECK((place.byte == 0) == (place.field != last || place.byte == 0));
        CHECK(place.byte < place.stored);
        CHECK(place.start + place.field->length <= r.bytes.size());
        if (place.field != last) ++fields_seen;
        last = place.field;
        // In the character form the byte is that of the field; packed numbers have fewer bytes.
        const bool is_plain =
            place.stored == place.field->length && place.field->kind != FieldKind::Descriptor;
        if (is_plain) CHECK(file[next] == r.bytes[place.start + place.byte]);
      }
    }
    CHECK(next == file.size());
    CHECK(fields_seen > 6 * kBaseFields.size());
  }
}

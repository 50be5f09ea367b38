#include "engine/metro2/field.h"

#include <algorithm>

namespace m2 {
namespace {

constexpr bool all_segments_fit() {
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    const auto segment = static_cast<Segment>(i);
    const std::span<const Field> rows = fields(segment);
    if (!internal::is_contiguous(rows) || rows.back().end() != segment_length(segment) + 1)
      return false;
    if (!internal::has_consistent_rows(rows)) return false;
    if (is_appended(segment) && rows.front().constant != to_string(segment)) return false;
  }
  return true;
}
static_assert(all_segments_fit(),
              "a row's start is not the end of the row above, or a segment has the wrong length");
static_assert(kBaseFields.back().end() == kBaseLength + 1);
static_assert(kHeaderFields.back().end() == kBaseLength + 1);
static_assert(kTrailerFields.back().end() == kBaseLength + 1);
static_assert(field(BaseField::AccountStatus).start == 124 &&
              field(BaseField::AccountStatus).key == "account_status");

// One row of packed.def: the field it belongs to, to prove that both tables have the same order.
struct PackedRow {
  std::size_t field = 0;
  PackedField place;
};

// clang-format off
#define M2_PACKED_ROW(enumeration, name_, start_, length_, form_) \
  PackedRow{static_cast<std::size_t>(enumeration::name_), PackedField{start_, length_, PackedForm::form_}},
#define M2_PACKED_HEADER(...) M2_PACKED_ROW(HeaderField, __VA_ARGS__)
#define M2_PACKED_BASE(...)
#define M2_PACKED_TRAILER(...)
constexpr auto kPackedHeaderRows = std::to_array<PackedRow>({
#include "engine/metro2/packed.def"
});
#undef M2_PACKED_HEADER
#undef M2_PACKED_BASE
#define M2_PACKED_HEADER(...)
#define M2_PACKED_BASE(...) M2_PACKED_ROW(BaseField, __VA_ARGS__)
constexpr auto kPackedBaseRows = std::to_array<PackedRow>({
#include "engine/metro2/packed.def"
});
#undef M2_PACKED_BASE
#undef M2_PACKED_TRAILER
#define M2_PACKED_BASE(...)
#define M2_PACKED_TRAILER(...) M2_PACKED_ROW(TrailerField, __VA_ARGS__)
constexpr auto kPackedTrailerRows = std::to_array<PackedRow>({
#include "engine/metro2/packed.def"
});
#undef M2_PACKED_HEADER
#undef M2_PACKED_BASE
#undef M2_PACKED_TRAILER
#undef M2_PACKED_ROW
// clang-format on

template <std::size_t N>
constexpr std::array<PackedField, N> places_of(const std::array<PackedRow, N>& rows) {
  std::array<PackedField, N> places{};
  for (std::size_t i = 0; i < N; ++i) places[i] = rows[i].place;
  return places;
}

// A packed number of n digits takes n / 2 + 1 bytes: the half-byte left over holds the sign.
template <std::size_t N>
constexpr bool is_packed_layout(const std::array<PackedRow, N>& rows,
                                std::span<const Field> fields) {
  if (fields.size() != N) return false;
  std::size_t start = 1;
  for (std::size_t i = 0; i < N; ++i) {
    const PackedField& place = rows[i].place;
    if (rows[i].field != i || place.start != start) return false;
    if (place.form == PackedForm::Packed && place.length != fields[i].length / 2 + 1) return false;
    const bool same_length =
        place.form == PackedForm::Packed || fields[i].kind == FieldKind::Reserved;
    if (!same_length && place.length != fields[i].length) return false;
    start = place.end();
  }
  return start == kPackedBaseLength + 1;
}
static_assert(is_packed_layout(kPackedHeaderRows, kHeaderFields));
static_assert(is_packed_layout(kPackedBaseRows, kBaseFields));
static_assert(is_packed_layout(kPackedTrailerRows, kTrailerFields));

constexpr auto kPackedHeader = places_of(kPackedHeaderRows);
constexpr auto kPackedBase = places_of(kPackedBaseRows);
constexpr auto kPackedTrailer = places_of(kPackedTrailerRows);

template <std::size_t kLength>
constexpr std::array<char, kLength> blank_of(Segment segment) {
  std::array<char, kLength> bytes{};
  for (const Field& field : fields(segment)) {
    const char filler = field.fill == Fill::Zeros ? '0' : field.fill == Fill::Whole ? 'B' : ' ';
    for (std::size_t i = 0; i < field.length; ++i) {
      char c = filler;
      if (field.kind == FieldKind::Constant) c = field.constant[i];
      if (field.kind == FieldKind::Descriptor) c = "0426"[i];
      bytes[field.offset() + i] = c;
    }
  }
  return bytes;
}

template <Segment kSegment>
constexpr auto kBlank = blank_of<segment_length(kSegment)>(kSegment);

template <Segment kSegment>
constexpr std::string_view blank_view() {
  return {kBlank<kSegment>.data(), kBlank<kSegment>.size()};
}

constexpr std::array<std::string_view, kSegmentCount> kBlanks = {
    blank_view<Segment::Header>(), blank_view<Segment::Base>(),   blank_view<Segment::J1>(),
    blank_view<Segment::J2>(),     blank_view<Segment::K1>(),     blank_view<Segment::K2>(),
    blank_view<Segment::K3>(),     blank_view<Segment::K4>(),     blank_view<Segment::L1>(),
    blank_view<Segment::N1>(),     blank_view<Segment::Trailer>()};

}  // namespace

std::string_view blank(Segment segment) {
  return kBlanks[static_cast<std::size_t>(segment)];
}

std::span<const PackedField> packed_fields(Segment segment) {
  switch (segment) {
    case Segment::Header:
      return kPackedHeader;
    case Segment::Base:
      return kPackedBase;
    case Segment::Trailer:
      return kPackedTrailer;
    default:
      return {};
  }
}

}  // namespace m2

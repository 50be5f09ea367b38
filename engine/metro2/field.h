#pragma once
// The layout of the standard: every field of every segment. The `.def` files beside this header are
// the truth; reader, writer, checker, masking, documents and completion derive from them.
//
//   const Field& status = field(BaseField::AccountStatus);       // positions 124 to 125, code
//   table account_status const Field* same = find_field(Segment::Base, "account_status");
//
// Everything here is constant and lives as long as the program; nothing is done at start-up.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/base/text.h"
#include "engine/metro2/names.h"

namespace m2 {

enum class Segment : std::uint8_t {
#define M2_SEGMENT(name, length, occurrence, title, about) name,
#include "engine/metro2/segments.def"
#undef M2_SEGMENT
};
inline constexpr std::size_t kSegmentCount = static_cast<std::size_t>(Segment::Trailer) + 1;

enum class FieldKind : std::uint8_t {
  Descriptor,  ///< length of the record; the writer fills it
  Constant,    ///< always the same text
  Text,
  Numeric,    ///< digits that are not an amount: counts, SSN, telephone
  Date,       ///< MMDDYYYY
  TimeStamp,  ///< MMDDYYYYHHMMSS
  Money,      ///< whole dollars
  Code,       ///< a value of a code table
  Reserved,   ///< blank
};

enum class Fill : std::uint8_t {
  Blanks,   ///< left justified, blanks on the right
  Zeros,    ///< right justified, zeros on the left
  ByValue,  ///< digits as Zeros, other text as Blanks (terms duration)
  Whole,    ///< every character is given (payment history profile)
};

enum class Presence : std::uint8_t {
  Required,     ///< always present and valid
  Conditional,  ///< required when its condition holds
  Optional,     ///< may be filled
};

enum class Privacy : std::uint8_t {
  Open,
  Personal,  ///< masked wherever it is shown
};

enum class Occurrence : std::uint8_t { OncePerFile, OncePerAccount, AnyNumber, AtMostOnce };

struct Field {
  std::string_view number;  // "17A", as the standard counts
  std::string_view name;    // "AccountStatus"
  std::string_view key;     // "account_status"
  std::size_t start = 0;    // from 1, as the standard prints it
  std::size_t length = 0;
  FieldKind kind = FieldKind::Text;
  Fill fill = Fill::Blanks;
  Presence presence = Presence::Optional;
  Privacy privacy = Privacy::Open;
  CharacterSet characters = CharacterSet::Any;
  std::string_view title;
  std::string_view description;
  std::string_view constant = {};  // what a Constant holds
  std::string_view codes = {};     // name of the code table of a Code, see codes.h
  bool may_be_cut = false;  // a value that is too long is cut and counted; any other is refused
  bool supplied =
      false;  // filled by the engine although its kind does not say so: see is_supplied()

  /// Bytes before the field in its segment.
  [[nodiscard]] constexpr std::size_t offset() const { return start - 1; }
  /// First position after the field, from 1.
  [[nodiscard]] constexpr std::size_t end() const { return start + length; }
  /// True for a field that a preset neither maps nor leaves blank.
  [[nodiscard]] constexpr bool is_supplied() const {
    return supplied || kind == FieldKind::Descriptor || kind == FieldKind::Constant ||
           kind == FieldKind::Reserved;
  }
};

namespace internal {

constexpr bool is_contiguous(std::span<const Field> fields) {
  std::size_t start = 1;
  for (const Field& field : fields) {
    if (field.start != start) return false;
    start = field.end();
  }
  return true;
}

constexpr bool has_consistent_rows(std::span<const Field> fields) {
  for (const Field& field : fields) {
    if ((field.kind == FieldKind::Code) == field.codes.empty()) return false;
    if ((field.kind == FieldKind::Constant) == field.constant.empty()) return false;
    if (field.kind == FieldKind::Constant && field.constant.size() != field.length) return false;
    if (field.kind == FieldKind::Date && field.length != 8) return false;
    if (field.kind == FieldKind::TimeStamp && field.length != 14) return false;
    if (field.may_be_cut && field.fill != Fill::Blanks) return false;
  }
  return true;
}

}  // namespace internal

// For each segment: an enumeration of its fields (BaseField::AccountStatus), their rows
// (kBaseFields) and field().
// clang-format off
#define M2_FIELD(number_, name_, ...) name_,
enum class HeaderField : std::uint8_t {
#include "engine/metro2/header.def"
};
enum class BaseField : std::uint8_t {
#include "engine/metro2/base_segment.def"
};
enum class TrailerField : std::uint8_t {
#include "engine/metro2/trailer.def"
};
enum class J1Field : std::uint8_t {
#include "engine/metro2/j1_segment.def"
};
enum class J2Field : std::uint8_t {
#include "engine/metro2/j2_segment.def"
};
enum class K1Field : std::uint8_t {
#include "engine/metro2/k1_segment.def"
};
enum class K2Field : std::uint8_t {
#include "engine/metro2/k2_segment.def"
};
enum class K3Field : std::uint8_t {
#include "engine/metro2/k3_segment.def"
};
enum class K4Field : std::uint8_t {
#include "engine/metro2/k4_segment.def"
};
enum class L1Field : std::uint8_t {
#include "engine/metro2/l1_segment.def"
};
enum class N1Field : std::uint8_t {
#include "engine/metro2/n1_segment.def"
};
#undef M2_FIELD

#define M2_FIELD(number_, name_, start_, length_, kind_, fill_, presence_, privacy_, characters_, title_, ...)         \
  Field{.number = number_, .name = #name_, .key = internal::kKey<#name_>, .start = start_, .length = length_,           \
        .kind = FieldKind::kind_, .fill = Fill::fill_, .presence = Presence::presence_, .privacy = Privacy::privacy_,   \
        .characters = CharacterSet::characters_, .title = title_, .description = __VA_ARGS__},
inline constexpr auto kHeaderFields = std::to_array<Field>({
#include "engine/metro2/header.def"
});
inline constexpr auto kBaseFields = std::to_array<Field>({
#include "engine/metro2/base_segment.def"
});
inline constexpr auto kTrailerFields = std::to_array<Field>({
#include "engine/metro2/trailer.def"
});
inline constexpr auto kJ1Fields = std::to_array<Field>({
#include "engine/metro2/j1_segment.def"
});
inline constexpr auto kJ2Fields = std::to_array<Field>({
#include "engine/metro2/j2_segment.def"
});
inline constexpr auto kK1Fields = std::to_array<Field>({
#include "engine/metro2/k1_segment.def"
});
inline constexpr auto kK2Fields = std::to_array<Field>({
#include "engine/metro2/k2_segment.def"
});
inline constexpr auto kK3Fields = std::to_array<Field>({
#include "engine/metro2/k3_segment.def"
});
inline constexpr auto kK4Fields = std::to_array<Field>({
#include "engine/metro2/k4_segment.def"
});
inline constexpr auto kL1Fields = std::to_array<Field>({
#include "engine/metro2/l1_segment.def"
});
inline constexpr auto kN1Fields = std::to_array<Field>({
#include "engine/metro2/n1_segment.def"
});
#undef M2_FIELD
// clang-format on

constexpr const Field& field(HeaderField f) {
  return kHeaderFields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(BaseField f) {
  return kBaseFields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(TrailerField f) {
  return kTrailerFields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(J1Field f) {
  return kJ1Fields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(J2Field f) {
  return kJ2Fields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(K1Field f) {
  return kK1Fields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(K2Field f) {
  return kK2Fields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(K3Field f) {
  return kK3Fields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(K4Field f) {
  return kK4Fields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(L1Field f) {
  return kL1Fields[static_cast<std::size_t>(f)];
}
constexpr const Field& field(N1Field f) {
  return kN1Fields[static_cast<std::size_t>(f)];
}

/// The fields of a segment, in order.
constexpr std::span<const Field> fields(Segment segment) {
  switch (segment) {
    case Segment::Header:
      return kHeaderFields;
    case Segment::Base:
      return kBaseFields;
    case Segment::J1:
      return kJ1Fields;
    case Segment::J2:
      return kJ2Fields;
    case Segment::K1:
      return kK1Fields;
    case Segment::K2:
      return kK2Fields;
    case Segment::K3:
      return kK3Fields;
    case Segment::K4:
      return kK4Fields;
    case Segment::L1:
      return kL1Fields;
    case Segment::N1:
      return kN1Fields;
    case Segment::Trailer:
      return kTrailerFields;
  }
  return {};
}

/// Facts of a segment as a whole.
struct SegmentFacts {
  std::string_view name;   // "header", "base", "trailer", "J1": as presets write it
  std::string_view key;    // the same in small letters: "j1"
  std::size_t length = 0;  // of the character form
  Occurrence occurrence = Occurrence::AtMostOnce;
  std::string_view title;
  std::string_view about;
};

// clang-format off
#define M2_SEGMENT(name_, length_, occurrence_, title_, about_)                                                  \
  SegmentFacts{.name = sizeof(#name_) == 3 ? std::string_view(#name_) : internal::kKey<#name_>, .key = internal::kKey<#name_>, \
               .length = length_, .occurrence = Occurrence::occurrence_, .title = title_, .about = about_},
inline constexpr auto kSegments = std::to_array<SegmentFacts>({
#include "engine/metro2/segments.def"
});
#undef M2_SEGMENT
// clang-format on

constexpr const SegmentFacts& facts(Segment segment) {
  return kSegments[static_cast<std::size_t>(segment)];
}
constexpr std::string_view to_string(Segment segment) {
  return facts(segment).name;
}
constexpr std::size_t segment_length(Segment segment) {
  return facts(segment).length;
}
constexpr std::string_view segment_title(Segment segment) {
  return facts(segment).title;
}
/// True for J1 to N1, which follow a base segment.
constexpr bool is_appended(Segment segment) {
  return segment >= Segment::J1 && segment <= Segment::N1;
}
/// "base", "J1", "j1" …; empty when there is no such segment.
constexpr std::optional<Segment> find_segment(std::string_view name) {
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    if (kSegments[i].name == name || kSegments[i].key == name) return static_cast<Segment>(i);
  }
  return std::nullopt;
}

/// The field with this key, or null.
constexpr const Field* find_field(Segment segment, std::string_view key) {
  for (const Field& field : fields(segment)) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

/// A segment in which nothing is answered: constants and an unpadded descriptor word in place, the
/// rest filled as the standard asks (blanks, zeros, history B).
std::string_view blank(Segment segment);

inline constexpr std::size_t kBaseLength = 426;  // of header, base and trailer in character form
inline constexpr std::size_t kPackedBaseLength = 366;  // and in packed form
inline constexpr std::size_t kDescriptorLength = 4;    // of a record or block descriptor word

enum class PackedForm : std::uint8_t {
  Binary,     ///< value in the first two bytes, big endian; the last two are zero
  Character,  ///< as in the character form
  Packed,     ///< two digits a byte, the last half-byte is the sign (C); a leading zero digit when
              ///< needed
};

/// Where the packed form keeps a field.
struct PackedField {
  std::size_t start = 0;  // from 1
  std::size_t length = 0;
  PackedForm form = PackedForm::Character;

  [[nodiscard]] constexpr std::size_t offset() const { return start - 1; }
  [[nodiscard]] constexpr std::size_t end() const { return start + length; }
};

/// The packed places of a segment, parallel to fields(); empty for appended segments, which stay in
/// character form.
std::span<const PackedField> packed_fields(Segment segment);

}  // namespace m2

#pragma once
// Classes of bytes, one bit each, so that a whole record is judged by one pass that collects the
// bits that do not belong.
//
//   bad |= class_of(byte) & forbidden;

#include <cstdint>

#include "engine/metro2/field.h"

namespace m2::internal {

using Classes = std::uint8_t;
inline constexpr Classes kDigit = 1;
inline constexpr Classes kCapital = 2;
inline constexpr Classes kBlank = 4;
inline constexpr Classes kHyphen = 8;
inline constexpr Classes kAddressSign = 16;  // / # & , .
inline constexpr Classes kOtherSign = 32;    // the rest of printable ASCII
inline constexpr Classes kSmall = 64;
inline constexpr Classes kUnprintable = 128;

/// All bits or none, without a branch.
constexpr std::uint8_t mask_if(bool is) {
  return static_cast<std::uint8_t>(-static_cast<int>(is));
}
constexpr Classes class_if(bool is_in, Classes name) {
  return mask_if(is_in) & name;
}

/// Masks only, no table and no branch: so compilers take sixteen bytes of a record at a time, where
/// it stands in the loop itself.
[[gnu::always_inline]] constexpr Classes class_of(char character) {
  const auto c = static_cast<std::uint8_t>(character);
  const auto is_within = [c](std::uint8_t first, std::uint8_t last) {
    return static_cast<std::uint8_t>(c - first) <= last - first;
  };
  const auto named = static_cast<Classes>(
      class_if(is_within('0', '9'), kDigit) | class_if(is_within('A', 'Z'), kCapital) |
      class_if(is_within('a', 'z'), kSmall) | class_if(c == ' ', kBlank) |
      class_if(c == '-', kHyphen) | class_if(c == '/', kAddressSign) |
      class_if(c == '#', kAddressSign) | class_if(c == '&', kAddressSign) |
      class_if(c == ',', kAddressSign) | class_if(c == '.', kAddressSign));
  const auto other = static_cast<Classes>(class_if(is_within(' ', '~'), kOtherSign) |
                                          class_if(!is_within(' ', '~'), kUnprintable));
  return static_cast<Classes>(named | class_if(named == 0, other));
}

/// True for the fields whose text may have no gaps: identification number and account number.
constexpr bool is_plain(const Field& field) {
  return &field == &m2::field(BaseField::IdentificationNumber) ||
         &field == &m2::field(BaseField::ConsumerAccountNumber);
}

/// What a byte of the field may be. A company's name has more than a person's.
constexpr Classes allowed_in(const Field& field) {
  switch (field.kind) {
    case FieldKind::Descriptor:
    case FieldKind::Numeric:
    case FieldKind::Date:
    case FieldKind::TimeStamp:
    case FieldKind::Money:
      return kDigit;
    case FieldKind::Reserved:
      return kBlank;
    case FieldKind::Code:
    case FieldKind::Constant:
      return kDigit | kCapital | kBlank;
    case FieldKind::Text:
      break;
  }
  if (is_plain(field)) return kDigit | kCapital | kBlank;
  if (field.characters == CharacterSet::Name) return kCapital | kBlank | kHyphen;
  if (field.characters == CharacterSet::Address) {
    return kDigit | kCapital | kBlank | kHyphen | kAddressSign;
  }
  return kDigit | kCapital | kBlank | kHyphen | kAddressSign | kOtherSign;
}

}  // namespace m2::internal

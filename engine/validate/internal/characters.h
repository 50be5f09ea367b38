#pragma once
// Classes of bytes, one bit each, so that a whole record is judged by one pass that collects the
// bits that do not belong.
//
//   bad |= class_of(byte) & forbidden;

#include <array>
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

inline constexpr auto kClassOf = [] {
  std::array<Classes, 256> classes{};
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const char c = static_cast<char>(i);
    classes[i] = i < 0x20 || i > 0x7E                                       ? kUnprintable
                 : is_digit(c)                                              ? kDigit
                 : is_upper(c)                                              ? kCapital
                 : is_lower(c)                                              ? kSmall
                 : c == ' '                                                 ? kBlank
                 : c == '-'                                                 ? kHyphen
                 : c == '/' || c == '#' || c == '&' || c == ',' || c == '.' ? kAddressSign
                                                                            : kOtherSign;
  }
  return classes;
}();

constexpr Classes class_of(char c) {
  return kClassOf[static_cast<unsigned char>(c)];
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

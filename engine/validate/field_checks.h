#pragma once
// FieldCheck: one thing that must hold of one field whatever the others say, derived from the
// layout: its characters, its fill, its day, its code. Each has an id of its own and belongs to a
// rule of the catalogue, which says how bad it is, whom it harms and how it is mended.
//
//   const FieldCheck* check = find_field_check("base.current_balance.digits");
//   registry.rules()[check->rule].id              // "FILE-020"
//
// Constant, made when it is first asked for, alive as long as the program.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/metro2/field.h"

namespace m2 {

enum class CheckKind : std::uint8_t {
  Constant,    ///< holds the text that the layout says
  Printable,   ///< no byte outside of printable ASCII
  Blank,       ///< reserved and empty
  Digits,      ///< digits only
  Given,       ///< a day that may not be zero
  Day,         ///< a day of the calendar
  Time,        ///< a time behind the day
  NotFuture,   ///< not after today
  Code,        ///< a code of the field's table
  Current,     ///< a code that is still used
  Capitals,    ///< no small letters
  Left,        ///< text from the first byte on
  Characters,  ///< only the signs that the field takes
  Gaps,        ///< no blank within
};
std::string_view to_string(CheckKind kind);  // "digits", "not_future", …, as in ids

struct FieldCheck {
  std::string id;     // "base.current_balance.digits"
  std::string title;  // "Current Balance has something other than digits"
  std::string when;   // "a byte of it is none of 0 to 9"
  CheckKind kind = CheckKind::Constant;
  Segment segment = Segment::Base;
  const Field* field = nullptr;
  std::uint32_t rule = 0;  // the place of its rule in every RuleRegistry
  bool is_alone = false;   // its rule has no other check
};

/// In the order of segments, fields and kinds.
std::span<const FieldCheck> field_checks();
/// The check with this id, letters compared without case; or null.
const FieldCheck* find_field_check(std::string_view id);
/// The check of this kind; empty when the field has none.
const FieldCheck* find_field_check(Segment segment, const Field& field, CheckKind kind);
/// A value of the field that breaks this check and no other of its own.
std::string breaking_value(const FieldCheck& check);

}  // namespace m2

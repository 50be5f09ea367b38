#include "engine/evaluate/internal/record_slot.h"

#include <optional>

#include "engine/base/ascii.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

bool is_only(std::string_view text, char c) {
  return text.find_first_not_of(c) == std::string_view::npos;
}

Slot amount(std::string_view digits) {
  std::int64_t dollars = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return is_only(digits, ' ') ? Slot::of_number(0) : Slot::of_state(State::Bad);
    dollars = dollars * 10 + (c - '0');
  }
  return Slot::of_number(dollars * 100);
}

Slot day(std::string_view digits) {
  if (const std::optional<Date> day = Date::parse_metro2(digits.substr(0, 8)))
    return Slot::of_number(day->days());
  const bool is_empty = is_only(digits, '0') || is_only(digits, ' ');
  return Slot::of_state(is_empty ? State::Missing : State::Bad);
}

Slot text(std::string_view whole, Fill fill) {
  const std::string_view text = without_blanks(whole);
  const bool is_empty = text.empty() || (fill == Fill::Zeros && text.front() == '0' &&
                                         text.size() == whole.size() && is_only(text, '0'));
  return is_empty ? Slot::of_state(State::Missing) : Slot::of_text(text);
}

}  // namespace

// What is_filled_value says of the bytes, and what they mean, in one pass.
Slot value_slot(const Field& field, std::string_view value) {
  switch (field.kind) {
    case FieldKind::Money:
      return amount(value);
    case FieldKind::Date:
    case FieldKind::TimeStamp:
      return day(value);
    default:
      return text(value, field.fill);
  }
}

Slot record_slot(const Field& field, std::string_view segment) {
  return value_slot(field, raw(field, segment));
}

}  // namespace m2

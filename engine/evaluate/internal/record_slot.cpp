#include "engine/evaluate/internal/record_slot.h"

#include <optional>

#include "engine/base/ascii.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

Slot amount(std::string_view digits) {
  std::int64_t dollars = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return Slot::of_state(State::Bad);
    dollars = dollars * 10 + (c - '0');
  }
  return Slot::of_number(dollars * 100);
}

}  // namespace

Slot value_slot(const Field& field, std::string_view value) {
  const bool is_empty = !is_filled_value(field, value);
  switch (field.kind) {
    case FieldKind::Money:
      return is_empty ? Slot::of_number(0) : amount(value);
    case FieldKind::Date:
    case FieldKind::TimeStamp: {
      if (is_empty) return Slot::of_state(State::Missing);
      const std::optional<Date> day = Date::parse_metro2(value.substr(0, 8));
      return day ? Slot::of_number(day->days()) : Slot::of_state(State::Bad);
    }
    default:
      return is_empty ? Slot::of_state(State::Missing) : Slot::of_text(without_blanks(value));
  }
}

Slot record_slot(const Field& field, std::string_view segment) {
  return value_slot(field, raw(field, segment));
}

}  // namespace m2

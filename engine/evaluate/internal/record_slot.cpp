#include "engine/evaluate/internal/record_slot.h"

#include <optional>

#include "engine/metro2/value.h"

namespace m2 {

Slot record_slot(const Field& field, std::string_view segment) {
  const bool filled = is_filled(field, segment);
  switch (field.kind) {
    case FieldKind::Money: {
      if (!filled) return Slot::of_number(0);
      const std::optional<std::int64_t> dollars = number(field, segment);
      return dollars ? Slot::of_number(*dollars * 100) : Slot::of_state(State::Bad);
    }
    case FieldKind::Date:
    case FieldKind::TimeStamp: {
      if (!filled) return Slot::of_state(State::Missing);
      const std::optional<Date> day = date(field, segment);
      return day ? Slot::of_number(day->days()) : Slot::of_state(State::Bad);
    }
    default:
      return filled ? Slot::of_text(text(field, segment)) : Slot::of_state(State::Missing);
  }
}

}  // namespace m2

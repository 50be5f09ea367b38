#include "engine/metro2/shown.h"

#include "engine/base/text.h"

namespace m2 {

std::string shown(const Field& field, std::string_view value) {
  value = value.substr(0, value.find_last_not_of(' ') + 1);
  if (field.privacy == Privacy::Open) return printable(value);
  if (field.kind == FieldKind::Date) return std::string(value.size(), '*');
  return printable(mask(value));
}

}  // namespace m2

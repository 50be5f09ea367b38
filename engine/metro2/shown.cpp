#include "engine/metro2/shown.h"

#include <algorithm>

#include "engine/base/text.h"

namespace m2 {

namespace {

std::string_view without_fill(std::string_view value) {
  return value.substr(0, value.find_last_not_of(' ') + 1);
}

// As long as the value, but for SSNs, which get hyphens.
std::string masked(const Field& field, std::string_view value) {
  const bool is_none =
      value.find_first_not_of('0') == std::string_view::npos;  // zeros tell nothing
  if (field.privacy == Privacy::Open || is_none) return std::string(value);
  if (field.kind == FieldKind::Date) return std::string(value.size(), '*');
  return mask(value);
}

}  // namespace

std::string shown(const Field& field, std::string_view value) {
  return printable(masked(field, without_fill(value)));
}

std::string shown_in_place(Segment segment, std::string_view bytes) {
  std::string out(bytes);
  for (const Field& field : fields(segment)) {
    if (field.privacy == Privacy::Open) continue;
    const std::string_view value = without_fill(bytes.substr(field.offset(), field.length));
    std::string hidden = masked(field, value);
    if (hidden.size() > value.size()) {
      hidden = std::string(value.size() - 4, '*') + hidden.substr(hidden.size() - 4);
    }
    out.replace(field.offset(), hidden.size(), hidden);
  }
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, '.');
  return out;
}

}  // namespace m2

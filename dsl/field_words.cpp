#include "dsl/field_words.h"

#include <fmt/format.h>

namespace m2::dsl {

const CodeTable* codes_of(const Field& field) {
  return field.codes.empty() ? nullptr : find_code_table(field.codes);
}

bool is_history(const Field& field) {
  const CodeTable* table = codes_of(field);
  return table != nullptr && table->scope == CodeScope::EachCharacter;
}

bool may_be_blank(const Field& field) {
  if (field.presence != Presence::Required) return true;
  const CodeTable* table = codes_of(field);
  return table != nullptr && table->scope == CodeScope::WholeField && accepts(*table, "");
}

std::string place_of(const Field& field) {
  return field.length == 1 ? fmt::format("position {}", field.start)
                           : fmt::format("positions {}-{}", field.start, field.end() - 1);
}

std::string about(const Field& field) {
  std::string what = fmt::format("{} characters", field.length);
  if (field.kind == FieldKind::Money) what = fmt::format("whole dollars, {} digits", field.length);
  if (field.kind == FieldKind::Date) what = "a date";
  if (field.kind == FieldKind::Numeric) what = fmt::format("{} digits", field.length);
  if (!field.codes.empty()) what = fmt::format("a code of `{}`", field.codes);
  return fmt::format("{} is field {}, {}: {}", field.key, field.number, place_of(field), what);
}

}  // namespace m2::dsl

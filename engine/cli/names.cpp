#include "engine/cli/names.h"

#include <algorithm>

#include "engine/metro2/codes.h"

namespace m2::cli {

std::string_view name_of(FieldKind kind) {
  switch (kind) {
    case FieldKind::Descriptor:
      return "descriptor";
    case FieldKind::Constant:
      return "constant";
    case FieldKind::Text:
      return "text";
    case FieldKind::Numeric:
      return "numeric";
    case FieldKind::Date:
      return "date";
    case FieldKind::TimeStamp:
      return "time_stamp";
    case FieldKind::Money:
      return "money";
    case FieldKind::Code:
      return "code";
    case FieldKind::Reserved:
      break;
  }
  return "reserved";
}

std::string_view name_of(Fill fill) {
  switch (fill) {
    case Fill::Blanks:
      return "blanks";
    case Fill::Zeros:
      return "zeros";
    case Fill::ByValue:
      return "by value";
    case Fill::Whole:
      break;
  }
  return "nothing";
}

std::string_view name_of(Presence presence) {
  switch (presence) {
    case Presence::Required:
      return "required";
    case Presence::Conditional:
      return "conditional";
    case Presence::Optional:
      break;
  }
  return "optional";
}

std::vector<std::string> segment_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    names.emplace_back(facts(static_cast<Segment>(i)).key);
  }
  return names;
}

std::vector<std::string> segment_and_field_names() {
  std::vector<std::string> names = segment_names();
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    for (const Field& field : fields(static_cast<Segment>(i))) {
      if (std::find(names.begin(), names.end(), field.key) == names.end()) {
        names.emplace_back(field.key);
      }
    }
  }
  return names;
}

std::vector<std::string> code_table_names() {
  std::vector<std::string> names;
  for (const CodeTable& table : code_tables()) names.emplace_back(table.name);
  return names;
}

}  // namespace m2::cli

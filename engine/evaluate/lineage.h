#pragma once
// Lineage: where each byte of a record came from: the lines of the preset and the JSON values
// behind a field.
//
//   Lineage lineage;
//   mapper.map_traced(document, lineage);
//   for (const FieldLineage& f : lineage.fields) // f.field->key, f.sources: "/lease/moveInDate",
//   "01/01/2026"

#include <string>
#include <vector>

#include "engine/evaluate/program.h"

namespace m2 {

struct SourceValue {
  std::string pointer;  // JSON pointer in the account document
  std::string text;     // as it stands there; personal data is for the caller to mask
  const dsl::WireMember* member = nullptr;  // of the shape that reads it
};

struct FieldLineage {
  const Field* field = nullptr;
  Segment segment = Segment::Base;
  std::size_t offset = 0;   // of the field's first byte in the record
  Span span;                // the expression of the preset
  std::vector<Span> steps;  // expressions that were computed on the way, the field's own first
  std::vector<SourceValue> sources;  // in the order of the document
};

class Lineage {
 public:
  std::vector<FieldLineage> fields;

  /// The field that holds a byte of the record, or null (what metro2 fills itself).
  [[nodiscard]] const FieldLineage* at(std::size_t offset) const {
    for (const FieldLineage& f : fields) {
      if (offset >= f.offset && offset < f.offset + f.field->length) return &f;
    }
    return nullptr;
  }
};

}  // namespace m2

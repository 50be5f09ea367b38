#pragma once
// Shape: how a vendor's JSON looks, as clean names with types. Read from a .shape file; the
// evaluator compiles it to a decoder.
//
//   std::shared_ptr<const Shape> shape = read_shape(ast, types, found);
//   shape->roots[0].name   // "lease"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dsl/ast.h"
#include "dsl/types.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

/// A wire word of a closed list and the value it means.
struct WireValue {
  std::string wire;
  std::uint32_t value = 0;
};

struct WireChoice {
  Type type;
  std::vector<WireValue> values;
};

struct WireMember {
  std::string name;
  Type type;
  Span span;
  std::vector<std::vector<std::string>> paths;  // steps of each `from`; the first one present wins
  bool one_or_many = false;
  std::vector<std::string> formats;
  std::string zone;
  bool negated = false;
  std::vector<std::string> missing_when;
  NodeId where = Ast::kNone;  // over the members of a list's item, or of the record of a bool that
                              // has no paths; checked with the preset
};

/// What a record of the shape reads; its TypeTable record has the same members in the same order.
struct WireRecord {
  Type type;
  std::vector<WireMember> members;
};

struct ShapeRoot {
  std::string name;
  Type type;
  std::vector<std::vector<std::string>> paths;
  Span span;
};

struct Shape {
  std::string name;
  SourcePtr source;
  std::shared_ptr<const Ast> ast;
  std::vector<WireRecord> records;  // by index of their TypeTable record, from `first_record` on
  std::uint32_t first_record = 0;
  std::vector<WireChoice> choices;
  std::vector<ShapeRoot> roots;

  [[nodiscard]] const WireRecord* wire(Type record) const {
    const std::uint32_t index = record.of - first_record;
    return record.of >= first_record && index < records.size() ? &records[index] : nullptr;
  }
  /// Where a document names its account: the first member of the first root. Empty when a shape has
  /// none.
  [[nodiscard]] std::vector<std::string> account_path() const;
  [[nodiscard]] const WireChoice* wire_choice(Type type) const {
    for (const WireChoice& c : choices) {
      if (c.type.of == type.of) return &c;
    }
    return nullptr;
  }
};

/// Reads the declarations of a shape file into `types`. Errors: unknown-name (a type), name-twice,
/// type, unknown-format.
std::shared_ptr<const Shape> read_shape(std::shared_ptr<const Ast> ast, TypeTable& types,
                                        Diagnostics& found);

}  // namespace m2::dsl

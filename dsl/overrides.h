#pragma once
// Overrides: what a preset that extends another changes in it.
//
//   const Overrides overrides = read_overrides(base, child, found);
//   if (overrides.removes("long_gone")) …
//
// Every change hits something that exists in the base, or is reported with the nearest name: slugs
// no-such-target, locked (rules; fields are the checker's, which knows the groups of libraries),
// name-twice and field-twice.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/node_ref.h"
#include "engine/base/diagnostic.h"
#include "engine/metro2/field.h"

namespace m2::dsl {

struct Replacement {
  Segment segment = Segment::Base;
  const Field* field = nullptr;
  NodeRef node;  // Replace

  [[nodiscard]] NodeRef name() const { return node[0]; }
  [[nodiscard]] NodeRef value() const { return node[1]; }
};

struct Overrides {
  std::shared_ptr<const Ast> base;
  std::shared_ptr<const Ast> child;
  std::map<std::string, NodeRef, std::less<>> set;      // parameter -> Set
  std::map<std::string, NodeRef, std::less<>> removed;  // rule -> Remove
  std::vector<Replacement> replaced;
  bool takes_accounts = false;  // the child says `for accounts where` itself

  /// Whether a statement of the base does not stay: a rule that is removed, or its `for accounts
  /// where` when the child has its own.
  [[nodiscard]] bool drops(NodeRef statement) const;
  [[nodiscard]] bool removes(std::string_view rule) const { return removed.count(rule) > 0; }
  /// The value that `set` gives a parameter; none when the base's own stays.
  [[nodiscard]] NodeRef value_of(std::string_view param) const {
    const auto found = set.find(param);
    return found == set.end() ? NodeRef{} : found->second[1];
  }
  [[nodiscard]] const Replacement* replacement_of(Segment segment, const Field& field) const {
    for (const Replacement& r : replaced) {
      if (r.segment == segment && r.field == &field) return &r;
    }
    return nullptr;
  }
  /// "entrata_rent version 1", as messages call the base.
  [[nodiscard]] std::string base_title() const;
};

Overrides read_overrides(std::shared_ptr<const Ast> base, std::shared_ptr<const Ast> child,
                         Diagnostics& found);

}  // namespace m2::dsl

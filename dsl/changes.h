#pragma once
// PresetChanges: what two readings of a preset say differently, part by part, and on which of those
// parts a field or rule depends.
//
//   const PresetChanges changes({before, values_before}, {after, values_after});
//   for (std::size_t i : changes.behind_field(Segment::Base, f)) std::cout <<
//   changes.all()[i].what;
//
// A part is what an author would point at: a parameter, a let, a definition, a row of a table, a
// key of a lookup, a rule, a field. Comments, layout and order of statements are no difference.
// What is told is sure to be all that can matter; a value may depend on a part and still be the
// same.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/program.h"
#include "engine/metro2/field.h"

namespace m2::dsl {

/// A parameter's value in force, as an author writes it, and where it is said.
struct ParamInForce {
  std::string value;
  Span place;
};

/// A preset as one side of the comparison. Both outlive the changes.
struct PresetSide {
  const CheckedPreset* preset = nullptr;
  std::map<std::string, ParamInForce, std::less<>> params;
};

struct PresetChange {
  std::string what;    // "`grace_days`", "`lateness`, row 3", "skip `long_gone`"
  std::string before;  // in one line; empty: it was not there
  std::string after;   // empty: it is gone
  Span span;           // in the later one; of what is gone, in the earlier one
};

class PresetChanges {
 public:
  PresetChanges(const PresetSide& before, const PresetSide& after);

  /// In the order of the kinds of statements, and within one in that of the text.
  [[nodiscard]] const std::vector<PresetChange>& all() const { return changes_; }
  /// Indices of those on which a field depends, in either preset.
  [[nodiscard]] std::vector<std::size_t> behind_field(Segment segment, const Field& field) const;
  /// Of those on which a rule depends.
  [[nodiscard]] std::vector<std::size_t> behind_rule(std::string_view name) const;
  /// Of those that decide whether a preset takes an account.
  [[nodiscard]] std::vector<std::size_t> behind_accounts() const;

 private:
  /// A place in the order of the kinds, and a name that is the same in both presets.
  using Key = std::pair<int, std::string>;
  class Side;
  [[nodiscard]] std::vector<std::size_t> behind(const std::string& root) const;

  std::vector<PresetChange> changes_;
  std::map<Key, std::size_t> index_;                         // of changes_
  std::map<std::string, std::set<Key>, std::less<>> roots_;  // fields and rules, and what they read
};

}  // namespace m2::dsl

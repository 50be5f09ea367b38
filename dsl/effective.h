#pragma once
// EffectivePreset: what a preset really runs, as one text that can be read again.
//
//   M2_TRY(const EffectivePreset effective, flatten(*preset, values, Origins::Shown));
//   std::cout << effective.text;
//
// What a preset extends is taken in: rules that are removed are gone, fields stand replaced, and
// parameters have the values that are in force. A group of fields of which one is replaced for a
// segment becomes a group of that segment. What nothing uses is left out, and so are examples,
// which hold for other values. Libraries and the shape stay what they are: they are used by name.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/literal.h"
#include "dsl/program.h"
#include "engine/base/result.h"

namespace m2::dsl {

/// A parameter's value and where it is said; a parameter without one has the preset's own.
struct ValueInForce {
  std::vector<Literal> literals;  // several for a list
  Span origin;
};
using ValuesInForce = std::map<std::string, ValueInForce, std::less<>>;

/// Whether the text has a comment above each statement: the file and line that it comes from.
enum class Origins : std::uint8_t { Hidden, Shown };

struct EffectiveStatement {
  std::string kind;  // the word it begins with: "let", "skip"; also "param" and "field"
  std::string name;  // of a field with its segment: "base.surname"
  std::string text;
  Span origin;
};

struct EffectivePreset {
  std::string text;
  std::vector<EffectiveStatement> statements;  // fields that are replaced stand by themselves, too
};

/// Error: Invalid, when a value cannot be written in a preset, as a text with quotes in it.
Result<EffectivePreset> flatten(const CheckedPreset& preset, const ValuesInForce& values,
                                Origins origins);

}  // namespace m2::dsl

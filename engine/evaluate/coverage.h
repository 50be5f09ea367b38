#pragma once
// Coverage: which rows, keys, sides of conditions, fallbacks, rules and fields of a preset a run
// came by.
//
//   CoverCounts counts(program->points.size());
//   mapper.map_covered(document, counts);
//   counts[3]                            // how often program->points[3] was met
//
// Lowering marks the instructions at which something is decided; only runs that count look at the
// marks, so other runs pay nothing.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/source_text.h"

namespace m2 {

enum class CoverKind : std::uint8_t {
  Row,        // of a table
  Key,        // of a lookup; `anything else` is one
  Condition,  // a side of it
  Otherwise,  // its fallback was used
  Rule,       // it skipped, held, refused or warned
  Field,      // it was written
  // Told, but no part of the percentage:
  RuleIdle,  // a rule was asked and let the account pass
  Hold,      // a `hold` within an expression was met
  // Only of programs that are to locate a run (lower.h):
  Expression,  // it was worked out, or what comes right behind it was
};

/// One thing that cases can come by.
struct CoverPoint {
  CoverKind kind = CoverKind::Row;
  Span span;
  std::string what;  // "row 3 of `lateness`", "true", "`no_consent`"
};

/// How an instruction shows which points are met.
struct CoverMark {
  enum class By : std::uint8_t {
    Passing,  // it is come by
    Flag,     // register a: true the first point, false the second
    Missing,  // register a is missing
    Row,      // the row in a (JumpTable) or b (Pick): so many points on
    Key,      // the key in a of lookup b
  };
  std::uint16_t pc = 0;
  By by = By::Passing;
  bool is_negated = false;  // of a Flag
  std::uint32_t point = 0;  // the first one
};

using CoverCounts = std::vector<std::uint64_t>;

}  // namespace m2

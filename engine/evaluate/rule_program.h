#pragma once
// RuleProgram: a set of rules as register code. Internal to evaluate; record_rules.h is the door.
//
// Every field that a rule reads has a register, filled before the rules are run: each is decoded
// once for a record, however many rules read it. A rule is RuleBegin, its condition, and, behind a
// jump, its texts and RuleHit.

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "dsl/rules.h"
#include "engine/evaluate/program.h"

namespace m2 {

/// A field on its way into a register.
struct FieldRead {
  const Field* field = nullptr;  // null: the segment itself
  std::uint32_t read = 0;        // of record_reads
  std::uint16_t dst = 0;
};

struct RuleProgram {
  std::shared_ptr<const dsl::CheckedRules> rules;
  std::shared_ptr<const Program> program;  // its units are the rules, those over consumers once for
                                           // each segment
  std::vector<std::uint32_t> rule_of_unit;

  std::array<std::vector<FieldRead>, kSegmentCount> record;    // by segment
  std::array<std::vector<FieldRead>, kSegmentCount> consumer;  // Base, J1, J2
  std::vector<FieldRead> previous;
  std::uint16_t record_entry = 0;
  std::array<std::uint16_t, kSegmentCount> consumer_entry{};  // Base, J1, J2
  std::uint16_t month_entry = 0;
};

}  // namespace m2

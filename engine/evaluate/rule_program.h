#pragma once
// RuleProgram: a set of rules as register code. Internal to evaluate; record_rules.h is the door.
//
// Every value that a rule reads has a register. A rule is two pieces of code: RuleBegin, its
// condition and End; its texts, RuleHit and End, for when the condition is true. Which units are
// worth running for a record, the guards tell (rule_guards.h); what those read is decoded once a
// record. The parts of a condition that the guards tell stand first, and are passed over where the
// guards were asked.

#include <array>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "dsl/rules.h"
#include "engine/evaluate/program.h"

namespace m2 {

/// Place of a segment in arrays of kSegmentCount.
inline std::size_t index_of(Segment segment) {
  return static_cast<std::size_t>(segment);
}

struct RuleUnit {
  std::uint32_t rule = 0;  // place in the set
  // What its condition reads: from the first one on in RuleProgram::reads, so many where the guards
  // have spoken, and so many in all.
  std::uint32_t reads = 0;
  std::uint16_t read_count = 0;
  std::uint16_t all_read_count = 0;
  std::uint16_t entry = 0;      // where the guards have spoken
  std::uint16_t all_entry = 0;  // of the whole condition
  // The register that says that the condition is true; the unit's own, since a condition that does
  // not fit ends before it is written.
  std::uint16_t found = 0;
  std::uint16_t texts = 0;           // entry
  Segment consumer = Segment::Base;  // of a rule over consumers
};

class RuleGuards;

struct RuleProgram {
  std::shared_ptr<const dsl::CheckedRules> rules;
  std::shared_ptr<const Program> program;
  std::vector<RuleUnit> units;       // rules over consumers have one for each segment
  std::vector<std::uint32_t> reads;  // of all units, one after another: places in record_reads
  std::vector<std::set<std::string>> codes;  // by record read: codes_asked()
  std::vector<std::uint16_t> register_of;    // by record read
  std::vector<const Field*> members;         // of a consumer in a list, as a J2 has them
  std::vector<std::uint8_t> member_is_read;  // whether any rule reads it
  std::shared_ptr<const RuleGuards> guards;  // rule_guards.h
};

}  // namespace m2

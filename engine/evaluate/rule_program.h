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

/// What is read of one record: the account's, or that of its last report.
struct RecordReads {
  std::array<std::vector<FieldRead>, kSegmentCount> segments;
  std::vector<FieldRead> all_consumers;  // registers of the lists
  std::vector<FieldRead> associated;

  [[nodiscard]] bool has_appended() const {
    for (std::size_t i = static_cast<std::size_t>(Segment::Base) + 1; i < kSegmentCount; ++i)
      if (!segments[i].empty()) return true;
    return has_lists();
  }
  [[nodiscard]] bool has_lists() const { return !all_consumers.empty() || !associated.empty(); }
};

struct FactRead {
  const dsl::RuleFact* fact = nullptr;
  std::uint32_t read = 0;
  std::uint16_t dst = 0;
};

struct RuleProgram {
  std::shared_ptr<const dsl::CheckedRules> rules;
  std::shared_ptr<const Program> program;  // its units are the rules, those over consumers once for
                                           // each segment
  std::vector<std::uint32_t> rule_of_unit;

  RecordReads record;    // of the account; the header's fields too
  RecordReads previous;  // of its last report
  std::array<std::vector<FieldRead>, kSegmentCount> consumer;  // Base, J1, J2
  std::vector<FactRead> facts;
  std::vector<const Field*> members;         // of a consumer in a list, by J2
  std::vector<std::uint8_t> member_is_read;  // whether any rule reads it
  std::uint16_t record_entry = 0;
  std::array<std::uint16_t, kSegmentCount> consumer_entry{};  // Base, J1, J2
  std::uint16_t month_entry = 0;
};

}  // namespace m2

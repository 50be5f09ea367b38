#pragma once
// ReadLoader: what rules read of a record, into the registers of a machine: each value once, and only
// when a rule asks for it.
//
//   loader.start(record, previous);
//   if (loader.load(rule.reads)) machine.judge(unit.entry);

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/record_rules.h"
#include "engine/evaluate/rule_program.h"
#include "engine/evaluate/slot.h"
#include "engine/metro2/record.h"

namespace m2::internal {

class ReadLoader {
 public:
  ReadLoader(const RuleProgram& program, Slot* registers);

  void set_header(std::string_view header);
  void set_facts(const RuleFacts& facts);
  /// `previous` may be empty. Both must live until the next start.
  void start(std::string_view record, std::string_view previous);
  /// The consumer that rules over consumers read from now on.
  void start_consumer(const SegmentView& consumer);

  /// The segments of the record that are whole.
  [[nodiscard]] const std::vector<SegmentView>& parts() const { return record_.parts; }
  /// A segment that stands once; empty when it is not there.
  [[nodiscard]] std::string_view segment(Segment segment) const {
    return record_.once[static_cast<std::size_t>(segment)];
  }

  /// False when the bytes of one of them mean nothing: letters in an amount, no real day in a date.
  bool load(const std::vector<std::uint32_t>& reads);

 private:
  struct Record {
    std::vector<SegmentView> parts;
    std::array<std::string_view, kSegmentCount> once{};  // base, K1 … N1
    bool has_lists = false;
    bool is_list_bad = false;
    Slot all, associated;
  };
  enum class Loaded : std::uint8_t { NotYet, Good, Bad };

  static void cut(std::string_view bytes, Record& into);
  Slot slot_of(std::uint32_t at);
  Slot list_of(const dsl::RecordRead& read);
  void make_lists(Record& of);
  Slot consumer(const SegmentView& part, bool& is_bad);

  using FieldOfSegment = std::array<const Field*, kSegmentCount>;

  const RuleProgram& program_;
  const std::vector<dsl::RecordRead>& reads_;
  Slot* registers_;  // of the machine
  std::vector<FieldOfSegment> consumer_fields_;  // by read, of a consumer
  std::vector<FieldOfSegment> member_fields_;    // by member of a consumer in a list
  std::vector<std::uint32_t> loaded_at_;  // by read: the start at which it was loaded
  std::vector<std::uint8_t> is_bad_;
  std::uint32_t record_start_ = 1;
  std::uint32_t consumer_start_ = 1;
  Record record_, previous_;
  bool has_previous_ = false;
  std::string header_;
  std::string_view consumer_;
  Segment consumer_segment_ = Segment::Base;
  RuleFacts facts_;
  Arena arena_;  // of the lists
};

}  // namespace m2::internal

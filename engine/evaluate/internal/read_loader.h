#pragma once
// ReadLoader: what rules read of a record, into the registers of a machine: each value once, only
// when a rule asks for it, and only when it is another one than before. It tells which ones that
// are, so that a rule need not be asked again about values that it has seen.
//
//   loader.start(record, previous, changed);
//   loader.load(needed);                       // one bit for each record read
//   for (std::uint32_t read : loader.changed()) …

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/evaluate/record_rules.h"
#include "engine/evaluate/rule_program.h"
#include "engine/evaluate/slot.h"
#include "engine/metro2/record.h"

namespace m2::internal {

/// One bit for each record read of a program.
using ReadSet = std::vector<std::uint64_t>;

class ReadLoader {
 public:
  ReadLoader(const RuleProgram& program, Slot* registers);

  void set_header(std::string_view header);
  void set_facts(const RuleFacts& facts);
  /// `previous` may be empty. Both must live until the next start. `changed`: the fields of the
  /// base segment that differ from those of the record before (ChangedFields).
  void start(std::string_view record, std::string_view previous, std::uint64_t changed);
  /// The consumer that rules over consumers read from now on.
  void start_consumer(const SegmentView& consumer);

  /// The segments of the record that are whole.
  [[nodiscard]] const std::vector<SegmentView>& parts() const { return record_.parts; }
  /// A segment that stands once; empty when it is not there.
  [[nodiscard]] std::string_view segment(Segment segment) const {
    return record_.once[static_cast<std::size_t>(segment)];
  }

  void load(const ReadSet& needed);
  void load(std::span<const std::uint32_t> reads);
  /// What was loaded and became another value since the last time that this was asked.
  [[nodiscard]] std::span<const std::uint32_t> changed() const { return changed_; }
  void forget_changed() { changed_.clear(); }
  /// The loaded values whose bytes mean nothing: letters in an amount, no real day in a date.
  [[nodiscard]] bool has_bad() const { return bad_count_ > 0; }
  [[nodiscard]] bool is_bad(std::uint32_t read) const { return is_bad_[read] != 0; }

 private:
  struct Record {
    std::vector<SegmentView> parts;
    std::array<std::string_view, kSegmentCount> once{};  // base, K1 … N1
    // The consumers, once they are asked for: one block with a place for the base consumer in
    // front, who is in one of the two lists.
    Slot* consumers = nullptr;
    std::uint32_t associated = 0;  // how many
    bool is_associated_bad = false;
    bool has_base = false;
    bool is_base_bad = false;
  };
  using FieldOfSegment = std::array<const Field*, kSegmentCount>;
  // Where a value comes from; facts, lists and whether a segment is there are no fields.
  enum class From : std::uint8_t { Base, OtherField, Elsewhere };
  // A value as it is in its register. Texts point to `bytes`, which outlive the record.
  struct Kept {
    const Field* field = nullptr;  // null: it is missing
    char* bytes = nullptr;         // a place of its own in bytes_
    From from = From::Elsewhere;
    bool is_set = false;
    std::uint16_t offset = 0;  // From::Base: in the segment
    std::uint16_t length = 0;
  };
  // Reads whose values may be others than in their registers, until they are loaded again.
  struct Pending {
    ReadSet now;
    // What becomes so: with a field of the base segment (a set for each), with each record, with
    // each consumer, with a header.
    ReadSet by_field, by_record, by_consumer, by_header;
  };

  static void cut(std::string_view bytes, Record& into);
  [[nodiscard]] std::size_t room_for(std::uint32_t at) const;
  void plan(std::uint32_t at, char* bytes);
  void plan_pending(std::uint32_t at);
  void add_pending(const std::uint64_t* reads);
  void refresh(std::uint32_t at, Kept& kept);
  [[nodiscard]] bool is_same_fact(std::uint32_t at, const Slot& slot) const;
  void take(std::uint32_t at, Kept& kept, const Field* field, std::string_view bytes);
  void set(std::uint32_t at, const Slot& slot);
  [[nodiscard]] std::pair<const Field*, std::string_view> field_of(std::uint32_t at) const;
  Slot other_slot(const dsl::RecordRead& read);
  Slot list_of(const dsl::RecordRead& read);
  void read_associated(Record& of);
  void read_base_consumer(Record& of);
  Slot consumer(const SegmentView& part, bool& is_bad);

  const RuleProgram& program_;
  const std::vector<dsl::RecordRead>& reads_;
  Slot* registers_;                              // of the machine
  std::vector<FieldOfSegment> consumer_fields_;  // by read, of a consumer
  std::vector<FieldOfSegment> member_fields_;    // by member of a consumer in a list
  std::size_t words_;                            // of a ReadSet
  Pending pending_;
  std::vector<std::uint8_t> is_bad_;  // by read
  std::size_t bad_count_ = 0;
  std::vector<std::uint32_t> changed_;
  std::vector<Kept> kept_;         // by read
  std::unique_ptr<char[]> bytes_;  // of all kept values
  Record record_, previous_;       // without segments where there is none
  std::string header_;
  std::string_view consumer_;
  Segment consumer_segment_ = Segment::Base;
  RuleFacts facts_;
  Arena arena_;  // of the lists
};

}  // namespace m2::internal

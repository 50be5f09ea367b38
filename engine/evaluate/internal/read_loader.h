#pragma once
// ReadLoader: what rules read of a record, into the registers of a machine: each value once, only
// when a rule asks for it, and only when it is another one than before. It tells when that was, so
// that a rule need not be asked again about values that it has seen.
//
//   loader.start(record, previous);
//   const auto changed = loader.load(reads);

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
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

  /// Counts starts, so that what happened can be told apart.
  [[nodiscard]] std::uint64_t now() const { return now_; }
  /// When one of them changed last; empty when the bytes of one mean nothing: letters in an amount,
  /// no real day in a date.
  std::optional<std::uint64_t> load(std::span<const std::uint32_t> reads);

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
  // Where a value comes from.
  enum class From : std::uint8_t { Base, Consumer, OtherField, Elsewhere };
  // When a value was loaded, and when it became another one, counted by starts. This is all that
  // most rules look at, so it stands close together.
  struct Times {
    std::uint64_t loaded = 0;
    std::uint64_t changed = 0;  // kBad: its bytes mean nothing
  };
  static constexpr std::uint64_t kBad = ~std::uint64_t{0};
  // A value as it is in its register. Texts point to `bytes`, which outlive the record.
  struct Kept {
    const Field* field = nullptr;  // null: it is missing
    char* bytes = nullptr;         // a place of its own in bytes_
    From from = From::Elsewhere;
    std::uint16_t offset = 0;  // From::Base: in the segment
    std::uint16_t length = 0;
    const FieldOfSegment* of_consumer = nullptr;  // From::Consumer
  };

  static void cut(std::string_view bytes, Record& into);
  [[nodiscard]] std::size_t room_for(std::uint32_t at) const;
  void plan(std::uint32_t at, char* bytes);
  void refresh(std::uint32_t at, Kept& kept);
  [[nodiscard]] bool is_same_fact(std::uint32_t at, const Slot& slot) const;
  void take(std::uint32_t at, Kept& kept, const Field* field, std::string_view bytes);
  void set(std::uint32_t at, const Slot& slot);
  [[nodiscard]] std::pair<const Field*, std::string_view> field_of(std::uint32_t at,
                                                                   const Kept& kept) const;
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
  std::vector<Times> times_;                     // by read
  std::vector<Kept> kept_;                       // by read
  std::unique_ptr<char[]> bytes_;                // of all kept values
  std::uint64_t now_ = 1;
  std::uint64_t record_start_ = 1;
  Record record_, previous_;
  const char* base_ = nullptr;  // of record_
  bool has_previous_ = false;
  std::string header_;
  std::string_view consumer_;
  Segment consumer_segment_ = Segment::Base;
  RuleFacts facts_;
  Arena arena_;  // of the lists
};

}  // namespace m2::internal

#pragma once
// RuleGuards: which rules of a program can find something in a record, told from a few of its
// fields before any rule is run. Internal to evaluate.
//
//   const RuleGuards guards(program);
//   guards.narrow_record(Segment::Base, record, candidates);     // candidates: one bit a unit
//
// Most rules speak of few statuses, portfolios or segments. For every code, amount, date and
// segment that conditions ask, each kind of value it can have (missing, a code that some rule
// names, any other; zero or not) has the set of rules that can still be true with it: the condition
// is worked out with that one value known and everything else open. A record's candidates are what
// all its values leave. A rule is never lost by this, only spared.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/evaluate/rule_program.h"

namespace m2 {

/// One bit for each unit of a program.
using UnitSet = std::vector<std::uint64_t>;

class RuleGuards {
 public:
  explicit RuleGuards(const RuleProgram& program);

  [[nodiscard]] std::size_t words() const { return words_; }
  /// A memo for what base segments rule out, or consumers in a segment; for one thread.
  class Memo;
  [[nodiscard]] Memo memo_of_base() const;
  [[nodiscard]] Memo memo_of_consumers(Segment segment) const;
  /// Takes away the units that the fields of this segment of the record rule out.
  void narrow_record(Segment segment, std::string_view bytes, std::uint64_t* candidates) const;
  void narrow_previous(std::string_view bytes, std::uint64_t* candidates) const;
  /// Those that need a segment which is not there, or consumers where there is only one.
  void narrow_absent(Segment segment, std::uint64_t* candidates) const;
  void narrow_alone(std::uint64_t* candidates) const;
  /// Both at once, of a record without appended segments, as most are.
  void narrow_base_only(std::uint64_t* candidates) const;
  /// Those that need a fact that nobody told.
  void narrow_without_facts(std::uint64_t* candidates) const;

 private:
  /// What a field can be, told from its bytes.
  struct FieldGuard {
    const Field* field = nullptr;
    std::vector<std::uint8_t> kinds;  // of codes: by their two bytes; empty: filled or not
    UnitSet sets;                     // words_ for each kind
  };
  enum Kind : std::uint8_t { kEmpty = 0, kOther = 1, kFirstCode = 2 };  // as known_values() counts

  static std::size_t kind_of(const FieldGuard& guard, std::string_view bytes);
  void add(std::vector<FieldGuard>& to, const Field* field, std::uint32_t read,
           const RuleProgram& program);
  void narrow(const std::vector<FieldGuard>& guards, std::string_view bytes,
              std::uint64_t* candidates) const;

  std::size_t words_ = 0;
  std::array<std::vector<FieldGuard>, kSegmentCount> record_;
  std::array<std::vector<FieldGuard>, kSegmentCount> consumer_;
  std::vector<FieldGuard> previous_;
  std::array<UnitSet, kSegmentCount> absent_;  // K1 to N1
  UnitSet alone_;                              // without associated consumers
  UnitSet base_only_;                          // and without any of K1 to N1
  UnitSet without_facts_;
};

/// Most segments of a file are of kinds that one before had in all its fields, and leave the same.
class RuleGuards::Memo {
 public:
  Memo(const RuleGuards& guards, const std::vector<FieldGuard>& guarded, Segment segment);
  /// Fields of the segment, a bit for each, that differ from those of the last call of of().
  void note(std::uint64_t changed) { changed_ |= changed; }
  /// The units that the segment leaves; valid until the next call.
  const std::uint64_t* of(std::string_view bytes);

 private:
  struct Known {
    std::vector<std::uint8_t> kinds;
    UnitSet left;
  };
  static constexpr std::size_t kKnown = 256;

  const RuleGuards* guards_;
  const std::vector<FieldGuard>* guarded_;
  std::array<std::uint8_t, 64> guard_of_{};  // by field of the segment, where it has one
  std::uint64_t has_guard_ = 0;              // the fields that have one
  std::uint64_t changed_ = ~std::uint64_t{0};
  std::vector<std::uint8_t> kinds_;  // by guard
  std::uint64_t hash_ = 0;           // of kinds_
  std::vector<Known> known_;
};

}  // namespace m2

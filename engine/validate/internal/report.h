#pragma once
// Report: from "this rule fails here" to a Finding with its place in the file, for the checks only.
//
//   report.begin(record, framing);
//   report.field(Structural::EcoaCode, part, field, {.found = "4", .expected = "1, 2, 3, …"});

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/record.h"
#include "engine/validate/field_checks.h"
#include "engine/validate/finding.h"
#include "engine/validate/internal/structural_rules.h"
#include "engine/validate/rule_book.h"

namespace m2::internal {

/// What a check knows beyond the rule.
struct Detail {
  std::string found = {};  // printable and masked
  std::string expected = {};
  std::string message = {};  // the rule's title when empty
  std::string fix = {};      // the rule's when empty
  std::size_t at = 0;        // the byte that is wrong, from the start of the field
};

class Report {
 public:
  Report(std::shared_ptr<const RuleBook> book, FindingSink sink)
      : book_(std::move(book)), sink_(std::move(sink)) {}

  /// The day of the file: silences that ended before it hold no longer. Until told, none has ended.
  void set_day(Date day) { day_ = day; }
  [[nodiscard]] bool is_silenced(const Rule& rule) const { return book_->is_silenced(rule, day_); }
  /// A finding of a rule that is silenced: only counted.
  void silence(const Rule& rule);
  /// What follows is about this record, taken for one of this kind.
  void begin(const FileRecord& record, RecordKind kind, const Framing& framing);
  /// The same of an account's record that stands in no file yet, in character form; `number` is the
  /// one it will have there.
  void begin_alone(std::string_view record, std::uint64_t number);

  /// About the file as a whole; `offset` is a place in it.
  void file(Structural rule, std::uint64_t offset, Detail detail);
  /// About the record, or a place in it.
  void record(Structural rule, std::uint64_t offset, Detail detail);
  void segment(Structural rule, const SegmentView& part, Detail detail);
  void field(Structural rule, Segment segment, std::size_t segment_offset, const Field& field,
             Detail detail);
  /// That a field fails one of its own checks.
  void check(CheckKind kind, Segment segment, std::size_t segment_offset, const Field& field,
             Detail detail);
  /// The same of any rule of the registry. `field` may be null: then it is about the segment.
  void file(const Rule& rule, std::uint64_t offset, Detail detail);
  void record(const Rule& rule, Detail detail);
  void field(const Rule& rule, Segment segment, std::size_t segment_offset, const Field* field,
             Detail detail);
  /// The record that is told about now, to come back to it when it is no longer at hand.
  struct Place {
    std::uint64_t number = 0;
    std::uint64_t line = 0;
    std::uint64_t offset = 0;
    std::size_t shorter = 0;  // bytes that the file has less than the character form
    bool is_packed = false;
  };
  [[nodiscard]] Place place() const { return {number_, line_, offset_, shorter_, is_packed_}; }
  /// About a field of an earlier record that is no account.
  void earlier_field(const Place& place, const Rule& rule, Segment segment, const Field& field,
                     Detail detail);
  /// About the file as a whole, and an account that is not in it.
  void missing_account(const Rule& rule, std::string account, Detail detail);
  [[nodiscard]] const Rule& rule(Structural name) const {
    return book_->registry().rules()[static_cast<std::size_t>(name)];
  }
  [[nodiscard]] const RuleBook& book() const { return *book_; }

  /// Keeps what is found from here on until release() or drop().
  void hold() { is_holding_ = true; }
  [[nodiscard]] std::size_t held() const { return held_.size(); }
  void release();
  void drop();

  /// By severity; held ones do not count yet.
  [[nodiscard]] const std::array<std::uint64_t, 4>& counts() const { return counts_; }
  /// By the index of the rule; empty when nothing was silenced.
  [[nodiscard]] const std::vector<std::uint64_t>& silenced() const { return silenced_; }

 private:
  [[nodiscard]] Finding about_file(const Rule& rule, Detail detail) const;
  [[nodiscard]] Finding about_record(const Rule& rule, Detail detail) const;
  [[nodiscard]] Finding about_field(const Rule& rule, Segment segment, std::size_t segment_offset,
                                    const Field* field, Detail detail) const;
  [[nodiscard]] std::uint64_t place_of(Segment segment, std::size_t segment_offset,
                                       const Field& field, std::size_t at) const;
  void go_to(const Place& place);
  void give(Finding finding);

  std::shared_ptr<const RuleBook> book_;
  FindingSink sink_;
  std::array<std::uint64_t, 4> counts_{};
  std::vector<std::uint64_t> silenced_;
  std::optional<Date> day_;
  std::vector<Finding> held_;
  bool is_holding_ = false;

  std::uint64_t number_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t offset_ = 0;
  std::size_t shorter_ = 0;  // bytes that the file has less than the character form
  bool is_packed_ = false;
  bool is_deleted_ = false;
  bool is_account_ = false;
  std::string_view bytes_;
};

}  // namespace m2::internal

#pragma once
// An account's record: 426 bytes of base segment, then its appended segments (J1 … J2 … K1 K2 K3 K4
// L1 N1), as plain bytes in character form.
//
//   std::string record(blank(Segment::Base));
//   char* j1 = append_segment(record, Segment::J1);           // fill with put_text and its like
//   for (const SegmentView& part : segments_of(record)) …     // Base, J1
//
// What follows the base segment is never trusted: an unknown identifier and a segment without its
// end are told, not followed.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "engine/metro2/field.h"

namespace m2 {

/// The longest record a four-digit descriptor word can tell.
inline constexpr std::size_t kLongestRecord = 9999;

enum class SegmentFault : std::uint8_t {
  None,
  Unknown,    ///< no such identifier; `bytes` is the rest of the record
  Truncated,  ///< the record ends within the segment; `bytes` is what there is
};

struct SegmentView {
  Segment segment = Segment::Base;  // of an Unknown one: Base, and without meaning
  SegmentFault fault = SegmentFault::None;
  std::size_t offset = 0;       // from the start of the record
  std::string_view bytes = {};  // valid while the record lives

  /// False for an identifier followed by blanks, which keeps the place of a segment that the
  /// account does not use.
  [[nodiscard]] bool is_populated() const {
    return bytes.find_first_not_of(' ', 2) != std::string_view::npos;
  }
};

/// The segments of a base record, one after another. Blanks up to the end of the record are
/// padding, not a segment.
class SegmentRange {
 public:
  class Iterator {
   public:
    using value_type = SegmentView;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    explicit Iterator(std::string_view record) : record_(record) { read(0); }
    const SegmentView& operator*() const { return view_; }
    const SegmentView* operator->() const { return &view_; }
    Iterator& operator++();
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(std::default_sentinel_t) const { return view_.bytes.empty(); }

   private:
    void read(std::size_t offset);
    std::string_view record_;
    SegmentView view_;
  };

  explicit SegmentRange(std::string_view record) : record_(record) {}
  [[nodiscard]] Iterator begin() const { return Iterator(record_); }
  [[nodiscard]] static std::default_sentinel_t end() { return {}; }

 private:
  std::string_view record_;
};

/// `record` outlives the range.
inline SegmentRange segments_of(std::string_view record) {
  return SegmentRange(record);
}

/// Appends a blank segment; the pointer is valid until the record grows again.
char* append_segment(std::string& record, Segment segment);

/// The letter that the month of a base segment leaves in the payment history profile of the next
/// one (field 18), by its account status and payment rating; empty: none. Valid while the segment
/// lives.
std::string_view history_letter(std::string_view base_segment);

/// Whether the record takes the account off the file: account status DA or DF (field 17A).
bool is_deletion(std::string_view base_segment);

/// New numbers of an account, as its L1 tells them; empty: the old one stays.
struct NumberChange {
  std::string_view number;          // change indicator 1 or 3
  std::string_view identification;  // change indicator 2 or 3
};
/// Of the first L1 of a record; without blanks around them. Views into the record.
NumberChange number_change(std::string_view record);

/// The base segment as the bureaus know the account after this report: with the new account number,
/// where the record tells one (L1 with change indicator 1 or 3). Empty: the record has no base
/// segment.
std::string base_as_known(std::string_view record);

/// Bytes of the segments of a record, without padding; where a segment is faulty, all of it counts.
std::size_t unpadded_length(std::string_view record);

}  // namespace m2

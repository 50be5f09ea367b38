#pragma once
// SegmentScan: whether a segment needs a closer look at all. Most do not, and that is told in a few
// hundred cycles.
//
//   if (!scan_of(Segment::Base).is_clean(bytes, today)) …          // check_fields() then says why

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/metro2/field.h"
#include "engine/validate/internal/characters.h"
#include "engine/validate/internal/code_set.h"

namespace m2::internal {

class SegmentScan {
 public:
  explicit SegmentScan(Segment segment);

  /// True when no rule about a single field can fail. `bytes` is a whole segment in character form.
  /// Days after `today` need a closer look in header and base segment.
  [[nodiscard]] bool is_clean(std::string_view bytes, Date today) const;

 private:
  struct CodeField {
    std::size_t offset;
    std::size_t length;
    CodeSet codes;
  };
  struct Place {
    std::size_t offset;
    std::size_t length;
  };
  [[nodiscard]] bool has_real_days(std::string_view bytes, Date today) const;

  void plan_plain_text();
  /// Whether every byte is a digit, a capital, a blank or a hyphen that its field may have: nearly
  /// all are.
  [[nodiscard]] bool is_plain_text(std::string_view bytes) const;
  [[nodiscard]] bool has_forbidden(std::string_view bytes) const;

  std::vector<Classes> forbidden_;  // for each byte
  // Of the digits and capitals that each byte may be, the first, and how many characters on the
  // last one is; a blank and a hyphen, where it may be one, and else the first again.
  std::vector<std::uint8_t> first_, span_, blank_, hyphen_;
  std::vector<CodeField> codes_;
  std::vector<Place> texts_;  // begin with something unless blank
  std::vector<Place> plain_;  // have no gaps
  std::vector<const Field*> constants_;
  std::vector<std::size_t> days_;           // offsets of dates and time stamps
  std::vector<std::size_t> required_days_;  // of these, those that may not be zero
  std::vector<std::size_t> times_;          // offsets of the times in time stamps
  bool watches_future_;
};

/// Made when it is first asked for; lives as long as the program.
const SegmentScan& scan_of(Segment segment);

/// Whether bytes are a segment of this kind in everything but their identifier, and what follows
/// them in the record is another segment, blanks or nothing. Somebody must be in it: an ECOA code
/// and a name.
bool reads_as(Segment segment, std::string_view bytes, std::string_view rest);

}  // namespace m2::internal

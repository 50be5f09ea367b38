#pragma once
// ProfileCheck: what the profile allows, forbids and requires, held against every account and the
// header. Fields are found once; a record costs a comparison for each entry.
//
//   ProfileCheck check(book);
//   check.judge(record.bytes, report);

#include <array>
#include <bitset>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/config/profile.h"
#include "engine/validate/internal/report.h"
#include "engine/validate/rule_book.h"

namespace m2::internal {

class ProfileCheck {
 public:
  /// `book` outlives it.
  explicit ProfileCheck(const RuleBook& book);

  /// Tells the silences that ended before the day, each once.
  void tell_ended(Date day, Report& report);
  void judge_header(std::string_view header, Report& report) const;
  /// `record` is in character form.
  void judge(std::string_view record, Report& report) const;

 private:
  enum class Demand : std::uint8_t { Allow, Forbid, Require };

  /// An entry of the profile for the fields of one kind of segment.
  struct Entry {
    Demand demand = Demand::Allow;
    const ProfilePlace* place = nullptr;
    const ProfileValues* values = nullptr;  // null of what is required
    const Field* field = nullptr;           // null: the segment as a whole
    std::bitset<256> letters;               // of values that are single characters
  };

  void add(Demand demand, const ProfilePlace& place, const ProfileValues* values);
  void judge_field(const Entry& entry, Segment segment, std::size_t offset, std::string_view bytes,
                   Report& report) const;
  void judge_segments(std::string_view record, Report& report) const;
  [[nodiscard]] static bool is_among(const Entry& entry, std::string_view value);

  const Rule* allowed_ = nullptr;
  const Rule* forbidden_ = nullptr;
  const Rule* required_ = nullptr;
  const Rule* ended_ = nullptr;
  std::array<std::vector<Entry>, kSegmentCount> entries_;  // of fields, by segment
  std::vector<Entry> segments_;                            // that must or must not be there
  bool looks_behind_base_ = false;        // something is said of an appended segment
  std::vector<const Silence*> silences_;  // not told yet
};

}  // namespace m2::internal

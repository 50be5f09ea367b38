#pragma once
// AccountCheck: everything that can be said of one account's record: its segments, their fields,
// what the profile lets stand, the rules of .rules files.
//
//   AccountCheck accounts(book);
//   accounts.begin_file(header, today, report);
//   report.begin(record, …); accounts.check(record.bytes, previous, report);

#include <string_view>

#include "engine/base/date.h"
#include "engine/validate/internal/account_rules.h"
#include "engine/validate/internal/profile_check.h"
#include "engine/validate/internal/report.h"

namespace m2::internal {

/// The fields of a segment, a header or a trailer alone.
void check_segment(Segment segment, std::size_t offset, std::string_view bytes, Date today,
                   Report& report);

class AccountCheck {
 public:
  explicit AccountCheck(const RuleBook& book) : rules_(book), profile_(book) {}

  /// `header` may be empty; days after `today` lie in the future.
  void begin_file(std::string_view header, Date today, const Report& report);
  /// Tells the silences of the profile that ended before the day, each once.
  void tell_ended(Date day, Report& report) { profile_.tell_ended(day, report); }
  /// What the profile says of the header.
  void judge_header(std::string_view header, Report& report) const {
    profile_.judge_header(header, report);
  }
  /// `record` is in character form; `previous` its last report, or empty.
  void check(std::string_view record, std::string_view previous, Report& report);

 private:
  void check_segments(std::string_view record, Report& report) const;

  AccountRules rules_;
  ProfileCheck profile_;
  Date today_ = Date::from_days(Date::kLastDay);
};

}  // namespace m2::internal

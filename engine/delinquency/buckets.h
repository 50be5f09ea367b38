#pragma once
// Days past due and the bucket they fall in: the one number behind status, rating and history.
//
//   bucket(days_past_due(standing.oldest_unpaid_due, month_end))   // 2: 60 to 89 days
//
// Source: the past-due statuses of field 17A (account_status.def). The due date is day 0; below 30
// days the account is current.

#include <algorithm>
#include <cstdint>
#include <optional>

#include "engine/base/date.h"

namespace m2 {

/// An account is late for reporting from this day on.
inline constexpr std::int32_t kLateAfterDays = 30;

/// Calendar days from the oldest unpaid due date to `day`; 0 when nothing is unpaid or it is not
/// due yet.
constexpr std::int32_t days_past_due(std::optional<Date> oldest_unpaid_due, Date day) {
  return oldest_unpaid_due ? std::max(0, day.days() - oldest_unpaid_due->days()) : 0;
}

/// 0: below 30 days, 1: 30 to 59, … 6: 180 and more. Each boundary day belongs to the later bucket.
constexpr int bucket(std::int32_t days_past_due) {
  return std::clamp(days_past_due / kLateAfterDays, 0, 6);
}

}  // namespace m2

#include "engine/delinquency/schedule.h"

#include <algorithm>

namespace m2 {
namespace {

constexpr std::int64_t kDaysInWeek = 7;
constexpr int kHalfMonthDays = 15;

Date half_months_after(Date first, std::int64_t steps) {
  const CivilDate from = first.civil();
  const bool starts_early = from.day <= kHalfMonthDays;
  int day = from.day;
  std::int64_t months = steps / 2;
  if (steps % 2 != 0) {
    day += starts_early ? kHalfMonthDays : -kHalfMonthDays;
    months += starts_early ? 0 : 1;
  }
  const Date month = first.start_of_month().plus_months(months);
  const CivilDate in = month.civil();
  return month.plus_days(std::min(day, days_in_month(in.year, in.month)) - 1);
}

// The due date `steps` instalments after the one on `first`.
Date due_after(Date first, Frequency every, std::int64_t steps) {
  switch (every) {
    case Frequency::Week:
      return first.plus_days(kDaysInWeek * steps);
    case Frequency::TwoWeeks:
      return first.plus_days(2 * kDaysInWeek * steps);
    case Frequency::HalfMonth:
      return half_months_after(first, steps);
    case Frequency::Month:
      return first.plus_months(steps);
    case Frequency::TwoMonths:
      return first.plus_months(2 * steps);
    case Frequency::ThreeMonths:
      return first.plus_months(3 * steps);
    case Frequency::SixMonths:
      return first.plus_months(6 * steps);
    case Frequency::Year:
      return first.plus_months(12 * steps);
  }
  return first;
}

void move(const DueDateChange& change, Frequency every, std::vector<Instalment>& list) {
  const auto moved = std::find_if(list.begin(), list.end(),
                                  [&](const Instalment& one) { return one.due == change.from; });
  for (auto one = moved; one != list.end(); ++one) {
    one->due = due_after(change.to, every, one - moved);
  }
}

}  // namespace

bool instalments(const Schedule& schedule, std::span<const DueDateChange> changes,
                 std::vector<Instalment>& out) {
  out.clear();
  if (changes.size() > kMaxDueDateChanges) return false;
  Date due = schedule.first;
  while (due <= schedule.last) {
    if (out.size() == kMaxInstalments) {
      out.clear();
      return false;
    }
    out.push_back({static_cast<std::int32_t>(out.size() + 1), due, schedule.cents});
    due = due_after(schedule.first, schedule.every, static_cast<std::int64_t>(out.size()));
  }
  for (const DueDateChange& change : changes) move(change, schedule.every, out);
  return true;
}

}  // namespace m2

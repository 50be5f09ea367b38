#pragma once
// Books: what an account was charged and what came in, and the literal reading of how late that
// makes it: every question replays the whole account, and every run of late days is walked one day
// at a time. It shares nothing with engine/delinquency and has never seen a preset.
//
//   Books books;
//   books.charge({due, 145000, 1, true});
//   books.move({paid_on, 145000});
//   age_on(books, day);               // calendar days since the due date of the oldest open charge
//   run_began_on(books, day);         // the due date with which the present run of 30 days and
//   more began
//
// Amounts are cents. Everything counts from the end of its day.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"

namespace m2::oracle {

using Cents = std::int64_t;

/// An amount that falls due. One that is not reported takes its payments like the others.
struct Charged {
  Date due;
  Cents cents = 0;
  int id = 0;
  bool reported = true;
};

/// Money that comes in on a day; below zero it goes back.
struct Moved {
  Date on;
  Cents cents = 0;
};

class Books {
 public:
  void charge(const Charged& charged);
  void move(const Moved& moved) { moved_.push_back(moved); }

  /// By due date, then by id.
  [[nodiscard]] const std::vector<Charged>& charges() const { return charges_; }
  /// All that came in by the end of the day, less what went back.
  [[nodiscard]] Cents money_on(Date day) const;

 private:
  std::vector<Charged> charges_;
  std::vector<Moved> moved_;
};

/// What a tenant or lender may choose.
struct Policy {
  int grace_days = 0;
  bool counts_from_due_date = false;  // else from the end of grace
  bool first_is_due_date = false;     // else the 30th day after it
};

/// Days from which an account is late.
inline constexpr int kLate = 30;

/// What is open of the charges that are reported and due by the day.
Cents open_on(const Books& books, Date day);
/// Due date of the oldest of them.
std::optional<Date> oldest_open_on(const Books& books, Date day);
/// Calendar days from that due date to the day; 0 when nothing is open.
int age_on(const Books& books, Date day);
/// The same after grace.
int late_days_on(const Books& books, Date day, const Policy& policy);
/// What is open of charges that are each late on the day.
Cents late_amount_on(const Books& books, Date day, const Policy& policy);
/// Grace is applied to an age.
int after_grace(int age, const Policy& policy);

/// Due date of the oldest open charge on the first day of the unbroken run of days with an age of
/// 30 or more that the day belongs to. Empty when its own age is below 30. Grace has no part in it.
std::optional<Date> run_began_on(const Books& books, Date day);
/// Late on the day of a report, current on a day since, and late on the evening because of
/// something that was not late at that report: a payment that bounced ends no delinquency.
bool is_cured(const Books& books, Date reported, Date evening);
/// What a rating says of an account that was paid on a day: how late it was when it was paid. What
/// was not late on the evening before never was.
int late_days_when_paid(const Books& books, Date paid, const Policy& policy);
/// The date of first delinquency of a run.
Date first_delinquency(Date run_began, const Policy& policy);

/// "11", "71", "78", "80", "82", "83" or "84".
std::string status_of(int late_days);
/// '0' to '6'.
char letter_of(int late_days);

}  // namespace m2::oracle

#include "tests/oracle/delinquency/books.h"

#include <algorithm>

namespace m2::oracle {
namespace {

// Applies the money of the day to the charges due by then, oldest first, and hands on every charge
// that is reported and still has something open. Stops when `take` says so.
template <class Take>
void each_open(const Books& books, Date day, Take take) {
  Cents money = std::max<Cents>(books.money_on(day), 0);
  for (const Charged& charge : books.charges()) {
    if (charge.due > day) return;  // what is over is credit, and waits for it
    const Cents covered = std::min(money, charge.cents);
    money -= covered;
    if (covered < charge.cents && charge.reported && !take(charge.due, charge.cents - covered))
      return;
  }
}

}  // namespace

void Books::charge(const Charged& charged) {
  const auto is_before = [](const Charged& a, const Charged& b) {
    return a.due != b.due ? a.due < b.due : a.id < b.id;
  };
  charges_.insert(std::upper_bound(charges_.begin(), charges_.end(), charged, is_before), charged);
}

Cents Books::money_on(Date day) const {
  Cents money = 0;
  for (const Moved& moved : moved_) {
    if (moved.on <= day) money += moved.cents;
  }
  return money;
}

Cents open_on(const Books& books, Date day) {
  Cents open = 0;
  each_open(books, day, [&](Date, Cents cents) {
    open += cents;
    return true;
  });
  return open;
}

std::optional<Date> oldest_open_on(const Books& books, Date day) {
  std::optional<Date> oldest;
  each_open(books, day, [&](Date due, Cents) {
    oldest = due;
    return false;
  });
  return oldest;
}

int age_on(const Books& books, Date day) {
  const std::optional<Date> oldest = oldest_open_on(books, day);
  return oldest ? day.days() - oldest->days() : 0;
}

int after_grace(int age, const Policy& policy) {
  if (policy.counts_from_due_date) return age <= policy.grace_days ? 0 : age;
  return std::max(0, age - policy.grace_days);
}

int late_days_on(const Books& books, Date day, const Policy& policy) {
  return after_grace(age_on(books, day), policy);
}

Cents late_amount_on(const Books& books, Date day, const Policy& policy) {
  Cents late = 0;
  each_open(books, day, [&](Date due, Cents cents) {
    if (after_grace(day.days() - due.days(), policy) >= kLate) late += cents;
    return true;
  });
  return late;
}

std::optional<Date> run_began_on(const Books& books, Date day) {
  if (age_on(books, day) < kLate) return std::nullopt;
  while (age_on(books, day.plus_days(-1)) >= kLate) day = day.plus_days(-1);
  return oldest_open_on(books, day);
}

bool is_cured(const Books& books, Date reported, Date evening) {
  const std::optional<Date> run = run_began_on(books, evening);
  if (age_on(books, reported) < kLate || (run && run->plus_days(kLate) <= reported)) return false;
  for (Date day = reported.plus_days(1); day <= evening; day = day.plus_days(1)) {
    if (age_on(books, day) < kLate) return true;
  }
  return false;
}

int late_days_when_paid(const Books& books, Date paid, const Policy& policy) {
  const Date evening = paid.plus_days(-1);
  if (late_days_on(books, evening, policy) < kLate) return 0;
  return after_grace(paid.days() - oldest_open_on(books, evening)->days(), policy);
}

Date first_delinquency(Date run_began, const Policy& policy) {
  return policy.first_is_due_date ? run_began : run_began.plus_days(kLate);
}

std::string status_of(int late_days) {
  if (late_days < 30) return "11";
  if (late_days < 60) return "71";
  if (late_days < 90) return "78";
  if (late_days < 120) return "80";
  if (late_days < 150) return "82";
  if (late_days < 180) return "83";
  return "84";
}

char letter_of(int late_days) {
  if (late_days < 30) return '0';
  if (late_days < 60) return '1';
  if (late_days < 90) return '2';
  if (late_days < 120) return '3';
  if (late_days < 150) return '4';
  if (late_days < 180) return '5';
  return '6';
}

}  // namespace m2::oracle

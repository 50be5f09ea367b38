#include "tests/oracle/delinquency/loan_naive.h"

#include <algorithm>

namespace m2::oracle {

bool LoanNaive::owes(Date day) const {
  return principal_on(ledger_, day) > 0 || net_charge_off_on(ledger_, day) > 0;
}

// The day of the last payment or waiver, whoever paid; after a charge-off only what came later. The
// day of the contract when there is none.
Date LoanNaive::last_money(Date day) const {
  Date last = ledger_.contract;
  const Date after = is_charged_off(ledger_, day) ? *ledger_.charged_off_on : Date::from_days(0);
  for (const LoanPayment& payment : ledger_.payments) {
    if (counts_on(payment, day) && payment.on > after) last = std::max(last, payment.on);
  }
  for (const LoanCredit& waiver : ledger_.waivers) {
    if (waiver.on <= day && waiver.on > after) last = std::max(last, waiver.on);
  }
  return last;
}

bool LoanNaive::was_waived_by(Date evening) const {
  return std::any_of(ledger_.waivers.begin(), ledger_.waivers.end(),
                     [&](const LoanCredit& waiver) { return waiver.on <= evening; });
}

// Late when it ended, and something was let go: settled for less.
bool LoanNaive::was_waived_since(Date evening, Date day) const {
  return std::any_of(ledger_.waivers.begin(), ledger_.waivers.end(), [&](const LoanCredit& waiver) {
    return waiver.on > evening && waiver.on <= day;
  });
}

bool LoanNaive::is_refinanced(Date money) const {
  return std::any_of(
      ledger_.payments.begin(), ledger_.payments.end(), [&](const LoanPayment& payment) {
        return payment.on == money && counts_on(payment, money) && !payment.is_borrowers;
      });
}

// Empty: the loan was closed, and went on.
std::optional<std::string> LoanNaive::rebuilt_history(Date day) const {
  std::string history;
  for (int month = 1; month <= 24; ++month) {
    const Date end = day.start_of_month().plus_months(1 - month).plus_days(-1);
    if (end < ledger_.contract)
      history += 'B';
    else if (!owes(end))
      return std::nullopt;
    else if (is_charged_off(ledger_, end))
      history += 'L';
    else
      history += letter_of(late_days_on(books_, end, policy_));
  }
  return history;
}

// What a month of the schedule comes to; nothing while payments are put off.
std::int64_t LoanNaive::scheduled(Date day) const {
  for (const DueDateMove& move : ledger_.moves) {
    if (move.from <= day && day < move.to) return 0;
  }
  switch (ledger_.often) {
    case Often::Weekly:
      return ledger_.instalment * 433 / 10000;
    case Often::EveryTwoWeeks:
      return ledger_.instalment * 216 / 10000;
    case Often::TwiceAMonth:
      return ledger_.instalment * 2 / 100;
    case Often::Monthly:
      break;
  }
  return ledger_.instalment / 100;
}

Cents LoanNaive::paid_in_month(Date day) const {
  const auto in_month = [&](Date one) { return one >= day.start_of_month() && one <= day; };
  Cents paid = 0;
  for (const LoanPayment& payment : ledger_.payments) {
    const bool never_came =
        payment.has_failed || (payment.reversed_on && *payment.reversed_on <= payment.on);
    if (never_came || !payment.is_borrowers) continue;
    if (in_month(payment.on)) paid += payment.cents;
    if (payment.reversed_on && in_month(*payment.reversed_on)) paid -= payment.cents;
  }
  return std::max<Cents>(paid, 0);
}

std::optional<Date> LoanNaive::last_paid(Date day) const {
  std::optional<Date> last;
  for (const LoanPayment& payment : ledger_.payments) {
    if (counts_on(payment, day) && payment.is_borrowers && (!last || payment.on > *last))
      last = payment.on;
  }
  return last;
}

// The run that the evening belongs to. What was reported never moves later, unless the loan was
// late on the day of that report and current on a day since. In spite of a waiver nobody says since
// when.
void LoanNaive::tell_first_late(Told& told, Date evening, const Told* previous) const {
  if (!told.is_reported()) return;
  if (was_waived_by(evening)) {
    told.outcome = "held late_and_waived";
    return;
  }
  const std::optional<Date> run = run_began_on(books_, evening);
  if (run) told.first_late = first_delinquency(*run, policy_);
  if (previous != nullptr && previous->first_late &&
      !is_cured(books_, *previous->told_on, evening)) {
    told.first_late =
        std::min(told.first_late.value_or(*previous->first_late), *previous->first_late);
  }
  if (!told.first_late) told.outcome = "held date_of_first_delinquency";
}

void LoanNaive::tell_running(Told& told, Date day, const Told* previous) const {
  told.told_on = day;
  told.status = status_of(late_days_on(books_, day, policy_));
  const Cents owed = ledger_.asks_for_payoff ? payoff_on(ledger_, day) : principal_on(ledger_, day);
  if (told.status != "11") {
    const Cents late = std::min(late_amount_on(books_, day, policy_), payoff_on(ledger_, day));
    told.past_due = std::max<std::int64_t>(whole_dollars(late), 1);
    tell_first_late(told, day, previous);
  }
  const std::int64_t least = owed > 0 ? 1 : 0;  // what owes a cent is not shown as paid
  told.balance = std::max({whole_dollars(owed), told.past_due, least});
  told.scheduled = scheduled(day);
}

void LoanNaive::tell_charged_off(Told& told, Date day, const Told* previous) const {
  told.told_on = day;
  told.status = "97";
  told.balance = std::max<std::int64_t>(whole_dollars(net_charge_off_on(ledger_, day)), 1);
  told.past_due = told.balance;
  told.charged_off = whole_dollars(charged_off_amount(ledger_));
  tell_first_late(told, *ledger_.charged_off_on, previous);
}

void LoanNaive::tell_closed(Told& told, Date day, const Told* previous) const {
  const Date money = last_money(day);
  told.closed = money;
  if (ledger_.closed_on && *ledger_.closed_on <= day)
    told.closed = std::max(money, *ledger_.closed_on);
  told.told_on = told.closed;
  if (previous == nullptr && *told.closed < day.start_of_month())
    told.outcome = "skipped closed_before_first_report";
  if (previous != nullptr && (previous->status == "13" || previous->status == "64"))
    told.outcome = "skipped already_closed";
  if (is_refinanced(money)) told.comment = "AS";
  if (is_charged_off(ledger_, day)) {
    told.status = "64";
    told.charged_off = whole_dollars(charged_off_amount(ledger_));
    if (was_waived_since(*ledger_.charged_off_on, day)) told.comment = "AU";
    tell_first_late(told, *ledger_.charged_off_on, previous);
    return;
  }
  // How late it was on the evening before: what is paid on a day was never that late.
  const Date evening = money.plus_days(-1);
  const int late = late_days_on(books_, evening, policy_);
  told.status = "13";
  told.rating = letter_of(late);
  if (late >= kLate && was_waived_since(evening, day)) told.comment = "AU";
  if (late >= kLate) tell_first_late(told, evening, previous);
}

// A charge-off of nothing, of a loan that was not late, or after which an older payment bounced.
bool LoanNaive::is_odd_charge_off(Date day) const {
  if (!is_charged_off(ledger_, day)) return false;
  const Date on = *ledger_.charged_off_on;
  const bool bounced_since = std::any_of(
      ledger_.payments.begin(), ledger_.payments.end(), [&](const LoanPayment& payment) {
        return payment.on <= on && payment.reversed_on && *payment.reversed_on > on;
      });
  return bounced_since || charged_off_amount(ledger_) == 0 ||
         principal_on(ledger_, on.plus_days(-1)) == 0 || age_on(books_, on.plus_days(-1)) < kLate ||
         age_on(books_, on) < kLate;
}

Told LoanNaive::told(Date day, const Told* previous) const {
  Told told;
  if (ledger_.contract > day) {
    told.outcome = "skipped not_started";
    return told;
  }
  if (is_odd_charge_off(day)) {
    told.outcome = "unclear: an odd charge-off";
    return told;
  }
  if (!owes(day)) {
    tell_closed(told, day, previous);
  } else if (is_charged_off(ledger_, day)) {
    tell_charged_off(told, day, previous);
  } else {
    tell_running(told, day, previous);
  }
  told.paid = whole_dollars(paid_in_month(day));
  told.last_paid = last_paid(day);
  const std::optional<std::string> rebuilt = rebuilt_history(*told.told_on);
  if (!rebuilt) told.outcome = "unclear: closed, and open again";
  if (previous != nullptr) {
    if (previous->closed && !told.closed) told.outcome = "unclear: closed, and open again";
    if (*told.told_on < previous->told_on->start_of_month())
      told.outcome = "unclear: closed before the last report";
    if (told.is_reported()) told.history = rolled_history(*previous, *told.told_on);
  } else {
    told.history = rebuilt.value_or("");
  }
  return told;
}

}  // namespace m2::oracle

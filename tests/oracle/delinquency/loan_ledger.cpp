#include "tests/oracle/delinquency/loan_ledger.h"

#include <algorithm>

namespace m2::oracle {
namespace {

Date on_day(Date month, int day) {
  return std::min(month.start_of_month().plus_days(day - 1), month.end_of_month());
}

// The nth due date after `first`, which is the one with number 0.
Date nth_due(Date first, Often often, int n) {
  switch (often) {
    case Often::Weekly:
      return first.plus_days(7 * n);
    case Often::EveryTwoWeeks:
      return first.plus_days(14 * n);
    case Often::Monthly:
      return first.plus_months(n);
    case Often::TwiceAMonth:
      break;
  }
  // Two days of the month, 15 apart.
  const int own = first.civil().day;
  if (n % 2 == 0) return on_day(first.start_of_month().plus_months(n / 2), own);
  return own <= 15 ? on_day(first.start_of_month().plus_months(n / 2), own + 15)
                   : on_day(first.start_of_month().plus_months(n / 2 + 1), own - 15);
}

Cents came_in(const LoanLedger& ledger, Date day) {
  Cents cents = 0;
  for (const LoanPayment& payment : ledger.payments) {
    if (counts_on(payment, day)) cents += payment.cents;
  }
  return cents;
}

Cents waived(const LoanLedger& ledger, Date day) {
  Cents cents = 0;
  for (const LoanCredit& waiver : ledger.waivers) {
    if (waiver.on <= day) cents += waiver.cents;
  }
  return cents;
}

// Nine tenths of what is paid are principal, the rest is interest.
Cents principal_before_charge_off(const LoanLedger& ledger, Date day) {
  for (const LoanPayment& payment : ledger.payments) {
    if (payment.pays_off && counts_on(payment, day)) return 0;
  }
  const auto count = static_cast<Cents>(due_dates(ledger).size());
  const Cents rest = ledger.instalment * count - came_in(ledger, day) - waived(ledger, day);
  return rest <= 0 ? 0 : std::max<Cents>(rest * 9 / 10, 1);
}

}  // namespace

std::vector<Date> due_dates(const LoanLedger& ledger) {
  std::vector<Date> due;
  for (int n = 0; nth_due(ledger.first_due, ledger.often, n) <= ledger.last_due; ++n)
    due.push_back(nth_due(ledger.first_due, ledger.often, n));
  for (const DueDateMove& move : ledger.moves) {
    const auto at = std::find(due.begin(), due.end(), move.from);
    for (auto each = at; each != due.end(); ++each)
      *each = nth_due(move.to, ledger.often, static_cast<int>(each - at));
  }
  return due;
}

bool counts_on(const LoanPayment& payment, Date day) {
  return !payment.has_failed && payment.on <= day &&
         (!payment.reversed_on || *payment.reversed_on > day);
}

bool is_charged_off(const LoanLedger& ledger, Date day) {
  return ledger.charged_off_on && *ledger.charged_off_on <= day;
}

Books books_of(const LoanLedger& ledger) {
  Books books;
  int id = 0;
  for (const Date due : due_dates(ledger)) books.charge({due, ledger.instalment, ++id, true});
  for (const LoanPayment& payment : ledger.payments) {
    if (payment.has_failed || (payment.reversed_on && *payment.reversed_on <= payment.on)) continue;
    books.move({payment.on, payment.cents});
    if (payment.reversed_on) books.move({*payment.reversed_on, -payment.cents});
  }
  for (const LoanCredit& waiver : ledger.waivers) books.move({waiver.on, waiver.cents});
  return books;
}

Cents principal_on(const LoanLedger& ledger, Date day) {
  return is_charged_off(ledger, day) ? 0 : principal_before_charge_off(ledger, day);
}

Cents payoff_on(const LoanLedger& ledger, Date day) {
  const Cents principal = principal_on(ledger, day);
  return principal + principal / 50;
}

Cents charged_off_amount(const LoanLedger& ledger) {
  return ledger.charged_off_on ? principal_before_charge_off(ledger, *ledger.charged_off_on) : 0;
}

Cents net_charge_off_on(const LoanLedger& ledger, Date day) {
  if (!is_charged_off(ledger, day)) return 0;
  Cents net = charged_off_amount(ledger);
  for (const LoanPayment& payment : ledger.payments) {
    if (payment.on <= *ledger.charged_off_on || !counts_on(payment, day)) continue;
    net -= payment.pays_off ? net : payment.cents;
  }
  for (const LoanCredit& waiver : ledger.waivers) {
    if (waiver.on > *ledger.charged_off_on && waiver.on <= day) net -= waiver.cents;
  }
  return std::max<Cents>(net, 0);
}

}  // namespace m2::oracle

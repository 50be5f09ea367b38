// Random loans: schedules of every kind, payers of every kind, and what happens to loans.

#include <algorithm>

#include "tests/oracle/delinquency/delays.h"
#include "tests/oracle/delinquency/loan_ledger.h"

namespace m2::oracle {
namespace {

class LoanAuthor {
 public:
  LoanAuthor(Chance chance, Date as_of) : chance_(chance) { ledger_.as_of = as_of; }

  LoanLedger write() {
    agree();
    move_due_dates();
    pay();
    reverse();
    if (chance_.one_in(8)) waive();
    if (chance_.one_in(4)) charge_off();
    if (chance_.one_in(4)) pay_off();
    shuffle();
    return std::move(ledger_);
  }

 private:
  void agree() {
    ledger_.often = static_cast<Often>(chance_.one_in(2) ? 3 : chance_.below(4));
    const auto age = chance_.one_in(4) ? chance_.between(300, 900) : chance_.between(0, 299);
    ledger_.contract = ledger_.as_of.plus_days(-age);
    ledger_.first_due = ledger_.contract.plus_days(chance_.between(7, 45));
    if (chance_.one_in(6)) ledger_.first_due = ledger_.first_due.end_of_month();
    const auto length = chance_.one_in(5) ? age / 2 + 1 : age + chance_.between(60, 900);
    ledger_.last_due = ledger_.first_due.plus_days(length);
    ledger_.instalment = chance_.between(1000, 60000);
    ledger_.asks_for_payoff = chance_.one_in(4);
  }

  void move_due_dates() {
    while (chance_.one_in(5)) {
      const std::vector<Date> due = due_dates(ledger_);
      const Date from = due[chance_.below(due.size())];
      ledger_.moves.push_back({from, from.plus_days(chance_.between(1, 70))});
    }
  }

  LoanPayment& payment(Date on, Cents cents) {
    ledger_.payments.push_back({.on = std::max(on, ledger_.contract),
                                .cents = std::max<Cents>(cents, 1),
                                .id = next_id_++});
    return ledger_.payments.back();
  }

  void pay() {
    const int how_late = static_cast<int>(chance_.below(3));
    const Date last = ledger_.as_of.plus_days(130);
    const auto skips = static_cast<std::size_t>(how_late == 1 ? 9 : 5);
    const Date gives_up = ledger_.as_of.plus_days(-chance_.between(-400, 300));
    for (const Date due : due_dates(ledger_)) {
      if (due > last || (how_late == 2 && due > gives_up)) return;
      if (how_late > 0 && chance_.one_in(skips)) continue;
      const Date on = due.plus_days(random_delay(chance_, how_late));
      const Cents all = ledger_.instalment;
      switch (chance_.below(8)) {
        case 0:
          payment(on, all / 3);
          payment(on.plus_days(chance_.between(0, 20)), all - all / 3);
          break;
        case 1:
          payment(on, all - chance_.between(0, std::min<Cents>(all - 1, 250)));
          break;
        case 2:
          payment(on, all * chance_.between(1, 3) + chance_.between(0, 500));
          break;
        default:
          payment(on, all);
      }
    }
  }

  void reverse() {
    for (LoanPayment& payment : ledger_.payments) {
      if (chance_.one_in(14)) payment.reversed_on = payment.on.plus_days(chance_.between(-2, 40));
      if (chance_.one_in(25)) payment.is_borrowers = false;
      if (!payment.reversed_on && chance_.one_in(25)) payment.has_failed = true;
    }
  }

  Date any_day(int before) {
    return std::max(ledger_.contract, ledger_.as_of.plus_days(-chance_.between(-40, before)));
  }

  void waive() {
    ledger_.waivers.push_back(
        {any_day(200), ledger_.instalment * chance_.between(1, 2) + chance_.between(-100, 100)});
  }

  // Not before it was late.
  void charge_off() {
    const Books books = books_of(ledger_);
    const Date day = any_day(120);
    if (age_on(books, day) >= kLate + 40 && principal_on(ledger_, day) > 0)
      ledger_.charged_off_on = day;
  }

  void pay_off() {
    LoanPayment& last = payment(any_day(70), ledger_.instalment * chance_.between(1, 9));
    last.pays_off = true;
    if (chance_.one_in(6)) last.reversed_on = last.on.plus_days(chance_.between(1, 30));
    if (chance_.one_in(5)) ledger_.closed_on = last.on.plus_days(chance_.between(-10, 20));
  }

  void shuffle() {
    std::vector<LoanPayment>& rows = ledger_.payments;
    for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[chance_.below(i)]);
  }

  Chance chance_;
  LoanLedger ledger_;
  int next_id_ = 501;
};

}  // namespace

LoanLedger random_loan_ledger(Chance chance, Date as_of) {
  return LoanAuthor(chance, as_of).write();
}

// But for the moves of due dates, each of which speaks of the dates that the one before it left.
void reverse_rows(LoanLedger& ledger) {
  std::reverse(ledger.payments.begin(), ledger.payments.end());
  std::reverse(ledger.waivers.begin(), ledger.waivers.end());
}

std::vector<LoanLedger> simpler_than(const LoanLedger& ledger) {
  std::vector<LoanLedger> simpler;
  const auto with = [&](auto change) {
    LoanLedger copy = ledger;
    change(copy);
    simpler.push_back(std::move(copy));
  };
  const auto at = [](auto& list, std::size_t i) {
    return list.begin() + static_cast<std::ptrdiff_t>(i);
  };
  for (std::size_t i = 0; i < ledger.payments.size(); ++i)
    with([&](LoanLedger& l) { l.payments.erase(at(l.payments, i)); });
  for (std::size_t i = 0; i < ledger.waivers.size(); ++i)
    with([&](LoanLedger& l) { l.waivers.erase(at(l.waivers, i)); });
  for (std::size_t i = 0; i < ledger.moves.size(); ++i)
    with([&](LoanLedger& l) { l.moves.erase(at(l.moves, i)); });
  if (ledger.charged_off_on) with([](LoanLedger& l) { l.charged_off_on.reset(); });
  if (ledger.closed_on) with([](LoanLedger& l) { l.closed_on.reset(); });
  if (ledger.asks_for_payoff) with([](LoanLedger& l) { l.asks_for_payoff = false; });
  if (ledger.often != Often::Monthly) with([](LoanLedger& l) { l.often = Often::Monthly; });
  if (ledger.first_due.plus_months(1) < ledger.as_of) {
    with([](LoanLedger& l) {
      l.contract = l.contract.plus_months(1);
      l.first_due = l.first_due.plus_months(1);
    });
  }
  for (std::size_t i = 0; i < ledger.payments.size(); ++i) {
    const LoanPayment& payment = ledger.payments[i];
    if (payment.reversed_on) with([&](LoanLedger& l) { l.payments[i].reversed_on.reset(); });
    if (!payment.is_borrowers) with([&](LoanLedger& l) { l.payments[i].is_borrowers = true; });
    if (payment.pays_off) with([&](LoanLedger& l) { l.payments[i].pays_off = false; });
    if (payment.cents > ledger.instalment)
      with([&](LoanLedger& l) { l.payments[i].cents = ledger.instalment; });
  }
  if (ledger.instalment > 10000) {
    with([](LoanLedger& l) {
      for (LoanPayment& payment : l.payments) payment.cents = payment.cents * 10000 / l.instalment;
      l.instalment = 10000;
    });
  }
  return simpler;
}

}  // namespace m2::oracle

#include "engine/simulate/loan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/simulate/payer.h"

namespace m2::simulate {
namespace {

using enum Destiny;
using Every = Loan::Every;
using Source = LoanPayment::Source;

// Leases have the people before.
constexpr std::uint64_t kBorrowers = kMostPeople / 2;

constexpr std::array<std::int64_t, 4> kPaymentsAYear{12, 24, 26, 52};

std::int64_t payments_a_year(Every every) {
  return kPaymentsAYear[static_cast<std::size_t>(every)];
}

Date due_after(Date first, Every every, std::int64_t steps) {
  switch (every) {
    case Every::Month:
      return first.plus_months(steps);
    case Every::HalfMonth:  // the first of the two lies in the first half of its month
      return first.plus_months(steps / 2).plus_days(steps % 2 * 15);
    case Every::TwoWeeks:
      return first.plus_days(14 * steps);
    case Every::Week:
      return first.plus_days(7 * steps);
  }
  return first;
}

std::int64_t interest_on(std::int64_t principal, const Loan& loan) {
  return principal * loan.rate / (10'000 * payments_a_year(loan.every));
}

/// What is owed after that many payments; 0 or less: paid.
std::int64_t owed_after(const Loan& loan, std::int64_t payment, std::int64_t term) {
  std::int64_t principal = loan.amount;
  for (std::int64_t i = 0; i < term && principal > 0; ++i)
    principal -= payment - interest_on(principal, loan);
  return principal;
}

/// The smallest even payment that pays the loan in its term.
std::int64_t even_payment(const Loan& loan, std::int64_t term) {
  std::int64_t low = loan.amount / term;
  std::int64_t high = loan.amount / term + interest_on(loan.amount, loan) + 1;
  while (low < high) {
    const std::int64_t middle = (low + high) / 2;
    if (owed_after(loan, middle, term) <= 0)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

class LoanLife {
 public:
  LoanLife(const Scenario& scenario, std::uint64_t number)
      : chance_(chance_of(scenario, Vendor::LoanPro, number)),
        payer_(temper_of(destiny_of(scenario, Vendor::LoanPro, number))) {
    loan_.number = number;
    loan_.destiny = destiny_of(scenario, Vendor::LoanPro, number);
  }
  Loan live(const Scenario& scenario);

 private:
  void meet_people();
  void agree(Date first_month);
  void schedule(std::int64_t term);
  void plan();
  void answer(Habit habit, std::size_t instalment);
  void pay_what_is_open(Date day, Date as_of, EventKind kind);
  void pay_and_bounce(Date due);
  void fall_behind(Date day);
  void defer(std::size_t instalment);
  void turn(Date day);
  void pay_off(Date day);
  void settle(Date day);
  void charge_off(Date day);

  std::int32_t pay(Date day, std::int64_t cents, Source source = Source::Bank);
  void event(Date day, EventKind kind, std::int64_t cents = 0) {
    loan_.events.push_back({day, kind, cents});
  }
  [[nodiscard]] std::int64_t open(Date day) const;
  [[nodiscard]] std::int64_t left_to_pay() const;
  [[nodiscard]] bool is(Destiny destiny) const { return loan_.destiny == destiny; }

  Loan loan_;
  Chance chance_;
  Payer payer_;
  std::int64_t turns_ = -1;  // at which instalment its destiny's one event comes
  Date last_paid_;
  bool is_over_ = false;
};

std::int32_t LoanLife::pay(Date day, std::int64_t cents, Source source) {
  LoanPayment payment;
  payment.id = static_cast<std::int32_t>(loan_.payments.size()) + 1;
  payment.day = day;
  payment.cents = cents;
  payment.source = source;
  loan_.payments.push_back(payment);
  last_paid_ = std::max(last_paid_, day);
  return payment.id;
}

std::int64_t LoanLife::open(Date day) const {
  std::int64_t sum = 0;
  for (const Due& due : loan_.instalments) sum += due.day <= day ? due.cents : 0;
  for (const LoanPayment& payment : loan_.payments) {
    const bool stays = !payment.reversed || *payment.reversed > day;
    sum -= payment.day <= day && stays ? payment.cents : 0;
  }
  return sum;
}

std::int64_t LoanLife::left_to_pay() const {
  std::int64_t sum = 0;
  for (const Due& due : loan_.instalments) sum += due.cents;
  for (const LoanPayment& payment : loan_.payments) sum -= payment.reversed ? 0 : payment.cents;
  return sum;
}

// ── The contract ──

void LoanLife::meet_people() {
  Borrower borrower;
  borrower.home = invent_home(chance_);
  borrower.person = invent_person(chance_, kBorrowers + loan_.number * 4, borrower.home);
  if (is(NamelessBorrower)) {
    borrower.person.ssn.clear();
    borrower.person.born.reset();
  }
  if (is(MaskedBorrower)) borrower.person.ssn = unissued_ssn(kBorrowers + loan_.number * 4);
  loan_.people.push_back(borrower);
  const bool has_other = chance_.in_hundred(25);
  const bool lives_elsewhere = chance_.in_hundred(30);
  const Home elsewhere = invent_home(chance_);
  const auto add = [&](Borrower::Role role) {
    Borrower other;
    other.role = role;
    other.home = lives_elsewhere ? elsewhere : borrower.home;
    other.person =
        invent_person(chance_, kBorrowers + loan_.number * 4 + loan_.people.size(), other.home);
    loan_.people.push_back(std::move(other));
  };
  if (is(CompanyLoan)) return;
  if (has_other) add(Borrower::Role::Secondary);
  if (is(AuthorizedUser)) add(Borrower::Role::Authorized);
}

void LoanLife::schedule(std::int64_t term) {
  loan_.payment = even_payment(loan_, term);
  const CivilDate civil = loan_.contract.civil();
  const Date early = loan_.contract.start_of_month().plus_days(civil.day % 13).plus_months(1);
  const Date first = loan_.every == Every::Month       ? loan_.contract.plus_months(1)
                     : loan_.every == Every::HalfMonth ? early
                     : loan_.every == Every::TwoWeeks  ? loan_.contract.plus_days(14)
                                                       : loan_.contract.plus_days(7);
  std::int64_t principal = loan_.amount;
  for (std::int64_t i = 0; i < term; ++i) {
    const std::int64_t interest = interest_on(principal, loan_);
    const std::int64_t cents = std::min(loan_.payment, principal + interest);
    loan_.principals.push_back(principal);
    loan_.interests.push_back(interest);
    loan_.instalments.push_back({due_after(first, loan_.every, i), cents});
    loan_.last_payment = cents;
    principal -= cents - interest;
  }
  loan_.principals.push_back(0);
  loan_.last_agreed = loan_.instalments.back().day;
}

void LoanLife::agree(Date first_month) {
  const auto soon = chance_.between(1, 6);
  const auto later = chance_.between(7, 18);
  const std::size_t when = chance_.below(10);
  const std::int64_t offset = when < 7 ? 0 : when < 9 ? soon : later;
  loan_.contract = first_month.plus_months(offset).plus_days(chance_.between(0, 27));
  loan_.applied = loan_.contract.plus_days(-chance_.between(3, 20));
  loan_.is_car = chance_.one_in(4) || is(Repossession);
  loan_.amount = chance_.between(15, 240) * 10'000;
  loan_.rate = chance_.between(499, 2'499);
  const std::size_t rhythm = chance_.below(20);
  const bool may_vary = is(PunctualBorrower) || is(ForgetfulBorrower);
  if (may_vary && rhythm < 3) loan_.every = static_cast<Every>(rhythm + 1);
  constexpr std::array<std::int64_t, 4> kYears{2, 3, 4, 5};
  const std::int64_t years = kYears[chance_.below(kYears.size())];
  const std::int64_t short_term = chance_.between(6, 12);
  schedule(is(ShortLoan) ? short_term : years * payments_a_year(loan_.every));
}

void LoanLife::plan() {
  turns_ = chance_.between(4, 11);
  const auto stop = chance_.between(2, 6);
  payer_.lose(turns_);
  if (is(ChargedOff) || is(ChargedOffPaid) || is(Settles) || is(Repossession)) payer_.stop_at(stop);
}

// ── Instalments ──

void LoanLife::fall_behind(Date day) {
  if (payer_.falls_behind()) event(day, EventKind::Relapsed);
}

void LoanLife::pay_what_is_open(Date day, Date as_of, EventKind kind) {
  const std::int64_t cents = open(as_of);
  if (cents <= 0) {
    event(as_of, EventKind::Covered);
    return;
  }
  pay(day, cents);
  event(day, payer_.catches_up(kind), cents);
}

void LoanLife::pay_and_bounce(Date due) {
  const Date day = due.plus_days(chance_.between(0, 3));
  const Date back = day.plus_days(chance_.between(2, 5));
  const bool pays_again = chance_.in_hundred(60);
  const Date again = back.plus_days(chance_.between(2, 8));
  const std::int64_t cents = open(day);
  if (cents <= 0) return pay_what_is_open(day, day, EventKind::OnTime);
  const std::int32_t payment = pay(day, cents);
  loan_.payments[static_cast<std::size_t>(payment) - 1].reversed = back;
  event(day, payer_.is_behind() ? EventKind::Cured : EventKind::OnTime, cents);
  event(back, EventKind::Bounced, cents);
  if (pays_again) return pay_what_is_open(again, again, EventKind::Late);
  fall_behind(back);
}

void LoanLife::answer(Habit habit, std::size_t instalment) {
  const Date due = loan_.instalments[instalment].day;
  const auto prompt = chance_.between(-3, 4);
  const auto tardy = chance_.between(6, 27);
  const auto share = chance_.between(30, 80);
  const auto ahead = chance_.between(1, 3);
  const Date soon = due.plus_days(prompt);
  switch (habit) {
    case Habit::OnTime:
      return pay_what_is_open(soon, std::max(soon, due), EventKind::OnTime);
    case Habit::Late:
      return pay_what_is_open(due.plus_days(tardy), due.plus_days(tardy), EventKind::Late);
    case Habit::Everything:
      return pay_what_is_open(due.plus_days(tardy - 6), due.plus_days(tardy - 6),
                              EventKind::OnTime);
    case Habit::Bounce:
      return pay_and_bounce(due);
    case Habit::Nothing:
      if (open(due) <= 0) return event(due, EventKind::Covered);
      event(due, EventKind::Missed, loan_.instalments[instalment].cents);
      return fall_behind(due);
    case Habit::Part: {
      const std::int64_t cents = loan_.payment * share / 100;
      const Date day = std::max(soon, due);
      if (open(day) <= cents) return pay_what_is_open(day, day, EventKind::OnTime);
      pay(day, cents);
      event(day, EventKind::Partial, cents);
      return fall_behind(day);
    }
    case Habit::Oldest: {
      const Date day = std::max(soon, due);
      const std::int64_t cents = std::min(open(day), loan_.payment);
      if (cents <= 0) return pay_what_is_open(day, day, EventKind::OnTime);
      pay(day, cents);
      return event(day, EventKind::CaughtUpOne, cents);
    }
    case Habit::Ahead: {
      const Date day = std::max(soon, due);
      const std::int64_t wanted = std::max<std::int64_t>(open(day), 0) + loan_.payment * ahead;
      const std::int64_t cents = std::min(wanted, left_to_pay());
      pay(day, cents);
      return event(day, EventKind::Prepaid, cents);
    }
  }
}

// ── What a destiny brings ──

void LoanLife::defer(std::size_t instalment) {
  const Date from = loan_.instalments[instalment].day;
  const Date decided = from.plus_days(-10);
  const Date to = from.plus_months(chance_.between(2, 3));
  loan_.deferral = Deferral{decided, from, to};
  for (std::size_t i = instalment; i < loan_.instalments.size(); ++i) {
    loan_.instalments[i].day =
        due_after(to, loan_.every, static_cast<std::int64_t>(i - instalment));
  }
  event(decided, EventKind::Deferred);
}

void LoanLife::pay_off(Date day) {
  const bool refinances = is(Refinances);
  const std::int64_t cents = loan_.payoff(day);
  pay(day, cents, refinances ? Source::Refinance : Source::Payoff);
  event(day, refinances ? EventKind::Refinanced : EventKind::PaidOffEarly, cents);
  loan_.closed = day;
  is_over_ = true;
}

void LoanLife::settle(Date day) {
  const std::int64_t owed = loan_.payoff(day);
  const std::int64_t taken = owed * chance_.between(45, 65) / 100;
  pay(day, taken, Source::Settlement);
  loan_.forgiven = Credit{day, owed - taken};
  loan_.closed = day;
  event(day, EventKind::Settled, taken);
  is_over_ = true;
}

void LoanLife::charge_off(Date day) {
  const std::int64_t owed = loan_.payoff(day);
  loan_.charged_off = Credit{day, owed};
  event(day, EventKind::ChargedOff, owed);
  is_over_ = true;
  const auto first = day.plus_days(chance_.between(40, 70));
  const bool pays_some = chance_.one_in(2);
  const auto recover = [&](Date when, std::int64_t cents) {
    pay(when, cents, Source::Recovery);
    event(when, EventKind::Recovery, cents);
  };
  if (is(ChargedOff) && pays_some) recover(first, owed / 10);
  if (!is(ChargedOffPaid)) return;
  recover(first, owed * 3 / 10);
  recover(first.plus_days(60), owed * 3 / 10);
  recover(first.plus_days(120), owed - owed * 3 / 10 * 2);
  loan_.closed = first.plus_days(120);
}

// The one event of a destiny that has one; most of them end the payments.
void LoanLife::turn(Date day) {
  struct Turn {
    Destiny destiny;
    EventKind event;
    bool ends;
  };
  constexpr auto kTurns = std::to_array<Turn>({
      {BankruptBorrower, EventKind::Bankrupt, true},
      {DeceasedBorrower, EventKind::Deceased, true},
      {SoldLoan, EventKind::Sold, true},
      {ReleasedBorrower, EventKind::LeftLoan, false},
      {ArchivedLoan, EventKind::Archived, true},
      {DeletedLoan, EventKind::Deleted, true},
      {StatusByHand, EventKind::SetByHand, false},
  });
  for (const Turn& row : kTurns) {
    if (!is(row.destiny)) continue;
    loan_.turned = day;
    event(day, row.event, row.destiny == SoldLoan ? loan_.principal(day) : 0);
    is_over_ = row.ends;
  }
}

Loan LoanLife::live(const Scenario& scenario) {
  const Date first = scenario.first.first_day();
  meet_people();
  agree(first);
  plan();
  const bool is_real = !is(NeverFunded);
  if (is_real) event(loan_.contract, EventKind::Opened, loan_.amount);
  for (std::size_t i = 0; i < loan_.instalments.size() && is_real && !is_over_; ++i) {
    const auto number = static_cast<std::int64_t>(i);
    if (is(Defers) && number == turns_) defer(i);
    const Date due = loan_.instalments[i].day;
    const Date later = due.plus_days(chance_.between(10, 20));
    const std::int64_t stops = payer_.stops();
    const Date missed = stops >= 0 ? loan_.instalments[static_cast<std::size_t>(stops)].day : due;
    const Date charged_off = missed.plus_days(150).end_of_month();
    const bool is_worn_out = stops >= 0 && due > missed;
    if (is_worn_out && (is(ChargedOff) || is(ChargedOffPaid)) && due > charged_off) {
      charge_off(charged_off);
      break;
    }
    if (due > scenario.as_of.plus_days(3)) break;  // paid early at the most
    // What an earlier payment already covered has no answer of its own.
    if (due > last_paid_ || open(due) > 0) answer(payer_.next(chance_, number), i);
    if (left_to_pay() <= 0) {
      loan_.closed = last_paid_;
      event(last_paid_, EventKind::PaidOff);
      break;
    }
    if (number == turns_ && (is(PaysOffEarly) || is(Refinances))) pay_off(later);
    if (number == turns_) turn(later);
    if (is(Settles) && number == stops + 4) settle(later);
    if (is(Repossession) && number == stops + 3) {
      loan_.turned = later;
      event(later, EventKind::Repossessed);
      is_over_ = true;
    }
  }
  std::stable_sort(loan_.payments.begin(), loan_.payments.end(),
                   [](const LoanPayment& a, const LoanPayment& b) { return a.day < b.day; });
  std::stable_sort(loan_.events.begin(), loan_.events.end(),
                   [](const Event& a, const Event& b) { return a.day < b.day; });
  return std::move(loan_);
}

}  // namespace

std::vector<Receipt> Loan::receipts() const {
  std::vector<Receipt> receipts;
  for (const LoanPayment& one : payments) {
    receipts.push_back({one.day, one.cents});
    if (one.reversed) receipts.push_back({*one.reversed, -one.cents});
  }
  return receipts;
}

std::int64_t Loan::principal(Date day) const {
  if (is_closed(day) || (charged_off && charged_off->day <= day)) return 0;
  std::int64_t paid = 0;
  for (const LoanPayment& one : payments) {
    const bool stays = !one.reversed || *one.reversed > day;
    paid += one.day <= day && stays ? one.cents : 0;
  }
  for (std::size_t i = 0; i < instalments.size(); ++i) {
    if (paid >= instalments[i].cents) {
      paid -= instalments[i].cents;
      continue;
    }
    return principals[i] - std::max<std::int64_t>(paid - interests[i], 0);
  }
  return 0;
}

std::int64_t Loan::net_charge_off(Date day) const {
  if (!charged_off || charged_off->day > day) return 0;
  std::int64_t owed = charged_off->cents;
  for (const LoanPayment& one : payments) {
    if (one.source == LoanPayment::Source::Recovery && one.day <= day) owed -= one.cents;
  }
  return owed;
}

std::int64_t Loan::payoff(Date day) const {
  const std::int64_t owed = principal(day);
  if (owed == 0) return 0;
  const std::vector<Receipt> received = receipts();
  const Books books(instalments, received, day);
  Date since = contract;
  std::int64_t interest = 0;
  for (std::size_t i = 0; i < instalments.size() && instalments[i].day <= day; ++i) {
    since = instalments[i].day;
    interest += std::min(books.unpaid(i), interests[i]);
  }
  const std::int64_t days = day.days() - since.days();
  return owed + interest + owed * rate * days / 3'650'000;
}

Loan live_loan(const Scenario& scenario, std::uint64_t number) {
  return LoanLife(scenario, number).live(scenario);
}

Intent intent_of(const Loan& loan, Date as_of) {
  const auto turned = [&](Destiny destiny) { return loan.has_turned(destiny, as_of); };
  if (turned(DeletedLoan)) return {OutcomeKind::Skipped, "deleted"};
  if (loan.destiny == NeverFunded || loan.contract > as_of)
    return {OutcomeKind::Skipped, "not_booked"};
  if (loan.destiny == DoNotSend) return {OutcomeKind::Skipped, "do_not_send"};
  if (turned(ArchivedLoan)) return {OutcomeKind::Skipped, "archived"};
  if (loan.destiny == CompanyLoan) return {OutcomeKind::Skipped, "company"};
  if (loan.destiny == ToBeDeleted) return {OutcomeKind::Skipped, "nothing_to_delete"};
  const bool is_sold = turned(SoldLoan);
  const std::optional<Date> ended = is_sold ? loan.turned : loan.closed;
  if ((is_sold || loan.is_closed(as_of)) && *ended < as_of.start_of_month())
    return {OutcomeKind::Skipped, "closed_before_first_report"};
  if (is_sold) return {OutcomeKind::Held, "no_buyer"};
  if (turned(ReleasedBorrower)) return {OutcomeKind::Held, "borrower_gone"};
  if (turned(StatusByHand) && !loan.is_closed(as_of)) return {OutcomeKind::Held, "set_by_hand"};
  if (loan.destiny == NamelessBorrower) return {OutcomeKind::Held, "no_identity"};
  if (loan.destiny == MaskedBorrower) return {OutcomeKind::Held, "masked_ssn"};
  const bool is_charged_off = loan.charged_off && loan.charged_off->day <= as_of;
  if (is_charged_off) return {OutcomeKind::Reported, {}, loan.net_charge_off(as_of), 0};
  if (loan.is_closed(as_of)) return {};
  // It stays as late as it was on the day from which nobody on it may be asked to pay.
  const bool is_stayed = turned(BankruptBorrower) && loan.people.size() == 1;
  const Date counted_on = is_stayed ? *loan.turned : as_of;
  const Books books(loan.instalments, loan.receipts(), counted_on);
  return {OutcomeKind::Reported, {}, loan.principal(as_of), books.days_past_due(counted_on)};
}

}  // namespace m2::simulate

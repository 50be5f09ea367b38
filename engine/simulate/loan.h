#pragma once
// Loan: the whole life of one loan, from the application to the last cent, in no vendor's words.
//
//   const Loan loan = live_loan(scenario, 12);
//   loan.principal(month_end)             // in cents, at the end of that day
//
// A life is lived to the end of the scenario and may already know what follows: whoever writes it
// down as of a day leaves out what lies after that day.

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/simulate/life.h"
#include "engine/simulate/people.h"

namespace m2::simulate {

struct LoanPayment {
  enum class Source : std::uint8_t { Bank, Payoff, Refinance, Settlement, Recovery };
  std::int32_t id = 0;  // from 1, as they were made
  Date day;
  std::int64_t cents = 0;
  Source source = Source::Bank;
  std::optional<Date> reversed;  // it bounced
};

struct Borrower {
  enum class Role : std::uint8_t { Primary, Secondary, Authorized };
  Person person;
  Home home;
  Role role = Role::Primary;
};

/// An amount on a day.
struct Credit {
  Date day;
  std::int64_t cents = 0;
};

struct Deferral {
  Date decided;
  Date from;
  Date to;
};

struct Loan {
  enum class Every : std::uint8_t { Month, HalfMonth, TwoWeeks, Week };

  std::uint64_t number = 0;
  Destiny destiny{};
  std::vector<Borrower> people;

  std::int64_t amount = 0;
  std::int64_t payment = 0;
  std::int64_t last_payment = 0;  // some cents less
  std::int64_t rate = 0;          // of a year, in hundredths of a percent
  Every every = Every::Month;
  bool is_car = false;
  Date applied;
  Date contract;
  Date last_agreed;                      // due date of the last instalment, before any deferral
  std::vector<Due> instalments;          // where they came to lie
  std::vector<std::int64_t> principals;  // owed before each instalment, and at last 0
  std::vector<std::int64_t> interests;   // in each instalment

  std::vector<LoanPayment> payments;  // by day, then id
  std::vector<Event> events;          // by day
  std::optional<Deferral> deferral;
  std::optional<Credit> charged_off;
  std::optional<Credit> forgiven;  // by a settlement
  std::optional<Date> closed;      // paid off, settled, or the charge-off was paid
  std::optional<Date> turned;  // the day of its destiny's one event: bankrupt, sold, archived, …

  [[nodiscard]] std::vector<Receipt> receipts() const;
  /// Nothing but the instalments of payments that stayed.
  [[nodiscard]] std::int64_t principal(Date day) const;
  /// Of a charge-off, what is still owed.
  [[nodiscard]] std::int64_t net_charge_off(Date day) const;
  /// Principal and the interest since the last instalment that was paid.
  [[nodiscard]] std::int64_t payoff(Date day) const;
  [[nodiscard]] bool has_turned(Destiny into, Date day) const {
    return destiny == into && turned && *turned <= day;
  }
  [[nodiscard]] bool is_closed(Date day) const { return closed && *closed <= day; }
};

Loan live_loan(const Scenario& scenario, std::uint64_t number);
/// What the presets of LoanPro are meant to make of it as of a day, never having reported it
/// before.
Intent intent_of(const Loan& loan, Date as_of);

}  // namespace m2::simulate

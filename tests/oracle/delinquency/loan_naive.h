#pragma once
// LoanNaive: what a report tells of a loan, word for word as the domain's pages say it
// (docs/testing-presets.md, "The second opinion"). Slow on purpose.
//
//   const LoanNaive loan(ledger, policy);
//   const Told first = loan.told(ledger.as_of, nullptr);
//
// A loan of which those pages do not say what it means has the outcome "unclear: why".

#include <optional>

#include "tests/oracle/delinquency/books.h"
#include "tests/oracle/delinquency/loan_ledger.h"
#include "tests/oracle/delinquency/told.h"

namespace m2::oracle {

class LoanNaive {
 public:
  LoanNaive(const LoanLedger& ledger, const Policy& policy)
      : ledger_(ledger), policy_(policy), books_(books_of(ledger)) {}

  [[nodiscard]] Told told(Date day, const Told* previous) const;
  [[nodiscard]] const Books& books() const { return books_; }

 private:
  [[nodiscard]] bool owes(Date day) const;
  [[nodiscard]] Date last_money(Date day) const;
  [[nodiscard]] bool is_odd_charge_off(Date day) const;
  [[nodiscard]] bool was_waived_by(Date evening) const;
  [[nodiscard]] std::optional<std::string> rebuilt_history(Date day) const;
  [[nodiscard]] std::int64_t scheduled(Date day) const;
  [[nodiscard]] Cents paid_in_month(Date day) const;
  [[nodiscard]] std::optional<Date> last_paid(Date day) const;
  void tell_first_late(Told& told, Date evening, const Told* previous) const;
  void tell_running(Told& told, Date day, const Told* previous) const;
  void tell_charged_off(Told& told, Date day, const Told* previous) const;
  void tell_closed(Told& told, Date day, const Told* previous) const;

  LoanLedger ledger_;
  Policy policy_;
  Books books_;
};

}  // namespace m2::oracle

#pragma once
// LoanLedger: one loan as people would write it on a sheet of paper. It becomes a LoanPro account
// document, a table for people, and the account that loan_naive.h reads.
//
//   const LoanLedger ledger = random_loan_ledger(Chance(seed), as_of);
//   const std::string document = document_of(ledger, {as_of});

#include <optional>
#include <string>
#include <vector>

#include "engine/base/chance.h"
#include "tests/oracle/delinquency/books.h"

namespace m2::oracle {

enum class Often { Weekly, EveryTwoWeeks, TwiceAMonth, Monthly };

struct LoanPayment {
  Date on;
  Cents cents = 0;
  int id = 0;
  std::optional<Date> reversed_on = std::nullopt;
  bool is_borrowers = true;
  bool pays_off = false;    // whatever its amount, nothing is owed afterwards
  bool has_failed = false;  // never came
};

struct LoanCredit {
  Date on;
  Cents cents = 0;
};

struct DueDateMove {
  Date from;
  Date to;
};

struct LoanLedger {
  Date as_of;
  Date contract;
  Date first_due;
  Date last_due;
  Often often = Often::Monthly;
  Cents instalment = 0;
  std::vector<LoanPayment> payments;
  std::vector<LoanCredit> waivers;
  std::vector<DueDateMove> moves;
  std::optional<Date> charged_off_on;
  std::optional<Date> closed_on;  // as LoanPro has it
  bool asks_for_payoff = false;   // what balance the lender reports
};

/// The due dates, with every move.
std::vector<Date> due_dates(const LoanLedger& ledger);
/// Everything that falls due, and what came in: payments and waivers.
Books books_of(const LoanLedger& ledger);
/// The payment is there at the end of the day.
bool counts_on(const LoanPayment& payment, Date day);
bool is_charged_off(const LoanLedger& ledger, Date day);

// What LoanPro's own books say at the end of a day.
Cents principal_on(const LoanLedger& ledger, Date day);
Cents payoff_on(const LoanLedger& ledger, Date day);
Cents charged_off_amount(const LoanLedger& ledger);
Cents net_charge_off_on(const LoanLedger& ledger, Date day);

/// The same for the same chance on every machine.
LoanLedger random_loan_ledger(Chance chance, Date as_of);
/// One account document (docs/account-documents.md), with LoanPro's books of these days.
std::string document_of(const LoanLedger& ledger, const std::vector<Date>& days);
/// For people.
std::string table_of(const LoanLedger& ledger);
/// Ledgers that are a little simpler: without a row, with a smaller amount.
std::vector<LoanLedger> simpler_than(const LoanLedger& ledger);
/// The vendor lists everything the other way round.
void reverse_rows(LoanLedger& ledger);

}  // namespace m2::oracle

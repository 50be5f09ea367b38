#pragma once
// LoanProduct: what Comparison needs to know of loans.

#include <string>

#include "tests/oracle/delinquency/comparison.h"
#include "tests/oracle/delinquency/loan_ledger.h"
#include "tests/oracle/delinquency/loan_naive.h"

namespace m2::oracle {

struct LoanProduct {
  using Ledger = LoanLedger;
  static constexpr const char* kPreset = "loanpro_installment";

  static LoanLedger random(Chance chance, Date as_of) { return random_loan_ledger(chance, as_of); }
  static LoanNaive naive(const Case<LoanLedger>& one) { return LoanNaive(one.ledger, one.policy); }
  static std::string document(const Case<LoanLedger>& one) {
    return document_of(one.ledger, {one.ledger.as_of, one.next});
  }
  static ParamTexts params(const Case<LoanLedger>& one) {
    ParamTexts params = params_of(one.policy);
    params["balance_basis"] = one.ledger.asks_for_payoff ? "\"payoff\"" : "\"principal\"";
    return params;
  }
};

}  // namespace m2::oracle

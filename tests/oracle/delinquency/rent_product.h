#pragma once
// RentProduct: what Comparison needs to know of leases.

#include <string>

#include "tests/oracle/delinquency/comparison.h"
#include "tests/oracle/delinquency/rent_ledger.h"
#include "tests/oracle/delinquency/rent_naive.h"

namespace m2::oracle {

struct RentProduct {
  using Ledger = RentLedger;
  static constexpr const char* kPreset = "entrata_rent";

  static RentLedger random(Chance chance, Date as_of) { return random_rent_ledger(chance, as_of); }
  static RentNaive naive(const Case<RentLedger>& one) { return RentNaive(one.ledger, one.policy); }
  static std::string document(const Case<RentLedger>& one) { return document_of(one.ledger); }
  static ParamTexts params(const Case<RentLedger>& one) {
    ParamTexts params = params_of(one.policy);
    params["ssn_types"] = "\"901\"";
    return params;
  }
};

}  // namespace m2::oracle

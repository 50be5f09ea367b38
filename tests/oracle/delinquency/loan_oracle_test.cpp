// Loans: random loans through the shipped preset and through the literal reading of the domain's
// pages.

#include <catch2/catch.hpp>

#include "tests/oracle/delinquency/comparing.h"
#include "tests/oracle/delinquency/loan_product.h"

using namespace m2::oracle;

namespace {

void compare_loans(std::uint64_t first_group) {
  compare_groups<LoanProduct>(first_group, {"11", "13", "64", "71", "78", "80", "82", "83", "84",
                                            "97", "held late_and_waived"});
}

}  // namespace

SCENARIO("the loan preset says what the literal reading says of random loans") {
  compare_loans(1);
}

SCENARIO("and of as many others", "[.second]") {  // a test of its own for ctest
  compare_loans(1001);
}

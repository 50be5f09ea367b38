// Rent: random leases through the shipped preset and through the literal reading of the domain's
// pages.

#include <catch2/catch.hpp>

#include "tests/oracle/delinquency/comparing.h"
#include "tests/oracle/delinquency/rent_product.h"

using namespace m2::oracle;

namespace {

void compare_leases(std::uint64_t first_group) {
  compare_groups<RentProduct>(first_group,
                              {"11", "13", "62", "71", "78", "80", "82", "83", "84", "93"});
}

}  // namespace

SCENARIO("the rent preset says what the literal reading says of random leases") {
  compare_leases(1);
}

SCENARIO("and of as many others", "[.second]") {  // a test of its own for ctest
  compare_leases(1001);
}

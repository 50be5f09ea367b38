// Whole presets: the ones that the language was designed with.

#include "engine/evaluate/examples.h"
#include "tests/support/mapping.h"

using namespace m2;

SCENARIO("the sample presets check clean and their examples are true") {
  const std::string name = GENERATE("rent.preset",               // an account from Entrata
                                    "installment.preset",        // a loan from LoanPro
                                    "rent_with_library.preset",  // shared parts in a library
                                    "sunrise.preset");  // a tenant that changes a few rules
  test::Checked checked = test::check_golden_preset("dsl/samples/" + name);
  CHECK(checked.messages() == "");
  REQUIRE(checked.preset != nullptr);
  check_examples(checked.preset, checked.found);
  CHECK(checked.messages() == "");
}

// Both demos against what was worked out of the same accounts apart from the engine: every value
// agrees, or the difference is one that was decided, with its reason (docs/agreement.md).

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/agreement/expected_facts.h"
#include "tests/agreement/expected_outcomes.h"
#include "tests/support/golden.h"

using namespace m2;
using namespace m2::test;

namespace {

std::string table(const char* what, const std::string& rows, const char* columns) {
  if (rows.empty()) return fmt::format("\n{}: none.\n", what);
  return fmt::format("\n{}:\n\n{}\n|---|---|---|---|---|\n{}", what, columns, rows);
}

std::string part(const char* title, const char* about, const Agreement& agreement) {
  return fmt::format("\n## {}\n\n{}\n", title, about) +
         table("Differences, each a decision", agreement.differing_rows(),
               "| Account | Field | Expected | Ours | Why |") +
         table("The expectations allow more than one value, and ours is not the first",
               agreement.accepted_rows(), "| Account | Field | Expected | Ours | Their note |");
}

std::string counts(const char* what, const Agreement& agreement) {
  return fmt::format("| {} | {} | {} | {} | {} |\n", what, agreement.accounts(),
                     agreement.compared(), agreement.count_accepted(), agreement.count_differing());
}

}  // namespace

SCENARIO("every loan of the demo is what it is expected to be") {
  CHECK(loan_agreement().accounts() == 37);
  CHECK(loan_agreement().compared() > 500);
  loan_agreement().check();
}

SCENARIO("every lease of the demo is what it is expected to be") {
  CHECK(lease_agreement().accounts() == 19);
  CHECK(lease_agreement().compared() > 1000);
  lease_agreement().check();
}

SCENARIO("the page of agreement says what was compared and what differs") {
  const std::string page =
      "# Agreement\n\nThe recorded responses of both demos come with answers that were worked out "
      "from the story of each account, apart from the\nengine and from the presets. Every answer "
      "is held against what the presets make of the account: the record's fields, and what\n"
      "`metro2 eval` says of it. What differs is listed with its reason; a difference that is not "
      "listed fails, and so does a listed one that\nis no more.\n\n"
      "Made by `tests/agreement`; `M2_UPDATE_GOLDEN=1 ctest --preset dev -R agreement` writes it "
      "again.\n\n"
      "| | Accounts | Values compared | Another accepted value | Different "
      "|\n|---|---|---|---|---|\n" +
      counts("Loans, 2025-10-31", loan_agreement()) +
      counts("Leases, 2026-06-15", lease_agreement()) +
      part("Loans",
           "`tests/golden/agreement/expected_outcomes.json`: the fields of each record, and the "
           "principal, payoff and days past due behind them.",
           loan_agreement()) +
      part("Leases",
           "`tests/golden/agreement/expected_facts.json`: what each resident owed and how late it "
           "was, on the day and at every month end, and what\nthe record shows of it.",
           lease_agreement());
  check_page("docs/agreement.md", page);
}

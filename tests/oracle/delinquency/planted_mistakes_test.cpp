// The comparison can fail: mistakes that somebody could make in a preset, each of which it finds.

#include <catch2/catch.hpp>

#include "tests/oracle/delinquency/loan_product.h"
#include "tests/oracle/delinquency/rent_product.h"
#include "tests/oracle/delinquency/settings.h"

using namespace m2;
using namespace m2::oracle;

namespace {

struct Planted {
  const char* mistake;
  Edit edit;
};

constexpr std::uint64_t kFirstGroup = 2001;
constexpr std::uint64_t kMostGroups = 40;
constexpr std::uint64_t kFewAccounts = 60;

// How many accounts it takes to find a difference; 0 when all of them agree.
template <class Product>
std::size_t accounts_until_found(RealPreset preset, std::uint64_t groups) {
  Comparison<Product> comparison(std::move(preset));
  for (std::uint64_t group = kFirstGroup; group < kFirstGroup + groups; ++group) {
    for (std::uint64_t n = 0; n < kFewAccounts; ++n) {
      const std::uint64_t seed = group * kSeedsOfAGroup + n;
      comparison.compare(seed, case_of<Product>(seed));
      if (!comparison.report().empty()) return comparison.compared();
    }
  }
  return 0;
}

template <class Product>
void find(const Planted& planted) {
  CAPTURE(planted.mistake);
  CHECK(accounts_until_found<Product>(RealPreset::edited(Product::kPreset, planted.edit),
                                      kMostGroups) > 0);
}

}  // namespace

// clang-format off
SCENARIO("a mistake in what both vendors share is found") {
  const auto planted = GENERATE(values<Planted>({
    {"30 days are current",            {"library", "| 0..29     || 0    | 11     |   # current\n  | 30..59    ||",
                                                   "| 0..30     || 0    | 11     |   # current\n  | 31..59    ||"}},
    {"60 days are 30 to 59",           {"library", "| 30..59    || 1    | 71     |\n  | 60..89    ||",
                                                   "| 30..60    || 1    | 71     |\n  | 61..89    ||"}},
    {"the 31st day begins it",         {"library", "first_missed + 30 days\n", "first_missed + 31 days\n"}},
    {"grace does nothing",             {"library", "then passed - grace", "then passed"}},
    {"a skipped month was current",    {"library", "repeat(\"D\"", "repeat(\"0\""}},
    {"a reported date may move later", {"library", "min(first_late,", "max(first_late,"}},
  }));
  find<RentProduct>(planted);
}

SCENARIO("a mistake in the rent preset is found") {
  const auto planted = GENERATE(values<Planted>({
    {"another order of payments",      {"entrata", "charges oldest first as of day", "charges same month first as of day"}},
    {"grace moves the seven years",    {"entrata", "first_delinquency(missed_due,", "first_delinquency(missed_due + grace_days,"}},
    {"history begins with this month", {"entrata", "join of (letter_on(m) otherwise", "join of (letter_on(end of month of (m + 1 months)) otherwise"}},
    {"what bounced was paid",          {"entrata", " and not has_bounced(p)", ""}},
    {"all that is open is late",       {"entrata", "days_past_due(c.due, as_of) >= 30 days", "days_past_due(c.due, as_of) >= 1 days"}},
    {"a deposit is rent",              {"entrata", "where c.reportable and days_past_due", "where days_past_due"}},
    {"who moved out owes no month",    {"entrata", "else max(left_on, settled_on)", "else settled_on"}},
  }));
  find<RentProduct>(planted);
}

SCENARIO("a mistake in the loan preset is found") {
  const auto planted = GENERATE(values<Planted>({
    {"another order of payments",      {"loanpro", "instalments_due oldest first as of day", "instalments_due same month first as of day"}},
    {"due dates never move",           {"loanpro", " moved by loan.due_date_changes", ""}},
    {"a reversal is ignored",          {"loanpro", "p.paid_on <= as_of and not is_reversed(p)", "p.paid_on <= as_of"}},
    {"a waiver covers nothing",        {"loanpro", "where unpaid_up_to(c.due, day) > waived_by(day)", "where unpaid_up_to(c.due, day) > $0"}},
    {"charged off a day later",        {"loanpro", "where c.given_on <= as_of", "where c.given_on < as_of"}},
  }));
  find<LoanProduct>(planted);
}
// clang-format on

SCENARIO("without a mistake nothing is found") {
  CHECK(accounts_until_found<RentProduct>(RealPreset::shipped(RentProduct::kPreset), 4) == 0);
  CHECK(accounts_until_found<LoanProduct>(RealPreset::shipped(LoanProduct::kPreset), 4) == 0);
}

// What holds of every report, whatever the account: the real presets over the ledgers of the
// comparison.

#include <algorithm>
#include <catch2/catch.hpp>
#include <string_view>

#include "tests/oracle/delinquency/loan_product.h"
#include "tests/oracle/delinquency/rent_product.h"
#include "tests/oracle/delinquency/settings.h"

using namespace m2;
using namespace m2::oracle;

namespace {

constexpr std::uint64_t kLawGroups = 24;
constexpr std::uint64_t kLawAccounts = 50;

bool is_late(const Told& told) {
  return told.is_reported() && told.first_late.has_value();
}

// How bad a running account is; -1 for any other.
int rank_of(const Told& told) {
  constexpr std::string_view kStatuses[] = {"11", "71", "78", "80", "82", "83", "84"};
  const auto* at = std::find(std::begin(kStatuses), std::end(kStatuses), told.status);
  return at == std::end(kStatuses) ? -1 : static_cast<int>(at - std::begin(kStatuses));
}

// Calls `check` with every account and with what its preset says of it, if that is a report.
template <class Product, class Check>
void for_each_report(std::uint64_t first_group, Check check) {
  RealPreset preset = RealPreset::shipped(Product::kPreset);
  std::size_t reports = 0;
  for (std::uint64_t group = first_group; group < first_group + kLawGroups; ++group) {
    for (std::uint64_t n = 0; n < kLawAccounts; ++n) {
      const std::uint64_t seed = group * kSeedsOfAGroup + n;
      const auto one = case_of<Product>(seed);
      const auto say = [&](const auto& account, Date day, const Told* previous) {
        return preset.told(Product::document(account), day, Product::params(account), previous);
      };
      const Told first = say(one, one.ledger.as_of, nullptr);
      if (!first.is_reported()) continue;
      ++reports;
      INFO("seed " << seed << '\n' << table_of(one.ledger) << text_of(first));
      check(one, first, say);
    }
  }
  CHECK(reports > kLawGroups * kLawAccounts / 2);
}

}  // namespace

TEMPLATE_TEST_CASE(
    "amounts: what is past due is never more than what is owed, and nothing when current", "",
    RentProduct, LoanProduct) {
  for_each_report<TestType>(201, [](const auto&, const Told& told, const auto&) {
    REQUIRE(told.past_due <= told.balance);
    if (told.status == "11" || told.closed) REQUIRE(told.past_due == 0);
    if (told.status != "11" && !told.closed) REQUIRE(told.past_due > 0);
    if (told.closed) REQUIRE(told.balance == 0);
  });
}

TEMPLATE_TEST_CASE("history: the next month's is this month's letter and the 23 letters before it",
                   "", RentProduct, LoanProduct) {
  std::size_t compared = 0;
  for_each_report<TestType>(301, [&](const auto& one, const Told& told, const auto& say) {
    // A month in the middle says nothing of its end; a closed account is not reported again.
    const Date next = told.told_on->plus_days(1).end_of_month();
    if (*told.told_on != told.told_on->end_of_month() || told.closed) return;
    for (const Told* previous : {static_cast<const Told*>(nullptr), &told}) {
      const Told later = say(one, next, previous);
      if (!later.is_reported() || *later.told_on < next.start_of_month()) continue;
      INFO(text_of(later));
      if (previous == nullptr && later.history.front() == 'B') continue;  // nothing was charged yet
      REQUIRE(later.history == letter_after(told) + told.history.substr(0, 23));
      ++compared;
    }
  });
  CHECK(compared > 600);
}

TEMPLATE_TEST_CASE("first delinquency: it stands still while the account is late", "", RentProduct,
                   LoanProduct) {
  std::size_t compared = 0;
  for_each_report<TestType>(401, [&](const auto& one, const Told& told, const auto& say) {
    if (!is_late(told) || told.closed) return;
    const Books books = TestType::naive(one).books();
    Told before = told;
    for (int month = 1; month <= 2; ++month) {
      const Date day = one.ledger.as_of.start_of_month().plus_months(month).end_of_month();
      if (day > one.next) return;
      const Told later = say(one, day, nullptr);
      if (!is_late(later) || later.status == "13") return;
      bool is_cured = false;
      for (Date d = *before.told_on; d <= *later.told_on; d = d.plus_days(1))
        is_cured = is_cured || (age_on(books, d) < kLate && !later.closed);
      INFO(text_of(later));
      if (!is_cured) REQUIRE(*later.first_late <= *before.first_late);
      const Told after_report = say(one, day, &before);
      if (after_report.is_reported() && !is_cured)
        REQUIRE(*after_report.first_late <= *before.first_late);
      ++compared;
      before = later;
    }
  });
  CHECK(compared > 100);
}

TEMPLATE_TEST_CASE("rows: the order in which the vendor lists them changes nothing", "",
                   RentProduct, LoanProduct) {
  for_each_report<TestType>(501, [](const auto& one, const Told& told, const auto& say) {
    auto other = one;
    reverse_rows(other.ledger);
    REQUIRE(differences(told, say(other, one.ledger.as_of, nullptr)).empty());
  });
}

TEMPLATE_TEST_CASE("time: a day without a payment makes nobody less late", "", RentProduct,
                   LoanProduct) {
  std::size_t compared = 0;
  for_each_report<TestType>(601, [&](const auto& one, const Told& told, const auto& say) {
    const Date tomorrow = one.ledger.as_of.plus_days(1);
    const Books books = TestType::naive(one).books();
    if (rank_of(told) < 0 || books.money_on(tomorrow) > books.money_on(one.ledger.as_of)) return;
    auto looked_at = one;
    looked_at.next = tomorrow;  // what the vendor's books say of that day
    const Told later = say(looked_at, tomorrow, nullptr);
    if (rank_of(later) < 0) return;
    INFO(text_of(later));
    REQUIRE(rank_of(later) >= rank_of(told));
    REQUIRE(later.past_due >= told.past_due);
    if (told.first_late) REQUIRE(later.first_late == told.first_late);
    ++compared;
  });
  CHECK(compared > 600);
}

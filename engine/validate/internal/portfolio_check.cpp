#include "engine/validate/internal/portfolio_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "engine/base/text.h"
#include "engine/validate/internal/whole_rules.h"

namespace m2::internal {
namespace {

// Shares are compared in millionths, which is exact for every threshold: a threshold is a number of
// hundredths of a percent.
constexpr std::uint64_t kWhole = 1'000'000;
constexpr std::int64_t kHundredth = kWhole / 100'00;

// Sums of balances are large: what would overflow is cut until it does not.
void scale(std::uint64_t& part, std::uint64_t& whole) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 43;
  while (part > kMost || whole > kMost) {
    part /= 2;
    whole /= 2;
  }
}

std::int64_t millionths(std::uint64_t part, std::uint64_t whole) {
  scale(part, whole);
  return static_cast<std::int64_t>(part * kWhole / std::max<std::uint64_t>(whole, 1));
}

// Cut to hundredths of a percent.
Percent share(std::uint64_t part, std::uint64_t whole) {
  return {millionths(part, whole) / kHundredth};
}

bool is_above(std::uint64_t part, std::uint64_t whole, Percent threshold) {
  scale(part, whole);
  return part * 100'00 > static_cast<std::uint64_t>(threshold.hundredths) * whole;
}

bool are_enough(std::uint64_t accounts, Count fewest) {
  return accounts > 0 && accounts >= static_cast<std::uint64_t>(fewest.accounts);
}

std::string of_all(std::uint64_t part, std::uint64_t whole, std::string_view what) {
  return fmt::format("{} of {} {} ({})", with_separators(part), with_separators(whole), what,
                     to_string(share(part, whole)));
}

std::string at_most(Percent threshold) {
  return fmt::format("at most {}", to_string(threshold));
}

class PortfolioCheck {
 public:
  PortfolioCheck(const PortfolioView& view, Report& report)
      : now_(view.figures), view_(view), limits_(report.book().thresholds()), report_(report) {}

  void check_shares();
  void check_swings(const LastMonth& last);

 private:
  void give(Whole name, Detail detail) {
    report_.file(whole_rule(report_.book().registry(), name), 0, std::move(detail));
  }
  void check_share(Whole name, std::uint64_t part, std::uint64_t whole, Percent threshold,
                   Count fewest, std::string_view what);
  void check_most_common(Whole name, const DayCounts& days, std::uint64_t whole, Percent threshold,
                         Count fewest, std::string_view what);
  void check_late(const LastMonth& last);
  void check_count(const LastMonth& last);
  void check_balance(const LastMonth& last);
  void check_numbers(const LastMonth& last);

  const PortfolioFigures& now_;
  const PortfolioView& view_;
  const Thresholds& limits_;
  Report& report_;
};

void PortfolioCheck::check_share(Whole name, std::uint64_t part, std::uint64_t whole,
                                 Percent threshold, Count fewest, std::string_view what) {
  if (!are_enough(whole, fewest) || !is_above(part, whole, threshold)) return;
  give(name, {.found = of_all(part, whole, what), .expected = at_most(threshold)});
}

void PortfolioCheck::check_most_common(Whole name, const DayCounts& days, std::uint64_t whole,
                                       Percent threshold, Count fewest, std::string_view what) {
  const std::optional<DayCounts::Most> most = days.most();
  if (!most || !are_enough(whole, fewest) || !is_above(most->count, whole, threshold)) return;
  give(name,
       {.found = fmt::format("{} on {}", of_all(most->count, whole, what), most->day.to_string()),
        .expected = at_most(threshold)});
}

void PortfolioCheck::check_shares() {
  const Count fewest = limits_.fewest_accounts;
  const Count few_late = limits_.fewest_delinquent;
  check_most_common(Whole::FirstDelinquenciesDiffer, now_.first_delinquencies, now_.delinquent,
                    limits_.same_first_delinquency, few_late,
                    "accounts with a date of first delinquency");
  check_share(Whole::FirstDelinquencyIsKept, now_.late_since_info, now_.late_before,
              limits_.first_delinquency_as_reported, few_late,
              "accounts that were late before this report");
  check_share(Whole::WithSsn, now_.without_ssn, now_.persons, limits_.without_ssn, fewest,
              "persons");
  check_share(Whole::WithBirthDate, now_.without_birth_date, now_.persons,
              limits_.without_birth_date, fewest, "persons");
  check_most_common(Whole::OpenedOnManyDays, now_.opened, now_.with_date_opened,
                    limits_.same_date_opened, fewest, "accounts");
  check_share(Whole::FewAreDeleted, now_.deleted, now_.accounts, limits_.deleted, fewest,
              "accounts");
  check_share(Whole::ReportedAsOfNow, now_.outdated, now_.dated, limits_.reported_as_of_long_ago,
              fewest, "accounts");
}

void PortfolioCheck::check_swings(const LastMonth& last) {
  check_numbers(last);
  if (!are_enough(last.figures.accounts, limits_.fewest_accounts)) return;
  check_count(last);
  if (!are_enough(now_.reported(), limits_.fewest_accounts) ||
      !are_enough(last.figures.reported(), limits_.fewest_accounts)) {
    return;
  }
  check_late(last);
  check_balance(last);
}

void PortfolioCheck::check_late(const LastMonth& last) {
  const std::uint64_t whole = now_.reported();
  const std::uint64_t whole_before = last.figures.reported();
  const std::int64_t rise =
      millionths(now_.late, whole) - millionths(last.figures.late, whole_before);
  const bool rises = rise > limits_.late_share_rise.hundredths * kHundredth;
  const bool falls = -rise > limits_.late_share_fall.hundredths * kHundredth;
  if (!rises && !falls) return;
  const Percent limit = rises ? limits_.late_share_rise : limits_.late_share_fall;
  give(rises ? Whole::LateShareRises : Whole::LateShareFalls,
       {.found = of_all(now_.late, whole, "accounts"),
        .expected = fmt::format("at most {} points {} than the {} of {}", to_string(limit),
                                rises ? "more" : "less",
                                to_string(share(last.figures.late, whole_before)), last.name)});
}

void PortfolioCheck::check_count(const LastMonth& last) {
  const std::uint64_t now = now_.accounts;
  const std::uint64_t before = last.figures.accounts;
  const bool rises = now > before;
  const std::uint64_t difference = rises ? now - before : before - now;
  const Percent limit = rises ? limits_.accounts_rise : limits_.accounts_fall;
  if (!is_above(difference, before, limit)) return;
  give(rises ? Whole::AccountsAreKnown : Whole::AccountsAreKept,
       {.found = fmt::format("{} accounts, {} {}", with_separators(now),
                             to_string(share(difference, before)), rises ? "more" : "fewer"),
        .expected = fmt::format("at most {} {} than the {} of {}", to_string(limit),
                                rises ? "more" : "fewer", with_separators(before), last.name)});
}

void PortfolioCheck::check_balance(const LastMonth& last) {
  const std::uint64_t now = now_.balance;
  const std::uint64_t before = last.figures.balance;
  if (before == 0) return;
  const bool rises = now > before;
  const std::uint64_t difference = rises ? now - before : before - now;
  if (!is_above(difference, before, limits_.balance_swing)) return;
  give(Whole::BalancesAreSteady,
       {.found = fmt::format("${} of balances, {} {}", with_separators(now),
                             to_string(share(difference, before)), rises ? "more" : "less"),
        .expected =
            fmt::format("at most {} more or less than the ${} of {}",
                        to_string(limits_.balance_swing), with_separators(before), last.name)});
}

void PortfolioCheck::check_numbers(const LastMonth& last) {
  const std::uint64_t before = last.figures.accounts;
  const Percent limit = limits_.renumbered;
  if (!are_enough(now_.accounts, limits_.fewest_accounts) ||
      !are_enough(before, limits_.fewest_accounts) ||
      !is_above(view_.new_accounts, now_.accounts, limit) ||
      !is_above(view_.missing_accounts, before, limit)) {
    return;
  }
  give(Whole::NumbersAreKept,
       {.found = fmt::format("{} are new, {} are missing",
                             of_all(view_.new_accounts, now_.accounts, "accounts"),
                             of_all(view_.missing_accounts, before, "accounts of " + last.name)),
        .expected = fmt::format("at most {} of one or the other", to_string(limit))});
}

}  // namespace

void check_portfolio(const PortfolioView& portfolio, Report& report) {
  PortfolioCheck check(portfolio, report);
  check.check_shares();
  if (portfolio.last != nullptr) check.check_swings(*portfolio.last);
}

}  // namespace m2::internal

// Shares of a file and its swings since last month, at their thresholds.

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "engine/validate/internal/portfolio_check.h"
#include "engine/validate/registry.h"
#include "tests/unit/engine/validate/month_file.h"

using namespace m2;
using namespace m2::test;

namespace {

using Told = std::vector<std::string>;

void late(MonthFile& file, int number, std::string_view since, char last_month = '1') {
  file.set(number, "account_status", "78");
  file.set(number, "amount_past_due", "000001450");
  file.set(number, "current_balance", "000001450");
  file.set(number, "date_of_first_delinquency", since);
  file.set(number, "payment_history_profile",
           std::string(1, last_month) + "0000000000BBBBBBBBBBBBB");
}

std::string day(int number) {
  return fmt::format("{:02}{:02}2026", number % 3 + 1, number % 28 + 1);
}

// What is told of a file of `whole` accounts of which `part` are changed.
Told told_of(int whole, int part, const std::function<void(MonthFile&, int)>& change) {
  MonthFile file;
  file.add_all(1, whole);
  for (int number = 1; number <= part; ++number) change(file, number);
  return told_beside(file);
}

// The rules that are told of last month's and this month's figures.
Told told_of(const PortfolioFigures& now, const PortfolioFigures& before, std::uint64_t fresh = 0,
             std::uint64_t missing = 0) {
  Told told;
  internal::Report report(RuleBook::of(RuleRegistry::built_in()), [&](const Finding& finding) {
    told.push_back(std::string(finding.rule->id));
  });
  const LastMonth last{"`may.dat`", Date::parse_iso("2026-05-31"), before};
  internal::check_portfolio(
      {.figures = now, .last = &last, .new_accounts = fresh, .missing_accounts = missing}, report);
  return told;
}

PortfolioFigures figures(std::uint64_t accounts, std::uint64_t late_ones = 0,
                         std::uint64_t balance = 0, std::uint64_t deleted = 0) {
  PortfolioFigures all;
  all.accounts = accounts;
  all.late = late_ones;
  all.balance = balance;
  all.deleted = deleted;
  return all;
}

}  // namespace

SCENARIO("a share above its threshold is told, of enough accounts") {
  struct Share {
    const char* rule;
    int whole, allowed;  // so many of so many are at the threshold
    int fewest;          // accounts from which on it is judged
    std::function<void(MonthFile&, int)> change;
  };
  const std::vector<Share> shares = {
      {"PORT-007", 100, 20, 50, [](MonthFile& f, int n) { f.set(n, "ssn", "000000000"); }},
      {"PORT-008", 100, 20, 50, [](MonthFile& f, int n) { f.set(n, "date_of_birth", "00000000"); }},
      {"PORT-009", 100, 80, 50, [](MonthFile& f, int n) { f.set(n, "date_opened", "06072019"); }},
      {"PORT-010", 100, 5, 50, [](MonthFile& f, int n) { f.set(n, "account_status", "DA"); }},
      {"PORT-011", 100, 20, 50,
       [](MonthFile& f, int n) { f.set(n, "date_of_account_information", "04152026"); }},
  };
  for (const Share& share : shares) {
    CAPTURE(share.rule);
    CHECK(told_of(share.whole, share.allowed, share.change) == Told{});
    CHECK(told_of(share.whole, share.allowed + 1, share.change) ==
          Told{std::string(share.rule) + " 0"});
    CHECK(told_of(share.fewest - 1, share.fewest - 1, share.change) == Told{});
    CHECK(told_of(share.fewest, share.fewest, share.change) ==
          Told{std::string(share.rule) + " 0"});
  }
}

SCENARIO("an account is outdated from the day after the threshold") {
  const auto [info, is_told] = GENERATE(table<const char*, bool>(
      {{"05312026", false}, {"04162026", false}, {"04152026", true}, {"00000000", false}}));
  CAPTURE(info);
  const std::string value = info;
  MonthFile file;
  file.add_all(1, 50);
  for (int n = 1; n <= 50; ++n) file.set(n, "date_of_account_information", value);
  const Told told = told_beside(file);
  CHECK((std::find(told.begin(), told.end(), "PORT-011 0") != told.end()) == is_told);
}

SCENARIO("too many accounts with one date of first delinquency") {
  const auto [whole, same, is_told] = GENERATE(table<int, int, bool>({
      {20, 15, false},  // 75 %
      {20, 16, true},   // 80 %
      {20, 20, true},
      {19, 19, false},  // too few
      {0, 0, false},
  }));
  CAPTURE(whole, same);
  MonthFile file;
  file.add_all(1, 60);
  for (int n = 1; n <= whole; ++n) late(file, n, n <= same ? "03152026" : day(n));
  CHECK(told_beside(file) == (is_told ? Told{"PORT-001 0"} : Told{}));
}

SCENARIO("dates of first delinquency that are the date of the report re-age debts") {
  const auto [whole, dated, is_told] = GENERATE(table<int, int, bool>({
      {40, 6, false},  // 15 %
      {40, 7, true},
      {20, 3, false},
      {20, 4, true},
      {19, 14, false},  // too few
  }));
  CAPTURE(whole, dated);
  MonthFile file;
  file.add_all(1, 60);
  for (int n = 1; n <= whole; ++n) late(file, n, n <= dated ? "05312026" : day(n));
  CHECK(told_beside(file) == (is_told ? Told{"PORT-002 0"} : Told{}));
}

SCENARIO("who became late with this report may be late since the day of it") {
  const auto [status, last_month, is_told] = GENERATE(table<const char*, char, bool>({
      {"71", '0', false},
      {"71", 'B', false},
      {"71", 'D', false},
      {"71", '1', true},
      {"71", 'L', true},
      {"78", '0', true},
      {"97", '0', true},
  }));
  CAPTURE(status, last_month);
  MonthFile file;
  file.add_all(1, 60);
  for (int n = 1; n <= 30; ++n) {
    late(file, n, n <= 15 ? "05312026" : day(n), last_month);
    file.set(n, "account_status", status);
  }
  CHECK(told_beside(file) == (is_told ? Told{"PORT-002 0"} : Told{}));
}

SCENARIO("companies have no birth date") {
  MonthFile file;
  file.add_all(1, 100);
  for (int n = 1; n <= 100; ++n) {
    file.set(n, "date_of_birth", "00000000");
    file.set(n, "ecoa_code", "W");
  }
  CHECK(told_beside(file) == Told{});
}

SCENARIO("the share of late accounts rises or falls") {
  const auto [now, before, told] = GENERATE(table<int, int, Told>({
      {200, 100, {}},  // 10 to 20 % of 1,000
      {201, 100, {"PORT-003"}},
      {100, 200, {}},
      {99, 200, {"PORT-004"}},
      {100, 100, {}},
      {300, 0, {"PORT-003"}},
  }));
  CAPTURE(now, before);
  CHECK(told_of(figures(1000, static_cast<std::uint64_t>(now)),
                figures(1000, static_cast<std::uint64_t>(before))) == told);
}

SCENARIO("shares of files of different length are compared as shares") {
  CHECK(told_of(figures(1100, 220), figures(1000, 100)) == Told{});
  CHECK(told_of(figures(1100, 221), figures(1000, 100)) == Told{"PORT-003"});
  // of what is not deleted
  CHECK(told_of(figures(1050, 200, 0, 50), figures(1000, 100)) == Told{});
  CHECK(told_of(figures(1050, 201, 0, 50), figures(1000, 100)) == Told{"PORT-003"});
}

SCENARIO("the number of accounts rises or falls") {
  const auto [now, before, told] = GENERATE(table<int, int, Told>({
      {900, 1000, {}},
      {899, 1000, {"PORT-005"}},
      {1250, 1000, {}},
      {1251, 1000, {"PORT-006"}},
      // small files swing
      {1, 49, {}},
      {44, 50, {"PORT-005"}},
      {45, 50, {}},
  }));
  CAPTURE(now, before);
  CHECK(told_of(figures(static_cast<std::uint64_t>(now)),
                figures(static_cast<std::uint64_t>(before))) == told);
}

SCENARIO("the balances together rise or fall") {
  const std::uint64_t huge = 10'000'000'000'000'000;
  const auto [now, before, is_told] = GENERATE_COPY(table<std::uint64_t, std::uint64_t, bool>({
      {130'000, 100'000, false},
      {130'001, 100'000, true},
      {70'000, 100'000, false},
      {69'999, 100'000, true},
      {10'000'000, 100'000, true},  // cents for dollars
      {100'000, 0, false},          // nothing to compare with
      {huge, huge, false},
      {huge * 2, huge, true},
  }));
  CAPTURE(now, before);
  CHECK(told_of(figures(100, 0, now), figures(100, 0, before)) ==
        (is_told ? Told{"PORT-012"} : Told{}));
}

SCENARIO("new accounts in the place of missing ones") {
  const auto [fresh, missing, is_told] =
      GENERATE(table<std::uint64_t, std::uint64_t, bool>({{200, 200, false},
                                                          {201, 201, true},
                                                          {201, 200, false},
                                                          {200, 201, false},
                                                          {1000, 1000, true}}));
  CAPTURE(fresh, missing);
  CHECK(told_of(figures(1000), figures(1000), fresh, missing) ==
        (is_told ? Told{"PORT-013"} : Told{}));
}

SCENARIO("a swing says what it is and what it was") {
  MonthFile may("2026-05-31");
  may.add_all(1, 60);
  MonthFile june("2026-06-30");
  june.add_all(1, 40);
  for (int n = 1; n <= 40; ++n) june.set(n, "account_status", "13");
  MonthFile all = june;
  const std::vector<Finding> findings = findings_beside(all.bytes(), {may.bytes()});
  std::set<std::string> found;
  for (const Finding& finding : findings) {
    if (finding.rule->kind == RuleKind::Portfolio)
      found.insert(fmt::format("{}: found {}, expected {}", finding.rule->id, finding.found,
                               finding.expected));
  }
  CHECK(found == std::set<std::string>{
                     "PORT-005: found 40 accounts, 33.33 % fewer, expected at most 10 % fewer than "
                     "the 60 of `file1.dat`"});
}

SCENARIO("every rule over a portfolio has a month that breaks it and one that does not") {
  struct Example {
    const char* rule;
    std::function<void(MonthFile&)> change;  // of June, which is as May was
  };
  const auto each = [](int from, int to, const std::function<void(MonthFile&, int)>& change) {
    return [=](MonthFile& file) {
      for (int number = from; number <= to; ++number) change(file, number);
    };
  };
  const std::vector<Example> examples = {
      {"PORT-001", each(1, 70, [](MonthFile& f, int n) { late(f, n, "03152026"); })},
      {"PORT-002", each(1, 30, [](MonthFile& f, int n) { late(f, n, "06302026"); })},
      {"PORT-003", each(1, 30, [](MonthFile& f, int n) { late(f, n, day(n)); })},
      {"PORT-004", each(71, 90, [](MonthFile& f, int n) { f.set(n, "account_status", "11"); })},
      {"PORT-005",
       [](MonthFile& f) {
         f = MonthFile("2026-06-30");
         f.add_all(1, 85);
       }},
      {"PORT-006", each(101, 130, [](MonthFile& f, int n) { f.add(n); })},
      {"PORT-007", each(1, 30, [](MonthFile& f, int n) { f.set(n, "ssn", "000000000"); })},
      {"PORT-008", each(1, 30, [](MonthFile& f, int n) { f.set(n, "date_of_birth", "00000000"); })},
      {"PORT-009", each(1, 90, [](MonthFile& f, int n) { f.set(n, "date_opened", "06072019"); })},
      {"PORT-010", each(1, 10, [](MonthFile& f, int n) { f.set(n, "account_status", "DF"); })},
      {"PORT-011",
       each(1, 30,
            [](MonthFile& f, int n) { f.set(n, "date_of_account_information", "04302026"); })},
      {"PORT-012",
       each(1, 30, [](MonthFile& f, int n) { f.set(n, "current_balance", "000100000"); })},
      {"PORT-013", each(1, 40,
                        [](MonthFile& f, int n) {
                          f.set(n, "consumer_account_number", fmt::format("OTHER{}", n));
                        })},
  };
  const auto month_of = [](std::string_view activity_date) {
    MonthFile file(activity_date);
    file.add_all(1, 100);
    for (int n = 71; n <= 90; ++n) late(file, n, day(n));
    return file;
  };
  const auto told_ids = [](const MonthFile& now, const MonthFile& before) {
    std::set<std::string> ids;
    for (const std::string& finding : told_beside(now, {before}))
      ids.insert(finding.substr(0, finding.find(' ')));
    return ids;
  };
  const MonthFile may = month_of("2026-05-31");
  CHECK(told_ids(month_of("2026-06-30"), may).empty());
  std::set<std::string> covered;
  for (const Example& example : examples) {
    CAPTURE(example.rule);
    MonthFile june = month_of("2026-06-30");
    example.change(june);
    CHECK(told_ids(june, may).count(example.rule) == 1);
    covered.insert(example.rule);
  }
  for (const Rule& rule : RuleRegistry::built_in()->rules()) {
    CAPTURE(rule.id);
    if (rule.kind == RuleKind::Portfolio) CHECK(covered.count(std::string(rule.id)) == 1);
  }
}

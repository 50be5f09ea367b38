// Virtual portfolios against the presets that ship: every account ends as it was meant to, with the
// balance and the lateness that its life says, and nothing is wrong with the files.

#include "engine/simulate/portfolio.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <map>

#include "engine/base/ascii.h"
#include "engine/base/text.h"
#include "engine/metro2/field.h"
#include "engine/pipeline/account_mapper.h"
#include "engine/pipeline/explanation.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/source.h"
#include "engine/simulate/tenant_files.h"
#include "tests/integration/transcript.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;
using namespace m2::test;
using simulate::PortfolioRequest;
using simulate::Vendor;

namespace {

namespace fs = std::filesystem;

PortfolioRequest portfolio(std::uint64_t seed, Date as_of, bool each_month = false) {
  PortfolioRequest request;
  request.scenario = {seed, Period::of(as_of).plus(-23), as_of};
  request.accounts = each_month ? 50 : 200;
  request.each_month = each_month;
  request.vendors = {Vendor::Entrata, Vendor::LoanPro};
  request.out = scratch("portfolio");
  fs::remove_all(request.out);
  const auto written = simulate::write_portfolio(request, {});
  if (!written) FAIL(written.error().message);
  return request;
}

std::string tenant_of(const PortfolioRequest& request, Vendor vendor) {
  return (request.out / fmt::format("{}.yaml", simulate::tenant_name(vendor))).string();
}

PresetsFolder shipped() {
  auto found = PresetsFolder::find(
      {.given = project_path("presets"), .working_directory = {}, .installed = {}});
  REQUIRE(found);
  return *found;
}

struct Meant {
  std::string outcome, rule, destiny, balance;
  int days_past_due = 0;
};

// expected.csv of one vendor, for a portfolio of one snapshot.
std::map<std::string, Meant> meant_of(const PortfolioRequest& request, Vendor vendor) {
  std::map<std::string, Meant> meant;
  const std::string text = read((request.out / "expected.csv").string());
  for (std::string_view line : split(text, '\n')) {
    const std::vector<std::string_view> cells = split(line, ',');
    if (cells.size() != 8 || cells[0] != simulate::to_string(vendor)) continue;
    meant[std::string(cells[1])] = {std::string(cells[4]), std::string(cells[5]),
                                    std::string(cells[3]), std::string(cells[6]),
                                    std::stoi(std::string(cells[7]))};
  }
  return meant;
}

std::string value_of(BaseField name, std::string_view record) {
  const Field& row = field(name);
  return std::string(record.substr(row.offset(), row.length));
}

std::string status_by_days(int days) {
  const char* statuses[] = {"11", "71", "78", "80", "82", "83", "84"};
  return statuses[std::min(days / 30, 6)];
}

void check_record(const Meant& meant, std::string_view record) {
  const std::string status = value_of(BaseField::AccountStatus, record);
  const long balance = std::stol(value_of(BaseField::CurrentBalance, record));
  const long past_due = std::stol(value_of(BaseField::AmountPastDue, record));
  const long owed = std::stol(meant.balance);  // the cents fall away
  CAPTURE(status, owed, meant.days_past_due);
  // A late dollar is never shown as nothing, and a balance is never below what is past due of it.
  CHECK(
      (balance == owed || (owed == 0 && balance == 1) || (owed < past_due && balance == past_due)));
  CHECK(past_due <= balance);
  if (status == "13" || status == "62" || status == "64") {
    CHECK(meant.balance == "0.00");
  } else if (status != "93" && status != "96" && status != "97") {
    CHECK(status == status_by_days(meant.days_past_due));
    CHECK((past_due > 0) == (meant.days_past_due >= 30));
  }
}

// Every document of a day, mapped by the preset that ships.
void map_accounts(const PortfolioRequest& request, Vendor vendor, Date day,
                  const std::function<void(const Outcome&)>& each) {
  const Date created = day.plus_days(1);
  Diagnostics found;
  auto explainer = Explainer::open(tenant_of(request, vendor), shipped(), day, created, found);
  REQUIRE(explainer);
  REQUIRE(*explainer);
  AccountMapper mapper((*explainer)->setup().programs,
                       (*explainer)->setup().mapper_options(created));
  auto source = open_source(simulate::snapshot_folder(request, vendor, day).string());
  REQUIRE(source);
  for (DocumentBlock block; *(*source)->next(block);) {
    for (const DocumentBlock::Item& item : block.items) {
      REQUIRE(item.readable);
      std::string text(block.view(item));
      each(mapper.map(text.data(), text.size()));
    }
  }
}

void check_accounts(const PortfolioRequest& request, Vendor vendor) {
  const std::map<std::string, Meant> meant = meant_of(request, vendor);
  REQUIRE(meant.size() == request.accounts);
  std::size_t documents = 0;
  map_accounts(request, vendor, request.scenario.as_of, [&](const Outcome& outcome) {
    ++documents;
    CAPTURE(std::string(outcome.account));
    const Meant& one = meant.at(std::string(outcome.account));
    CAPTURE(one.destiny);
    CHECK(to_string(outcome.kind) == one.outcome);
    if (outcome.kind == OutcomeKind::Reported)
      check_record(one, outcome.record);
    else
      CHECK(outcome.reasons.front().name == one.rule);
  });
  CHECK(documents == request.accounts);
}

// The letter that a report leaves in the next one's history.
std::string letter_of(const std::string& status) {
  const std::map<std::string, std::string> letters{
      {"11", "0"}, {"71", "1"}, {"78", "2"}, {"80", "3"}, {"82", "4"},
      {"83", "5"}, {"84", "6"}, {"93", "G"}, {"96", "K"}, {"97", "L"}};
  const auto known = letters.find(status);
  return known == letters.end() ? std::string() : known->second;
}

RunSummary run(const PortfolioRequest& request, Vendor vendor, Date day) {
  RunRequest wanted;
  wanted.tenant = tenant_of(request, vendor);
  wanted.period = Period::of(day);
  wanted.as_of = day;
  wanted.from = simulate::snapshot_folder(request, vendor, day).string();
  wanted.out = request.out / "files";
  Diagnostics found;
  auto summary = run_report(wanted, shipped(), found, {});
  if (!summary) FAIL(summary.error().message);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(*summary);
  return std::move(**summary);
}

}  // namespace

SCENARIO("every account of a virtual portfolio ends as it was meant to") {
  const auto [seed, as_of] =
      GENERATE(table<std::uint64_t, const char*>({{7, "2026-06-30"}, {8, "2026-02-15"}}));
  CAPTURE(seed, as_of);
  const PortfolioRequest request = portfolio(seed, *Date::parse_iso(as_of));
  for (const Vendor vendor : request.vendors) {
    CAPTURE(simulate::to_string(vendor));
    check_accounts(request, vendor);
  }
}

SCENARIO("a run over a virtual portfolio loses no account, and nothing is wrong with its files") {
  const PortfolioRequest request = portfolio(9, *Date::parse_iso("2026-06-30"));
  for (const Vendor vendor : request.vendors) {
    const RunSummary summary = run(request, vendor, request.scenario.as_of);
    const RunCounts& counts = summary.counts;
    CHECK(counts.documents == request.accounts);
    CHECK(counts.reported + counts.skipped.total() + counts.held.total() == counts.documents);
    CHECK(counts.held_also.total() == 0);  // nothing is held for a second reason
    // A rule of the registry that holds an account has found something wrong with our own record.
    for (const RuleTally& held : counts.held.rules()) CHECK(!is_upper(held.rule.front()));
    REQUIRE(summary.responses);
    CHECK(summary.responses->unreadable.empty());
    CHECK(summary.responses->ignored.empty());
    CHECK(summary.responses->duplicates.empty());
    // Where the presets have no profiles, or there are none, the manifest's is not asked for.
    for (const std::string& more :
         {std::string(), " --presets " + golden_path("pipeline/presets")}) {
      const std::string answer = play(
          "$ metro2 validate files/" + summary.files.front().path.filename().string() + more + "\n",
          M2_PROGRAM, (request.out / "files").string());
      CAPTURE(answer);
      CHECK(answer.find("nothing wrong in ") != std::string::npos);
    }
    for (const WrittenFile& file : summary.files) {
      const std::string answer = play("$ metro2 validate files/" + file.path.filename().string() +
                                          " --presets " + test::project_path("presets") + "\n",
                                      M2_PROGRAM, (request.out / "files").string());
      CAPTURE(answer);
      CHECK(answer.find("| score ") != std::string::npos);
      CHECK(answer.find("| fatal ") == std::string::npos);
      CHECK(answer.find("| error ") == std::string::npos);
    }
  }
}

SCENARIO("what was reported of a month reads the same in the reports of the months after") {
  const PortfolioRequest request = portfolio(10, *Date::parse_iso("2026-06-30"), true);
  std::size_t pairs = 0;
  for (const Vendor vendor : request.vendors) {
    std::map<std::string, std::string> before;
    for (const Date day : simulate::snapshot_days(request.scenario, true)) {
      std::map<std::string, std::string> now;
      map_accounts(request, vendor, day, [&](const Outcome& outcome) {
        if (outcome.kind != OutcomeKind::Reported) return;
        const std::string account(outcome.account);
        now[account] = outcome.record;
        if (before.count(account) == 0) return;
        CAPTURE(account, day.to_string());
        ++pairs;
        const std::string history = value_of(BaseField::PaymentHistoryProfile, outcome.record);
        const std::string last = before.at(account);
        CHECK(history.substr(1) ==
              value_of(BaseField::PaymentHistoryProfile, last).substr(0, history.size() - 1));
        CHECK(history.substr(0, 1) == letter_of(value_of(BaseField::AccountStatus, last)));
      });
      before = std::move(now);
    }
  }
  CHECK(pairs > 1'000);
}

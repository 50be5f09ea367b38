#include "engine/simulate/portfolio.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "engine/base/file.h"
#include "engine/base/json_slice.h"
#include "tests/support/scratch.h"

using namespace m2;
using namespace m2::simulate;
using m2::test::scratch;
namespace fs = std::filesystem;

namespace {

PortfolioRequest small(const fs::path& out, std::uint64_t accounts = 30) {
  PortfolioRequest request;
  request.scenario = {7, *Period::parse("2025-09"), *Date::parse_iso("2026-06-30")};
  request.accounts = accounts;
  request.vendors = {Vendor::Entrata, Vendor::LoanPro};
  request.out = out;
  fs::remove_all(out);
  return request;
}

std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[fs::relative(entry.path(), folder).string()] = *read_file(entry.path());
  }
  return files;
}

void write(const PortfolioRequest& request) {
  const Result<PortfolioSummary> summary = write_portfolio(request, {});
  if (!summary) FAIL(summary.error().message);
}

/// Each loan of a page, by its id.
std::map<std::string, std::string> loans_of(const std::string& page) {
  std::map<std::string, std::string> loans;
  const Result<JsonSlice> root = JsonSlice::parse(page);
  REQUIRE(root);
  for (const JsonSlice& loan : root->all("d.results"))
    loans[loan.member("id").text()] = std::string(loan.raw());
  return loans;
}

}  // namespace

SCENARIO("the same request writes the same bytes, with any number of threads") {
  PortfolioRequest one = small(scratch("simulate_one"), 450);
  PortfolioRequest three = small(scratch("simulate_three"), 450);
  three.threads = 3;
  write(one);
  write(three);
  const auto files = files_of(one.out);
  CHECK(files.size() ==
        3 * 7 + 1 + 1 + 3 + 2 + 2);  // properties, codes, consents, pages, tenants, csv
  CHECK(files == files_of(three.out));

  PortfolioRequest other = small(scratch("simulate_other"), 450);
  other.scenario.seed = 8;
  write(other);
  CHECK(files != files_of(other.out));
}

SCENARIO("an account is the same in a small and in a large portfolio") {
  PortfolioRequest few = small(scratch("simulate_few"), 10);
  PortfolioRequest many = small(scratch("simulate_many"), 210);
  write(few);
  write(many);
  const auto small_files = files_of(few.out);
  const auto large_files = files_of(many.out);
  const auto loans = loans_of(small_files.at("loanpro/loans_page1.json"));
  const auto all = loans_of(large_files.at("loanpro/loans_page1.json"));
  CHECK(loans.size() == 10);
  for (const auto& [id, loan] : loans) CHECK(all.at(id) == loan);
  const auto begins = [&](const std::string& name) {
    const std::string& text = small_files.at(name);
    const std::string leases = text.substr(0, text.find("loanpro,"));
    return large_files.at(name).substr(0, leases.size()) == leases;
  };
  CHECK(begins("story.csv"));
  CHECK(begins("expected.csv"));
  CHECK(begins("entrata/consent.csv"));
}

SCENARIO("a month's folder holds what a portfolio that ends there would hold") {
  PortfolioRequest months = small(scratch("simulate_months"));
  months.each_month = true;
  write(months);
  PortfolioRequest until_march = small(scratch("simulate_until_march"));
  until_march.scenario.as_of = *Date::parse_iso("2026-03-31");
  write(until_march);
  CHECK(snapshot_days(months.scenario, true).size() == 10);
  for (const char* vendor : {"entrata", "loanpro"}) {
    CAPTURE(vendor);
    CHECK(files_of(months.out / "2026-03" / vendor) == files_of(until_march.out / vendor));
  }
}

SCENARIO("what was meant is told for every account and month, and adds up") {
  PortfolioRequest request = small(scratch("simulate_told"));
  request.each_month = true;
  const Result<PortfolioSummary> summary = write_portfolio(request, {});
  REQUIRE(summary);
  for (const VendorSummary& vendor : summary->vendors) {
    CHECK(vendor.accounts == 30);
    CHECK(vendor.outcomes[0] + vendor.outcomes[1] + vendor.outcomes[2] == 30);
  }
  const std::string expected = *read_file(request.out / "expected.csv");
  CHECK(std::count(expected.begin(), expected.end(), '\n') == 1 + 2 * 30 * 10);
}

SCENARIO("where nothing can be written, the reason is told") {
  const fs::path file = scratch("simulate_file");
  REQUIRE(write_file(file, "a file"));
  PortfolioRequest request = small(scratch("simulate_none"));
  request.out = file / "portfolio";
  const Result<PortfolioSummary> summary = write_portfolio(request, {});
  REQUIRE_FALSE(summary);
  CHECK(summary.error().code == ErrorCode::Unwritable);
}

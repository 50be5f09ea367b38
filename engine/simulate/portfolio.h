#pragma once
// write_portfolio: a virtual portfolio as folders of recorded responses, with what was meant by it.
//
//   PortfolioRequest request{.scenario = …, .accounts = 1'000, .vendors = {Vendor::Entrata},
//                            .out = "portfolio"};
//   M2_TRY(PortfolioSummary summary, write_portfolio(request, {}));
//
// Blocks of accounts are lived, written and forgotten: memory does not grow with the portfolio. The
// bytes depend on the request alone, on nothing of the machine, and not on `threads`.

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/simulate/life.h"
#include "engine/simulate/people.h"

namespace m2::simulate {

/// Accounts written together: an Entrata property, a page of LoanPro's list.
inline constexpr std::uint64_t kBlock = 200;
inline constexpr std::uint64_t kMostAccounts = 5'000'000;
inline constexpr std::uint64_t kMostMonths = 120;
static_assert(8 * kMostAccounts <= kMostPeople);  // four to a lease, four to a loan
/// From then on everybody is of age.
inline constexpr CivilDate kFirstMonth{2017, 1, 1};
inline constexpr CivilDate kLastDay{2099, 12, 31};

struct PortfolioRequest {
  Scenario scenario;
  std::uint64_t accounts = 1'000;  // of each vendor
  std::vector<Vendor> vendors = {};
  bool each_month = false;  // a folder of responses for every month, not only for the last day
  unsigned threads = 1;
  std::filesystem::path out = {};  // must not hold any of the files yet
};

struct VendorSummary {
  Vendor vendor{};
  std::uint64_t accounts = 0;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  /// How many accounts end as reported, skipped, held as of the last day.
  std::array<std::uint64_t, 3> outcomes{};
  /// By EventKind.
  std::vector<std::uint64_t> events;
};
struct PortfolioSummary {
  std::vector<VendorSummary> vendors;
};

/// The days that get a folder: month ends and, at last, `as_of`.
std::vector<Date> snapshot_days(const Scenario& scenario, bool each_month);
/// Where a vendor's responses of that day are.
std::filesystem::path snapshot_folder(const PortfolioRequest& request, Vendor vendor, Date day);

/// `done` hears how many accounts are written. Errors: Unwritable.
Result<PortfolioSummary> write_portfolio(const PortfolioRequest& request,
                                         const std::function<void(std::uint64_t)>& done);

}  // namespace m2::simulate

#pragma once
// The shares of a file and its swings since last month, against the thresholds of the book.
//
//   check_portfolio({.figures = figures, .last = &last_month}, report);

#include <cstdint>

#include "engine/validate/internal/report.h"
#include "engine/validate/previous_reports.h"

namespace m2::internal {

struct PortfolioView {
  const PortfolioFigures& figures;
  const LastMonth* last = nullptr;     // null: there is none
  std::uint64_t new_accounts = 0;      // without an earlier report
  std::uint64_t missing_accounts = 0;  // open ones of last month
};

void check_portfolio(const PortfolioView& portfolio, Report& report);

}  // namespace m2::internal

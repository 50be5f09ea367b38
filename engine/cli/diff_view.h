#pragma once
// How a PortfolioDiff is shown: text, JSON, CSV rows, a page.

#include <functional>
#include <string>
#include <vector>

#include "engine/pipeline/page.h"
#include "engine/pipeline/portfolio_diff.h"

namespace m2::cli {

/// "rent.preset:57", as somebody knows the file; of a private copy, its name at the revision.
using TellPlace = std::function<std::string(const Span&)>;

struct DiffView {
  const PortfolioDiff& diff;
  const std::vector<AccountChange>& accounts;  // those that are listed
  std::string before, after;                   // what was compared, as it was asked for
  TellPlace place;
  bool are_months = false;  // of one tenant: no presets are compared
};

std::string diff_text(const DiffView& view, Colour colour, bool with_accounts);
/// One object; accounts only where they are asked for.
std::string diff_json(const DiffView& view, bool with_accounts);
Page diff_page(const DiffView& view);

/// The head of the CSV, and the rows of one account: a row for each field, or one for an outcome.
std::string csv_head();
std::string csv_rows(const AccountChange& change);

/// Newly negative first, then other outcomes, then fields; within each in the order of the source.
void sort_by_harm(std::vector<AccountChange>& accounts);

}  // namespace m2::cli

#pragma once
// The words in which a PortfolioDiff is told, on a terminal and on a page.
//
//   outcome_in_diff(group.before)            // "skipped by small"

#include <string>

#include "engine/pipeline/portfolio_diff.h"

namespace m2::cli {

std::string outcome_in_diff(const ToldOutcome& outcome);
/// "skipped by small → reported"
std::string outcome_in_diff(const OutcomeGroup& group);
/// "account_status", "J1.surname", "J1 segments"
std::string name_in_diff(const FieldGroup& group);
/// The most frequent kinds of a change: `"11" → "71" 12, "71" → "78" 2`.
std::string kinds_in_diff(const FieldGroup& group);
/// Of amounts from least to most and the sum, of others the kinds.
std::string how_much(const FieldGroup& group);
/// "8200003, 8200004, …"
std::string examples_in_diff(const ChangeGroup& group);

}  // namespace m2::cli

#pragma once
// The arguments of a command, read into its parameters.
//
//   ParseOutcome outcome = parse(parameters, {"june.dat", "--today", "2026-06-15"});
//   if (outcome.problem) …                       // "`2026-13-01` is no day; …", and what may be
//   meant

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/cli/parameter.h"

namespace m2::cli {

struct UsageProblem {
  std::string message;  // lower case, no final stop
  std::string help;     // "did you mean `--today`?", or nothing
};

/// Fills the targets of `parameters`. Empty when all is well; else the first problem.
std::optional<UsageProblem> parse(std::span<const Parameter> parameters,
                                  const std::vector<std::string>& arguments);

}  // namespace m2::cli

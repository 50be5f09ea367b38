#pragma once
// Summary: what a run did, for people and for programs.
//
//   std::cout << render_text(summary, Colour::Never);     // or render_json(summary)
//
// Accounts are named by their lease or loan id: the operator's own handle, by which they are found
// at the vendor. Every other value is masked where the reason was made.

#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/pipeline/report.h"

namespace m2 {

/// A command worth trying next, and what for.
struct NextCommand {
  std::string command;
  std::string purpose;
};
std::vector<NextCommand> next_commands(const RunSummary& summary);

/// What came in, what goes out to each bureau, what was skipped or held and why, what to do next.
std::string render_text(const RunSummary& summary, Colour colour);
/// One object: documents = reported + all of `skipped` + all of `held`, which count each
/// account once. `details` has examples and reasons.
std::string render_json(const RunSummary& summary);

}  // namespace m2

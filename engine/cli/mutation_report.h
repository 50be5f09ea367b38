#pragma once
// What `metro2 test --mutate` says of the mutants: for people, as JSON, as JUnit XML and as TAP.
//
//   context.out << mutation_text(mutation, colour);

#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/pipeline/mutation.h"

namespace m2::cli {

/// The survivors, each with what would kill it; then how many there are by file.
std::string mutation_text(const MutationRun& mutation, Colour colour);
/// One object with every mutant; `found` is what is wrong with reasons.
std::string mutation_json(const MutationRun& mutation, const std::vector<Diagnostic>& found);
/// A test for each mutant; survivors fail.
std::string mutation_junit(const MutationRun& mutation);
std::string mutation_tap(const MutationRun& mutation);

}  // namespace m2::cli

#pragma once
// MutationRun: makes small mistakes in presets, one at a time, and tells which of them no case
// notices.
//
//   MutationRun mutation(runner);                          // a CaseRunner whose cases all pass
//   M2_TRY_VOID(mutation.run({.threads = 2}));
//   for (const MutantResult& result : mutation.results()) if (result.fate == Fate::Survived) …
//
// A mutant is refused when the check of a preset refuses it, its examples among the rest; it is
// killed when a case fails; else it survives. Only cases that come by the changed place are run,
// and only until one fails. What a library says is tried with every preset that uses it: any of
// them may kill it. What no preset under test uses is not changed at all.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dsl/mutants.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/pipeline/cases.h"
#include "engine/pipeline/record_diff.h"

namespace m2 {

/// A case by its suite.
struct CaseRef {
  const CaseSuite* suite = nullptr;
  const ReadyCase* test = nullptr;

  /// "presets/entrata/rent.test.yaml:46"
  [[nodiscard]] std::string place() const { return place_of(test->test.place); }
};

/// What would tell a mutant from what it was made of.
struct KillingInput {
  CaseRef like;                      // a case that comes by
  std::vector<std::string> changes;  // made to it: "as_of: 2026-05-01"; none: it expects too little
  std::vector<FieldDifference> differs;  // what comes out, and what comes out of the mutant
};

struct MutantResult {
  enum class Fate : std::uint8_t { Refused, Killed, Survived, Equal };

  dsl::Mutant mutant;
  std::vector<dsl::ChangedLine> lines;
  Fate fate = Fate::Survived;
  std::string slug;                   // refused: of the first error
  std::optional<CaseRef> killer;      // killed: by this case
  std::size_t reached = 0;            // survived: so many cases come by
  std::optional<CaseRef> nearest;     // and one of them
  std::optional<KillingInput> input;  // empty: none was found
  const EqualMutant* equal = nullptr;

  [[nodiscard]] const std::string& file() const { return mutant.source->name(); }
};

/// What became of the mutants of one file.
struct MutationScore {
  std::string file;
  std::size_t mutants = 0, killed = 0, refused = 0, survived = 0, equal = 0;

  /// Whole percent of those that could be told, rounded down; 100 when there is none.
  [[nodiscard]] std::size_t percent() const {
    const std::size_t all = mutants - equal;
    return all == 0 ? 100 : (killed + refused) * 100 / all;
  }
};

struct MutationOptions {
  std::size_t threads = 1;
  /// Told now and then how many of how many mutants are done; by one thread at a time.
  std::function<void(std::size_t, std::size_t)> progress = {};
};

class MutationRun {
 public:
  /// The runner outlives it.
  explicit MutationRun(CaseRunner& runner) : runner_(runner) {}

  /// Error: TooLarge (a preset).
  Result<void> run(const MutationOptions& options);

  /// By file and place.
  [[nodiscard]] const std::vector<MutantResult>& results() const { return results_; }
  /// By file; then all of them, without a name.
  [[nodiscard]] std::vector<MutationScore> scores() const;
  [[nodiscard]] std::size_t survivors() const;
  /// survives-nothing: what `survives` in a file of cases names, and no survivor is.
  void check_reasons(Diagnostics& found) const;

 private:
  class Presets;
  class Workers;
  void collect(const Presets& presets);
  void find_reasons();

  CaseRunner& runner_;
  std::vector<MutantResult> results_;
};

}  // namespace m2

#pragma once
// Facts of a checked preset, and what is wrong with them: a divisor that may be zero, an argument
// outside of what is declared for it, a value its field cannot hold, a condition that says nothing.
//
//   check_facts(preset, found);      // after names and types; part of check()
//
// Slugs: divide-by-zero, domain, overflow-possible, cents, code-set, unknown-code, too-long,
// charset; and of whole conditions, when nothing else is wrong: always-true, contradiction,
// unreachable-rule.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dsl/fact.h"
#include "dsl/program.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

struct CheckedRules;

/// Reports what the facts of a preset say, and marks the fields whose code is proved. O(text).
void check_facts(CheckedPreset& preset, Diagnostics& found);
/// The same of every rule over finished records: their codes may be any text.
void check_facts(CheckedRules& rules, Diagnostics& found);

class Interpretation;

/// The facts of a preset, asked one by one. The preset outlives it; it outlives the words of the
/// facts it gives.
class FactFinder {
 public:
  explicit FactFinder(const CheckedPreset& preset);
  ~FactFinder();
  FactFinder(const FactFinder&) = delete;
  FactFinder& operator=(const FactFinder&) = delete;

  /// Everything the value of a let can be.
  Fact of_let(std::uint32_t let);
  /// Every text or code an expression can be, whatever stands around it; empty when not known.
  std::optional<std::vector<std::string>> words_of(ExprId id);

 private:
  std::unique_ptr<Interpretation> facts_;
};

/// A fact in words: "0 to 29 days", "$0.01 and more", "one of 0 1 2".
std::string describe(const Fact& fact, Type type, const TypeTable& types);

/// What is written somewhere, as the subject of a message: "`lease.rent`"; "this" when it is long.
std::string subject_of(const Span& span);
/// It stands in one line, so it can be part of a line to copy.
bool is_in_one_line(const Span& span);

}  // namespace m2::dsl

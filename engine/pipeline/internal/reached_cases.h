#pragma once
// ReachedCases: which cases of a preset come by which place of its text. Internal to mutants.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/pipeline/cases.h"

namespace m2::internal {

class ReachedCases {
 public:
  /// Runs each case once. Error: TooLarge.
  static Result<ReachedCases> of(const std::vector<CaseResult>& cases);

  /// The cases, by index, that come by one of these places, or by the least that is around it; all
  /// when there is no place. Empty when the preset has no code for any of them.
  [[nodiscard]] std::optional<std::vector<std::size_t>> by(const std::vector<Span>& places) const;

 private:
  using Place = std::pair<std::uint32_t, std::uint32_t>;
  using Cases = std::vector<std::size_t>;  // ascending

  void add(const Program& program, const CoverCounts& counts, std::size_t index);

  std::size_t count_ = 0;
  std::map<std::string, std::map<Place, Cases>> by_place_;  // by file
};

}  // namespace m2::internal

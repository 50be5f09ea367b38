#pragma once
// KillingInputs: looks for an account that a mutant reports otherwise, near the cases that come by
// it. Internal to mutants.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/pipeline/mutation.h"

namespace m2::internal {

class KillingInputs {
 public:
  /// The documents of the preset are read by one thread at a time.
  explicit KillingInputs(CasePreset& preset);

  /// `cases`: those that come by, best ones first. Tries their documents as they are, then with one
  /// thing changed; the search ends after a fixed number of tries.
  std::optional<KillingInput> find(const std::vector<CaseRef>& cases, const MutantResult& mutant,
                                   const std::shared_ptr<const dsl::CheckedPreset>& changed);

 private:
  class Search;

  CasePreset& preset_;
  std::vector<const dsl::WireMember*> hidden_;  // personal ones: their values are told nowhere
  std::mutex mutex_;
};

}  // namespace m2::internal

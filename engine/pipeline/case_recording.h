#pragma once
// record_case: a test case made of a real account, with invented identity.
//
//   M2_TRY(std::optional<RecordedCase> made, record_case(request, folder, found));
//   made->cases           // "presets/entrata/recorded_1.test.yaml", beside cases/recorded_1.json
//
// The document that is written holds only what the shape reads, and of that no text but the words
// that preset, shape and parameters name themselves (internal/disguise.h). The case expects what
// comes out of it, which is what comes out of the account, but for whom it speaks of. It was run
// before it is kept; where the invented document comes out otherwise, nothing is written.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dsl/outcome.h"
#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/presets_folder.h"

namespace m2 {

struct RecordRequest {
  std::string account;
  std::string from;                   // empty: the store's
  std::optional<std::string> tenant;  // or
  std::optional<std::string> preset;  // with its own values of the parameters
  Date as_of;
  std::optional<std::filesystem::path> file;  // NAME.test.yaml; empty: the first free
                                              // recorded_N.test.yaml beside the preset
  std::string store = {};  // last reports and consents; empty: none. Goes with a tenant
};

struct RecordedCase {
  std::filesystem::path cases;
  std::filesystem::path base;
  std::string outcome;  // "held by no_rent"
  std::size_t values_before = 0, values_after = 0, replaced = 0;
};

/// Empty when `found` has errors: the tenant's, the preset's. Errors: NotFound, Unreadable,
/// Unwritable (also when a file of that name is there), TooLarge, and Invalid: the account cannot
/// be told without saying whose it is, and why.
Result<std::optional<RecordedCase>> record_case(const RecordRequest& request,
                                                const PresetsFolder& folder, Diagnostics& found);

}  // namespace m2

#pragma once
// PresetChecks: presets checked with their examples, each file once. A command that comes to a
// preset by itself and again through every tenant that reports with it pays for one check.
//
//   PresetChecks checks(folder.workspace());
//   auto preset = checks.check("presets/entrata/rent.preset", found);   // as dsl::check
//
// It is made for one command, as a workspace is: a file that changes later is not read again.

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "dsl/check.h"
#include "engine/base/diagnostic.h"

namespace m2 {

class PresetChecks {
 public:
  /// The workspace outlives it.
  explicit PresetChecks(const dsl::Workspace& workspace) : workspace_(workspace) {}

  /// Null when the preset has errors; examples that fail are none of those. What is wrong is told
  /// every time, under the name that the file is given here.
  std::shared_ptr<const dsl::CheckedPreset> check(const std::filesystem::path& file,
                                                  Diagnostics& found);

 private:
  struct Checked {
    std::shared_ptr<const dsl::CheckedPreset> preset;
    Diagnostics found;
  };

  const dsl::Workspace& workspace_;
  std::map<std::string, Checked> checked_;  // by the name that messages give the file
};

}  // namespace m2

#pragma once
// The two demos, as tests of what is said about runs need them.

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/config/presets_folder.h"
#include "engine/pipeline/report.h"

namespace m2::test {

struct Demo {
  std::string tenant, fixtures;  // the folder below the project
  Date as_of;
};
Demo rent_demo();
Demo loan_demo();

/// The documents of a source, one after the other.
std::vector<std::string> documents_of(const std::string& from);
PresetsFolder presets_of(const std::filesystem::path& folder);
/// A run of the demo into a folder of its own.
RunSummary run_demo(const Demo& demo, const std::filesystem::path& presets,
                    const std::filesystem::path& out);

}  // namespace m2::test

#pragma once
// Manifest: what a run was made from and what it wrote, as JSON beside the files.
//
//   M2_TRY_VOID(files.commit(render_manifest(manifest)));
//
// It holds no personal data. `profile` is the validation profile its files are to be judged by:
// `sandbox` for invented people, whose files no delivery takes.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/write/bureau_files.h"

namespace m2 {

struct ManifestPreset {
  std::string name;
  std::int64_t version = 0;
  std::string sha256;                                       // of the preset with all it uses
  std::vector<std::pair<std::string, std::string>> params;  // name and value, all of them
};

struct Manifest {
  std::string tenant;
  std::string tenant_file;  // where the run was given one and not a name; no path of the machine
  // What of the tenant's file ends up in files: its part, and a digest.
  std::vector<std::pair<std::string, std::string>> tenant_parts;
  Period period = Period::of(Date());
  Date as_of;
  Date created;
  bool sandbox = false;
  std::string profile;
  std::vector<ManifestPreset> presets;
  std::string from;               // where the documents were, as it was asked for
  std::string store;              // that the run is kept in; empty: none
  std::string documents_digest;   // of all of them, in their order
  std::string time_zone_version;  // rules by which moments became days
  std::uint64_t documents = 0;
  std::uint64_t reported = 0;
  std::uint64_t skipped = 0;
  std::uint64_t held = 0;
  std::vector<WrittenFile> files;
};

std::string render_manifest(const Manifest& manifest);
/// Error: Invalid, when the text is not one that render_manifest made.
Result<Manifest> read_manifest(std::string_view text);

}  // namespace m2

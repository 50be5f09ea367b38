#pragma once
// What a run said of a file that it wrote, or of the one that the file was made of.
//
//   M2_TRY(const FoundManifest found, find_manifest("out/demo-rent.2026-06.equifax.metro2"));

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/base/result.h"
#include "engine/write/manifest.h"

namespace m2::internal {

struct FoundManifest {
  Manifest manifest;
  WrittenFile file;            // the row of the file; of a converted one in its own framing
  std::uint64_t bytes = 0;     // of the file
  std::string converted_from;  // the name of the file that the run wrote; empty: this one
};

/// Where the manifest of a file of a run stands: TENANT.PERIOD.manifest.json beside
/// TENANT.PERIOD.BUREAU.metro2.
std::filesystem::path manifest_beside(const std::filesystem::path& file);

/// By the manifest beside the file that names it; else by one that names a file which becomes this
/// one, byte for byte, in the framing that it has. Errors: NotFound, Unreadable, Invalid (it has
/// changed since).
Result<FoundManifest> find_manifest(const std::filesystem::path& file);

/// Something is no longer as the run had it.
Error changed(std::string message);
/// The start of a digest.
std::string short_of(const std::string& digest);

}  // namespace m2::internal

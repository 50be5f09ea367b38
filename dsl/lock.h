#pragma once
// preset.lock: what was released, one line for each preset and version.
//
//   const Lock lock = read_lock("presets/preset.lock", found);
//   if (const Release* release = lock.find("entrata_rent", 1)) compare(release->sha256);
//
// A line is NAME VERSION SHA256, where the fingerprint is CheckedPreset::sha256: of the preset, the
// one it extends, its libraries and its shape. A released version never changes; a preset that has
// no line is not released.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/result.h"

namespace m2::dsl {

inline constexpr std::string_view kLockFile = "preset.lock";

struct Release {
  std::string name;
  std::int64_t version = 0;
  std::string sha256;
  Span span;  // its line; empty for one that is new
};

struct Lock {
  std::vector<Release> releases;

  /// Null when that version was not released.
  [[nodiscard]] const Release* find(std::string_view name, std::int64_t version) const;
};

/// The lock of a folder of presets; empty where there is none. Slugs: syntax, name-twice,
/// unreadable-file.
Lock read_lock(const std::filesystem::path& file, Diagnostics& found);

/// Adds lines behind those that stand there, which stay as they are. Errors: Unreadable,
/// Unwritable.
Result<void> append_to_lock(const std::filesystem::path& file,
                            const std::vector<Release>& releases);

}  // namespace m2::dsl

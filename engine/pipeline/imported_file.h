#pragma once
// ImportedFile: what a store tells of an import: which file it was, and what was taken of it. It
// holds no personal data.
//
//   const ImportedFile file = read_imported(run.manifest);
//   file.file                                          // "old/may.m2"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/store/store.h"

namespace m2 {

struct ImportedFile {
  std::string tenant;
  Period period = Period::of(Date());
  std::string file;  // as it was named
  std::string sha256;
  std::string framing;
  std::uint64_t records = 0;
  std::uint64_t kept = 0;
  std::vector<std::pair<std::string, std::uint64_t>> left_out;  // why, and how many
  std::string replaced;  // why it took the place of what the month had; empty: it had nothing
};

std::string render_imported(const ImportedFile& file);
/// What render_imported made.
ImportedFile read_imported(std::string_view manifest);

/// "2026-05 of `demo-rent` was imported from `old/may.m2` (sha256 3f2c0e9d1b7a)".
std::string told_import(const StoredRun& run, std::string_view tenant);
/// What a command is told that asks for the documents of an import.
Error no_documents(const Store& store, const StoredRun& run, std::string_view tenant);

}  // namespace m2

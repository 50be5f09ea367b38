#pragma once
// ImportedByte: what one byte of a file belongs to that was imported into a store. Another system
// wrote it: what stands behind the byte, only that one could say.
//
//   M2_TRY(auto byte, find_imported_byte({"may.m2", 553}, *store));   // empty: never imported

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/pipeline/file_explanation.h"
#include "engine/pipeline/imported_file.h"

namespace m2 {

struct ImportedByteQuestion {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  Masking masking = Masking::Masked;
};

struct ImportedByte {
  ByteExplanation byte;  // without an account of documents
  ImportedFile file;     // as it was imported
  std::string account;   // that the record was kept for; empty: none
};

/// The file is found by its SHA-256, whatever it is called. Errors: Invalid (no such byte),
/// NotFound, Unreadable.
Result<std::optional<ImportedByte>> find_imported_byte(const ImportedByteQuestion& question,
                                                       Store& store);

}  // namespace m2

#pragma once
// FileExplainer: what stands behind a byte of a file that a run wrote.
//
//   M2_TRY(auto explainer, FileExplainer::open({.file = "out/demo-rent.2026-06.equifax.metro2"},
//                                              presets, found));
//   M2_TRY(const ByteExplanation why, explainer->explain(1234, {}));
//
// The manifest beside the file says what it was made from. Where the file, a preset, the tenant's
// file or a document has changed since, nothing is explained: the reason is an error. A file that
// metro2 made of one of them, in another framing, is explained as that one.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/metro2/byte_place.h"
#include "engine/pipeline/explanation.h"
#include "engine/pipeline/source.h"
#include "engine/write/manifest.h"

namespace m2 {

struct FileQuestion {
  std::filesystem::path file;
  std::optional<std::string> tenant = std::nullopt;  // else the manifest's
  std::optional<std::string> from = std::nullopt;    // else where the run read them
  /// The only byte that will be asked for: one document is kept, not all that are reported.
  std::optional<std::uint64_t> offset = std::nullopt;
  std::optional<std::string> store = std::nullopt;  // else the one that the run is kept in
};

struct ByteExplanation {
  std::uint64_t offset = 0;
  RecordKind kind = RecordKind::Unknown;
  std::uint64_t record = 0;  // from 1
  std::uint64_t line = 0;
  std::uint64_t record_offset = 0;  // of the record in the file
  BytePlace place;
  std::string bytes;                   // of the field, as they stand in the record; masked
  std::string why;                     // of what metro2 fills itself
  Span span;                           // and the line of the tenant's file that it is from
  std::optional<Explanation> account;  // of a base record; its trace explains the one field
};

class FileExplainer {
 public:
  /// Empty when `found` has errors. Errors: NotFound (the file, its manifest), Unreadable, Invalid
  /// (what has changed since the file was written).
  static Result<std::optional<FileExplainer>> open(const FileQuestion& question,
                                                   const PresetsFolder& presets,
                                                   Diagnostics& found);

  /// Errors: Invalid, for a byte outside the file, and where today's run makes another record.
  Result<ByteExplanation> explain(std::uint64_t offset, const TraceOptions& options);

  [[nodiscard]] const Explainer& explainer() const { return *explainer_; }
  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  [[nodiscard]] const WrittenFile& file() const { return file_; }
  /// Of a converted file: the name of the one that the run wrote.
  [[nodiscard]] const std::string& converted_from() const { return converted_from_; }

 private:
  FileExplainer() = default;
  Result<void> check_presets() const;
  Result<void> check_tenant() const;
  Result<void> check_offset(std::uint64_t offset) const;
  [[nodiscard]] Result<Reader> reader() const;
  [[nodiscard]] Result<std::unique_ptr<DocumentSource>> source() const;
  Result<void> read_documents();
  Result<void> explain_account(const FileRecord& record, const TraceOptions& options,
                               ByteExplanation& out);
  void explain_filled(ByteExplanation& out) const;
  [[nodiscard]] Span place_in_tenant(const Field& field) const;

  std::filesystem::path path_;
  std::string converted_from_;
  std::string from_;              // empty: the store
  std::unique_ptr<Store> store_;  // of a run that is kept
  Manifest manifest_;
  WrittenFile file_;
  std::unique_ptr<Explainer> explainer_;
  std::optional<std::uint64_t> only_;               // the record that will be asked for, from 0
  std::map<std::uint64_t, std::string> documents_;  // by record
};

}  // namespace m2

#pragma once
// BureauFiles: the files of one run, one a bureau, all of them or none.
//
//   M2_TRY(BureauFiles files, BureauFiles::create(plan));
//   files.write(batch);                                   // batches in the order of the documents
//   M2_TRY(std::vector<WrittenFile> written, files.seal());
//   M2_TRY_VOID(files.commit(manifest_text));             // only now do the files have their names
//
// Each file: its bureau's header, the records, a trailer with their totals. The same records give
// the same bytes, and every byte counts into the file's SHA-256. Memory: a buffer a bureau.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/metro2/bureau.h"
#include "engine/metro2/framing.h"
#include "engine/write/record_batch.h"

namespace m2 {

struct BureauFilePlan {
  Bureau bureau = Bureau::Equifax;
  std::string header;  // 426 bytes; activity and creation day are filled here
  RecordForm form;     // a fixed length needs no record_length: it is that of the longest record
};

struct FilesPlan {
  std::filesystem::path folder;  // made when it is not there
  std::string tenant;
  Period period = Period::of(Date());
  Date as_of;
  Date created;  // the header's creation date
  std::vector<BureauFilePlan> bureaus;
};

struct WrittenFile {
  Bureau bureau = Bureau::Equifax;
  std::filesystem::path path;
  Framing framing;
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;  // accounts, without header and trailer
  std::uint64_t j1 = 0;
  std::uint64_t j2 = 0;
  std::string sha256;
};

class BureauFiles {
 public:
  /// Error: Unwritable, before anything is written.
  static Result<BureauFiles> create(const FilesPlan& plan);
  BureauFiles(BureauFiles&&) noexcept;
  BureauFiles& operator=(BureauFiles&&) noexcept;
  /// What is not committed leaves nothing behind.
  ~BureauFiles();

  /// For the batches of this run.
  [[nodiscard]] RecordBatch new_batch() const;
  /// Error: Unwritable (disk full), as soon as it is known.
  Result<void> write(const RecordBatch& batch);
  /// Adds the trailers and sees every byte to the disk. The header's activity date is the latest
  /// field 24, or `as_of` in a file without records. Errors: Unwritable, Unreadable.
  Result<std::vector<WrittenFile>> seal();
  /// Gives the sealed files their names, and writes the manifest beside them. Error: Unwritable.
  Result<void> commit(std::string_view manifest);

 private:
  struct State;
  explicit BureauFiles(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace m2

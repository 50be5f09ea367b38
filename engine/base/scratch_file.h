#pragma once
// ScratchFile: bytes put aside in a temporary file without a name, to be read again at any place;
// gone with the object. Only its owner can read it.
//
//   M2_TRY(ScratchFile scratch, ScratchFile::create());
//   const std::uint64_t at = scratch.append(record);
//   M2_TRY(const std::string_view again, scratch.read(at, record.size()));

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace m2 {

class ScratchFile {
 public:
  /// In the folder for temporary files (TMPDIR). Errors: Unwritable.
  static Result<ScratchFile> create();
  ScratchFile(ScratchFile&& other) noexcept;
  ScratchFile& operator=(ScratchFile&& other) noexcept;
  ~ScratchFile();

  /// Where the bytes begin. A failure (disk full) is kept and told by read().
  std::uint64_t append(std::string_view bytes);
  /// Bytes that were appended; valid until the next call. Cheapest in the order in which they were
  /// appended. Errors: Unwritable, Unreadable.
  Result<std::string_view> read(std::uint64_t at, std::size_t length);

 private:
  explicit ScratchFile(int fd) : fd_(fd) {}
  void flush();

  int fd_ = -1;
  int failure_ = 0;  // errno of the first failed write
  std::uint64_t written_ = 0;
  std::string unwritten_;
  std::uint64_t window_at_ = 0;  // what `window_` holds of the file
  std::string window_;
};

}  // namespace m2

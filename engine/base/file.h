#pragma once
// Files: read whole with a bound, written to a temporary name and renamed, so that no half-written
// file is ever seen.
//
//   OutputFile out = …; out.write(bytes); M2_TRY_VOID(out.commit());

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace m2 {

/// The whole file. Errors: NotFound, Unreadable, TooLarge (more than `limit` bytes), each with path
/// and cause.
Result<std::string> read_file(const std::filesystem::path& path,
                              std::size_t limit = std::size_t{1} << 30);
/// The bytes from `begin` up to `end` of a file. Errors: NotFound, Unreadable (also when the file
/// is shorter now).
Result<std::string> read_file_range(const std::filesystem::path& path, std::uint64_t begin,
                                    std::uint64_t end);
/// Names of the regular files in a folder, sorted. Errors: NotFound, Unreadable.
Result<std::vector<std::string>> list_files(const std::filesystem::path& folder);
/// Makes the folder and its parents. Error: Unwritable.
Result<void> make_folder(const std::filesystem::path& folder);

/// An empty file that only its owner may read, where there is none yet. Error: Unwritable.
Result<void> make_private_file(const std::filesystem::path& path);

/// A file read piece by piece.
class InputFile {
 public:
  /// Errors: NotFound, Unreadable, with the reason the system gives.
  static Result<InputFile> open(std::filesystem::path path);
  static Result<InputFile> standard_input();
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile();

  /// Fills `bytes` from its start and says how many there were; 0 at the end. Errors: Unreadable.
  Result<std::size_t> read(std::span<char> bytes);

 private:
  InputFile(std::filesystem::path path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::filesystem::path path_;
  int fd_ = -1;
};

/// A file under construction. It appears under its name only by commit(); without it nothing is
/// left behind.
class OutputFile {
 public:
  /// Where a link stands, the file it leads to is the one that is written. Errors: Unwritable, with
  /// the reason the system gives; a folder of that name is one, and so is anything else that is no
  /// file: a rename would put one in the place of a device.
  static Result<OutputFile> create(std::filesystem::path path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  /// Buffered; a failure (disk full) is kept and told by status(), sync() and commit().
  void write(std::string_view bytes);
  /// Error: Unwritable, when something could not be written so far.
  [[nodiscard]] Result<void> status() const;
  /// What was written so far, to be read from its start. Errors: Unreadable, Unwritable.
  Result<InputFile> read_back();
  /// Writes what is buffered and sees it to the disk; only the name is missing then. Errors:
  /// Unwritable.
  Result<void> sync();
  /// Syncs and renames. Errors: Unwritable.
  Result<void> commit();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  OutputFile(std::filesystem::path path, std::filesystem::path target, int fd,
             std::filesystem::path temporary);
  void flush();
  [[nodiscard]] Error failed() const;

  std::filesystem::path path_;    // as it was given
  std::filesystem::path target_;  // the file that it names: another one where a link stands
  std::filesystem::path temporary_;
  int fd_ = -1;
  int failure_ = 0;  // errno of the first failed write
  std::string buffer_;
};

/// create + write + commit.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace m2

#pragma once
// Revision: a folder as it stood at a revision of the git repository it is in.
//
//   M2_TRY(std::optional<Revision> old, Revision::find("HEAD~1", "presets"));
//   old->folder()          // a private copy, gone with `old`

#include <filesystem>
#include <optional>
#include <string>

#include "engine/base/result.h"

namespace m2::cli {

class Revision {
 public:
  /// Empty when the folder is in no repository, or nothing in it is called so. Errors: NotFound
  /// (the folder was not there then), Unreadable (a damaged repository, or no libgit2 on this
  /// machine), Unwritable, Invalid (a file name that leads out of the folder).
  static Result<std::optional<Revision>> find(const std::string& name,
                                              const std::filesystem::path& folder);
  Revision(Revision&& other) noexcept : folder_(std::move(other.folder_)) { other.folder_.clear(); }
  Revision& operator=(Revision&&) = delete;
  ~Revision();

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  explicit Revision(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace m2::cli

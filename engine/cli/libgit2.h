#pragma once
// Libgit2: the functions of libgit2 that metro2 calls, found in the library when a revision is
// asked for. Linked the usual way, it and the fourteen libraries it brings would take a third of
// the time in which any command starts.
//
//   M2_TRY(const std::shared_ptr<const Libgit2> git, Libgit2::load());
//   git->repository_open_ext(&repository, "presets", 0, nullptr);

#include <git2.h>

#include <memory>

#include "engine/base/result.h"

namespace m2::cli {

class Libgit2 {
 public:
  /// Started, and shut down with the last that holds it. Error: Unreadable when this machine has no
  /// such library.
  static Result<std::shared_ptr<const Libgit2>> load();
  ~Libgit2();
  Libgit2(const Libgit2&) = delete;
  Libgit2& operator=(const Libgit2&) = delete;

#define M2_GIT(name) decltype(&git_##name) name = nullptr;
#include "engine/cli/libgit2.def"
#undef M2_GIT

 private:
  Libgit2() = default;
};

}  // namespace m2::cli

#include "engine/cli/libgit2.h"

#include <dlfcn.h>
#include <fmt/format.h>

namespace m2::cli {
namespace {

// The version whose headers this was compiled with: functions of another one may differ.
constexpr const char* kLibrary = "libgit2.so." LIBGIT2_SOVERSION;

template <class Function>
bool look_up(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

}  // namespace

Result<std::shared_ptr<const Libgit2>> Libgit2::load() {
  void* const library = dlopen(kLibrary, RTLD_LAZY | RTLD_LOCAL);  // stays until the program ends
  const std::shared_ptr<Libgit2> git(library == nullptr ? nullptr : new Libgit2);
  bool is_whole = library != nullptr;
#define M2_GIT(name) is_whole = is_whole && look_up(library, "git_" #name, git->name);
#include "engine/cli/libgit2.def"
#undef M2_GIT
  if (!is_whole) {
    return Error{ErrorCode::Unreadable,
                 fmt::format("cannot read revisions: {}; install {}", dlerror(), kLibrary)};
  }
  git->libgit2_init();
  return std::shared_ptr<const Libgit2>(git);
}

// It counts how often it was started. One that is not whole was not.
Libgit2::~Libgit2() {
  if (tree_walk != nullptr) libgit2_shutdown();
}

}  // namespace m2::cli

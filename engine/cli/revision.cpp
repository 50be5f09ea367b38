#include "engine/cli/revision.h"

#include <fmt/format.h>
#include <unistd.h>

#include <memory>
#include <string_view>
#include <vector>

#include "engine/base/file.h"
#include "engine/cli/libgit2.h"

namespace m2::cli {
namespace {

namespace fs = std::filesystem;

/// A thing of libgit2, freed by the function that libgit2 has for it.
template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

Error unreadable(const Libgit2& git, const std::string& what) {
  const git_error* error = git.error_last();
  return Error{ErrorCode::Unreadable,
               fmt::format("cannot read {}: {}", what,
                           error == nullptr ? "libgit2 does not say why" : error->message)};
}

/// Writes the files of a tree below a folder.
class Export {
 public:
  Export(const Libgit2& git, git_repository* repository, fs::path into)
      : git_(git), repository_(repository), into_(std::move(into)) {}

  Result<void> write(const git_tree* tree) {
    const int ended = git_.tree_walk(tree, GIT_TREEWALK_PRE, &Export::visit, this);
    if (failure_) return std::move(*failure_);
    if (ended < 0) return unreadable(git_, "the files of the revision");
    return {};
  }

 private:
  static int visit(const char* folder, const git_tree_entry* entry, void* self) {
    auto& it = *static_cast<Export*>(self);
    Result<void> written = it.write(folder, entry);
    if (written) return 0;
    it.failure_ = std::move(written.error());
    return -1;
  }

  // Links and other repositories are no presets.
  Result<void> write(const char* folder, const git_tree_entry* entry) {
    const std::string_view name = git_.tree_entry_name(entry);
    if (name == ".." || name == "." || name.find('/') != std::string_view::npos)
      return Error{ErrorCode::Invalid, "a file of the revision has a name that leads elsewhere"};
    const fs::path path = into_ / folder / name;
    if (git_.tree_entry_type(entry) == GIT_OBJECT_TREE) return make_folder(path);
    const git_filemode_t mode = git_.tree_entry_filemode(entry);
    if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) return {};
    git_blob* blob = nullptr;
    if (git_.blob_lookup(&blob, repository_, git_.tree_entry_id(entry)) != 0)
      return unreadable(git_, fmt::format("`{}` of the revision", name));
    const Owned<git_blob> owned(blob, git_.blob_free);
    return write_file(path, {static_cast<const char*>(git_.blob_rawcontent(blob)),
                             static_cast<std::size_t>(git_.blob_rawsize(blob))});
  }

  const Libgit2& git_;
  git_repository* repository_;
  fs::path into_;
  std::optional<Error> failure_;
};

Result<fs::path> private_folder() {
  std::string pattern = (fs::temp_directory_path() / "metro2-revision-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    return Error{ErrorCode::Unwritable, "cannot make a folder for the revision's files"};
  return fs::path(pattern);
}

}  // namespace

Result<std::optional<Revision>> Revision::find(const std::string& name, const fs::path& folder) {
  M2_TRY(const std::shared_ptr<const Libgit2> git, Libgit2::load());
  git_repository* opened = nullptr;
  if (const int code = git->repository_open_ext(&opened, folder.c_str(), 0, nullptr); code != 0) {
    if (code == GIT_ENOTFOUND) return std::optional<Revision>();
    return unreadable(*git, fmt::format("the repository of `{}`", folder.string()));
  }
  const Owned<git_repository> repository(opened, git->repository_free);
  git_object* found = nullptr;
  if (git->revparse_single(&found, opened, name.c_str()) != 0) return std::optional<Revision>();
  const Owned<git_object> object(found, git->object_free);
  git_object* root = nullptr;
  if (git->object_peel(&root, found, GIT_OBJECT_TREE) != 0) return std::optional<Revision>();
  Owned<git_tree> tree(reinterpret_cast<git_tree*>(root), git->tree_free);

  const char* work = git->repository_workdir(opened);
  if (work == nullptr) return std::optional<Revision>();
  const std::string inside = fs::canonical(folder).lexically_relative(fs::canonical(work)).string();
  if (inside != ".") {
    git_tree_entry* there = nullptr;
    if (git->tree_entry_bypath(&there, tree.get(), inside.c_str()) != 0)
      return Error{ErrorCode::NotFound, fmt::format("there was no `{}` at `{}`", inside, name)};
    const Owned<git_tree_entry> entry(there, git->tree_entry_free);
    git_tree* below = nullptr;
    if (git->tree_lookup(&below, opened, git->tree_entry_id(there)) != 0)
      return unreadable(*git, fmt::format("`{}` at `{}`", inside, name));
    tree.reset(below);
  }
  M2_TRY(fs::path into, private_folder());
  Revision made(into);
  M2_TRY_VOID(Export(*git, opened, std::move(into)).write(tree.get()));
  return std::optional(std::move(made));
}

Revision::~Revision() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace m2::cli

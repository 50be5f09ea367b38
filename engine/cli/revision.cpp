#include "engine/cli/revision.h"

#include <fmt/format.h>
#include <git2.h>
#include <unistd.h>

#include <memory>
#include <string_view>
#include <vector>

#include "engine/base/file.h"

namespace m2::cli {
namespace {

namespace fs = std::filesystem;

/// libgit2 counts how often it was started.
class Git {
 public:
  Git() { git_libgit2_init(); }
  ~Git() { git_libgit2_shutdown(); }
  Git(const Git&) = delete;
  Git& operator=(const Git&) = delete;
};

template <class T, void (*Free)(T*)>
struct FreeWith {
  void operator()(T* thing) const { Free(thing); }
};
using Repository = std::unique_ptr<git_repository, FreeWith<git_repository, git_repository_free>>;
using Object = std::unique_ptr<git_object, FreeWith<git_object, git_object_free>>;
using FolderTree = std::unique_ptr<git_tree, FreeWith<git_tree, git_tree_free>>;
using Entry = std::unique_ptr<git_tree_entry, FreeWith<git_tree_entry, git_tree_entry_free>>;
using Blob = std::unique_ptr<git_blob, FreeWith<git_blob, git_blob_free>>;

Error unreadable(const std::string& what) {
  const git_error* error = git_error_last();
  return Error{ErrorCode::Unreadable,
               fmt::format("cannot read {}: {}", what,
                           error == nullptr ? "libgit2 does not say why" : error->message)};
}

/// Writes the files of a tree below a folder.
class Export {
 public:
  Export(git_repository* repository, fs::path into)
      : repository_(repository), into_(std::move(into)) {}

  Result<void> write(const git_tree* tree) {
    const int ended = git_tree_walk(tree, GIT_TREEWALK_PRE, &Export::visit, this);
    if (failure_) return std::move(*failure_);
    if (ended < 0) return unreadable("the files of the revision");
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
    const std::string_view name = git_tree_entry_name(entry);
    if (name == ".." || name == "." || name.find('/') != std::string_view::npos)
      return Error{ErrorCode::Invalid, "a file of the revision has a name that leads elsewhere"};
    const fs::path path = into_ / folder / name;
    if (git_tree_entry_type(entry) == GIT_OBJECT_TREE) return make_folder(path);
    const git_filemode_t mode = git_tree_entry_filemode(entry);
    if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) return {};
    git_blob* blob = nullptr;
    if (git_blob_lookup(&blob, repository_, git_tree_entry_id(entry)) != 0)
      return unreadable(fmt::format("`{}` of the revision", name));
    const Blob owned(blob);
    return write_file(path, {static_cast<const char*>(git_blob_rawcontent(blob)),
                             static_cast<std::size_t>(git_blob_rawsize(blob))});
  }

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
  const Git git;
  git_repository* opened = nullptr;
  if (const int code = git_repository_open_ext(&opened, folder.c_str(), 0, nullptr); code != 0) {
    if (code == GIT_ENOTFOUND) return std::optional<Revision>();
    return unreadable(fmt::format("the repository of `{}`", folder.string()));
  }
  const Repository repository(opened);
  git_object* found = nullptr;
  if (git_revparse_single(&found, opened, name.c_str()) != 0) return std::optional<Revision>();
  const Object object(found);
  git_object* root = nullptr;
  if (git_object_peel(&root, found, GIT_OBJECT_TREE) != 0) return std::optional<Revision>();
  FolderTree tree(reinterpret_cast<git_tree*>(root));

  const char* work = git_repository_workdir(opened);
  if (work == nullptr) return std::optional<Revision>();
  const std::string inside = fs::canonical(folder).lexically_relative(fs::canonical(work)).string();
  if (inside != ".") {
    git_tree_entry* there = nullptr;
    if (git_tree_entry_bypath(&there, tree.get(), inside.c_str()) != 0)
      return Error{ErrorCode::NotFound, fmt::format("there was no `{}` at `{}`", inside, name)};
    const Entry entry(there);
    git_tree* below = nullptr;
    if (git_tree_lookup(&below, opened, git_tree_entry_id(there)) != 0)
      return unreadable(fmt::format("`{}` at `{}`", inside, name));
    tree.reset(below);
  }
  M2_TRY(fs::path into, private_folder());
  Revision made(into);
  M2_TRY_VOID(Export(opened, std::move(into)).write(tree.get()));
  return std::optional(std::move(made));
}

Revision::~Revision() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace m2::cli

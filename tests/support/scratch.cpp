#include "tests/support/scratch.h"

#include <cstdlib>
#include <string>

#include "engine/base/check.h"

namespace m2::test {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "metro2-test-XXXXXX").string();
    M2_CHECK(mkdtemp(pattern.data()) != nullptr, "a folder for what tests write");
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

fs::path scratch(std::string_view name) {
  static const Folder folder;
  return folder.path() / name;
}

}  // namespace m2::test

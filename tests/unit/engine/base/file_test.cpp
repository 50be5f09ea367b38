#include "engine/base/file.h"

#include <sys/stat.h>

#include <filesystem>

#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

/// An empty folder of its own for each test.
fs::path fresh_folder() {
  const fs::path folder = test::scratch("file_test");
  fs::remove_all(folder);
  REQUIRE(make_folder(folder));
  return folder;
}

std::string text_of(const fs::path& path) {
  const auto text = read_file(path);
  return text ? *text : "(" + text.error().message + ")";
}

}  // namespace

SCENARIO("a file appears whole, under its name, by its commit") {
  const fs::path folder = fresh_folder();
  const fs::path path = folder / "out.txt";
  REQUIRE(write_file(path, "old"));
  {
    auto file = OutputFile::create(path);
    REQUIRE(file);
    file->write("new");
    REQUIRE(file->sync());
    CHECK(text_of(path) == "old");
    REQUIRE(file->commit());
  }
  CHECK(text_of(path) == "new");
  CHECK(list_files(folder)->size() == 1);
}

SCENARIO("a file that is not committed leaves nothing and changes nothing") {
  const fs::path folder = fresh_folder();
  const fs::path path = folder / "out.txt";
  REQUIRE(write_file(path, "old"));
  {
    auto file = OutputFile::create(path);
    REQUIRE(file);
    file->write("new");
    REQUIRE(file->sync());
  }
  CHECK(text_of(path) == "old");
  CHECK(list_files(folder)->size() == 1);
}

SCENARIO("two files under construction for one name do not disturb each other") {
  const fs::path path = fresh_folder() / "out.txt";
  auto first = OutputFile::create(path);
  auto second = OutputFile::create(path);
  REQUIRE(first);
  REQUIRE(second);
  first->write("first");
  second->write("second");
  REQUIRE(second->commit());
  CHECK(text_of(path) == "second");
  REQUIRE(first->commit());
  CHECK(text_of(path) == "first");
}

SCENARIO("what was written can be read back before its commit") {
  auto file = OutputFile::create(fresh_folder() / "out.txt");
  REQUIRE(file);
  file->write("half of it");
  auto back = file->read_back();
  REQUIRE(back);
  char bytes[32];
  const auto count = back->read(bytes);
  REQUIRE(count);
  CHECK(std::string_view(bytes, *count) == "half of it");
}

SCENARIO("what is no file is left alone") {
  const fs::path folder = fresh_folder();
  const fs::path pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto written = write_file(pipe, "text");
  REQUIRE_FALSE(written);
  CHECK(written.error().code == ErrorCode::Unwritable);
  CHECK(written.error().message == "cannot write `" + pipe.string() + "`: it is no file");
  CHECK(fs::is_fifo(pipe));
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 1);
}

SCENARIO("a link stays, and the file it leads to is written") {
  const fs::path folder = fresh_folder();
  REQUIRE(make_folder(folder / "kept"));
  REQUIRE(write_file(folder / "kept" / "report.txt", "old"));
  fs::create_symlink("kept/report.txt", folder / "report.txt");
  REQUIRE(write_file(folder / "report.txt", "new"));
  CHECK(fs::is_symlink(folder / "report.txt"));
  CHECK(text_of(folder / "kept" / "report.txt") == "new");
  CHECK(list_files(folder / "kept")->size() == 1);
}

SCENARIO("a place that cannot be written is told before anything is") {
  const fs::path folder = fresh_folder();
  const fs::path path =
      GENERATE_COPY(folder / "none" / "out.txt", folder, fs::path("/proc/out.txt"));
  CAPTURE(path.string());
  const auto file = OutputFile::create(path);
  REQUIRE_FALSE(file);
  CHECK(file.error().code == ErrorCode::Unwritable);
}

}  // namespace m2

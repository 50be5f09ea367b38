#include "tests/support/golden.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "engine/base/file.h"
#include "engine/base/text.h"

namespace m2::test {
namespace {

std::string first_difference(std::string_view expected, std::string_view actual) {
  const auto a = split(expected, '\n');
  const auto b = split(actual, '\n');
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string_view was = i < a.size() ? a[i] : "(end)";
    const std::string_view is = i < b.size() ? b[i] : "(end)";
    if (was != is) {
      return "line " + std::to_string(i + 1) + "\n  expected: " + std::string(was) +
             "\n  actual:   " + std::string(is);
    }
  }
  return "";
}

}  // namespace

std::string project_path(std::string_view name) {
  return std::string(M2_SOURCE_DIR) + "/" + std::string(name);
}
std::string golden_path(std::string_view name) {
  return project_path("tests/golden/" + std::string(name));
}

std::string read(const std::string& path) {
  Result<std::string> text = read_file(path);
  if (!text) FAIL(text.error().message);
  return *text;
}

void check_golden(std::string_view name, std::string_view actual) {
  const std::string path = golden_path(name);
  if (std::getenv("M2_UPDATE_GOLDEN") != nullptr) {
    REQUIRE(std::getenv("CI") == nullptr);
    REQUIRE(make_folder(std::filesystem::path(path).parent_path()));
    REQUIRE(write_file(path, actual));
    return;
  }
  const std::string expected = read(path);
  if (expected != actual) {
    FAIL_CHECK(name << " differs: " << first_difference(expected, actual)
                    << "\n--- whole output ---\n"
                    << actual);
  } else {
    SUCCEED(name << " matches");
  }
}

}  // namespace m2::test

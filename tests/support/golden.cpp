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

bool is_updating() {
  if (std::getenv("M2_UPDATE_GOLDEN") == nullptr) return false;
  REQUIRE(std::getenv("CI") == nullptr);
  return true;
}

void compare(std::string_view name, std::string_view expected, std::string_view actual) {
  if (expected != actual) {
    FAIL_CHECK(name << " differs: " << first_difference(expected, actual)
                    << "\n--- whole output ---\n"
                    << actual);
  } else {
    SUCCEED(name << " matches");
  }
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
  check_page("tests/golden/" + std::string(name), actual);
}

void check_page(std::string_view name, std::string_view actual) {
  const std::string path = project_path(name);
  if (is_updating()) {
    REQUIRE(make_folder(std::filesystem::path(path).parent_path()));
    REQUIRE(write_file(path, actual));
    return;
  }
  compare(name, read(path), actual);
}

void check_section(std::string_view page, std::string_view section, std::string_view actual) {
  const std::string path = project_path(page);
  std::string text = read(path);
  const std::size_t mark = text.find("<!-- " + std::string(section) + ":");
  CAPTURE(page, section);
  REQUIRE(mark != std::string::npos);
  const std::size_t begin = text.find('\n', mark) + 1;
  const std::size_t end = text.find("<!-- end -->", begin);
  REQUIRE(end != std::string::npos);
  if (is_updating()) {
    REQUIRE(write_file(path, text.replace(begin, end - begin, actual)));
    return;
  }
  compare(section, text.substr(begin, end - begin), actual);
}

}  // namespace m2::test

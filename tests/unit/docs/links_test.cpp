// Pages that link to one another are installed together, in the same places.

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "tests/support/golden.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

/// What `cmake --install` takes of the documentation, as CMakeLists.txt says it.
std::set<fs::path> installed_pages() {
  const fs::path project = test::project_path("");
  std::set<fs::path> pages = {"README.md"};
  for (const char* folder : {"docs", "dsl/help"}) {
    CAPTURE(folder);
    const std::string build = test::read(test::project_path("CMakeLists.txt"));
    CHECK(build.find("install(DIRECTORY " + std::string(folder) + " ") != std::string::npos);
    for (const auto& entry : fs::recursive_directory_iterator(project / folder)) {
      const fs::path page = fs::relative(entry.path(), project);
      pages.insert(entry.is_directory() ? page / "" : page);  // "reference/" is a link, too
    }
  }
  return pages;
}

/// The files that a page links to, as it names them: "../README.md".
std::vector<std::string> links_of(std::string_view text) {
  std::vector<std::string> links;
  for (std::size_t at = text.find("]("); at != std::string_view::npos; at = text.find("](", at)) {
    at += 2;
    std::string_view link = text.substr(at, text.find(')', at) - at);
    link = link.substr(0, link.find('#'));
    const bool is_code = link.find(' ') != std::string_view::npos;
    if (!link.empty() && !is_code && link.find("://") == std::string_view::npos)
      links.emplace_back(link);
  }
  return links;
}

}  // namespace

SCENARIO("every link of a page leads to a page that is installed with it") {
  const std::set<fs::path> pages = installed_pages();
  std::size_t links = 0;
  for (const fs::path& page : pages) {
    if (page.extension() != ".md") continue;
    for (const std::string& link : links_of(test::read(test::project_path(page.string())))) {
      CAPTURE(page.string(), link);
      CHECK(pages.count((page.parent_path() / link).lexically_normal()) == 1);
      ++links;
    }
  }
  CHECK(links > 200);
}

}  // namespace m2

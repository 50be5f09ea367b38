#include "tests/support/edited_copy.h"

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/file.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2::test {
namespace {

namespace fs = std::filesystem;

struct Place {
  fs::path file;
  std::size_t begin, end;
};

bool is_language(const fs::path& file) {
  const fs::path kind = file.extension();
  return kind == ".preset" || kind == ".library" || kind == ".shape";
}

bool is_blank(char c) {
  return c == ' ' || c == '\n';
}

/// Where the words end that begin at `at`; empty when other words stand there.
std::optional<std::size_t> end_of(std::string_view words, std::string_view text, std::size_t at) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (at >= text.size()) return std::nullopt;
    if (!is_blank(words[i])) {
      if (text[at++] != words[i]) return std::nullopt;
      continue;
    }
    if (!is_blank(text[at])) return std::nullopt;
    while (i + 1 < words.size() && is_blank(words[i + 1])) ++i;
    while (at < text.size() && is_blank(text[at])) ++at;
  }
  return at;
}

std::vector<Place> places_of(const fs::path& folder, std::string_view words) {
  std::vector<Place> places;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!is_language(entry.path())) continue;
    const std::string text = read(entry.path().string());
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (const auto end = end_of(words, text, at)) places.push_back({entry.path(), at, *end});
    }
  }
  return places;
}

}  // namespace

fs::path copy_of(const fs::path& from, std::string_view name, Copied copied) {
  fs::path folder = scratch(name);
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (auto at = fs::recursive_directory_iterator(from); at != fs::recursive_directory_iterator();
       ++at) {
    if (copied == Copied::WithoutFixtures && at->path().filename() == "fixtures") {
      at.disable_recursion_pending();
      continue;
    }
    const fs::path to = folder / at->path().lexically_relative(from);
    if (at->is_directory())
      fs::create_directories(to);
    else
      fs::copy_file(at->path(), to);
  }
  return folder;
}

std::size_t count_of(const fs::path& folder, std::string_view words) {
  return places_of(folder, words).size();
}

void edit_once(const fs::path& folder, std::string_view from, std::string_view to) {
  const std::vector<Place> places = places_of(folder, from);
  std::string files;
  for (const Place& place : places) files += " " + place.file.filename().string();
  INFO("`" << from << "` stands " << places.size() << " times in " << folder.filename().string()
           << (files.empty() ? "" : ":") << files
           << "; an edit needs it once: choose other words of the presets as they are now");
  REQUIRE(places.size() == 1);
  const Place& place = places.front();
  std::string text = read(place.file.string());
  text.replace(place.begin, place.end - place.begin, to);
  REQUIRE(write_file(place.file, text));
}

}  // namespace m2::test

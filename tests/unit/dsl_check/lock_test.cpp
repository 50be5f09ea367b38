// preset.lock: what is released never changes, whichever of its files somebody touches.

#include "dsl/lock.h"

#include <filesystem>

#include "engine/base/file.h"
#include "tests/support/golden.h"
#include "tests/support/mapping.h"
#include "tests/support/scratch.h"

using namespace m2;

namespace {

constexpr std::string_view kChild =
    "preset child version 2 extends sample version 1\nadd warn w when account.units > two() "
    "because \"w\"\n"
    "use library numbers\n";
constexpr std::string_view kLibrary = "library numbers version 1\ndefine two() = 2\n";

test::Files files(std::string_view lock = "") {
  return {{"child.preset", std::string(kChild)},
          {"sample.preset", test::sample_preset("")},
          {"sample.shape", test::kSampleShape},
          {"numbers.library", std::string(kLibrary)},
          {"preset.lock", std::string(lock)}};
}

/// The lock line of the child as it stands above.
std::string released() {
  const test::Checked checked = test::check_files(files());
  REQUIRE(checked.preset != nullptr);
  return "child 2 " + checked.preset->sha256 + "\n";
}

}  // namespace

SCENARIO("a release stays what it is: the preset, its base, its libraries and its shape") {
  const std::string lock =
      "# Released presets\n\nother 1 " + std::string(64, '0') + "\n" + released();
  CHECK(test::check_files(files(lock)).slugs().empty());
  const std::size_t touched = GENERATE(0U, 1U, 2U, 3U);
  test::Files changed = files(lock);
  CAPTURE(changed[touched].first);
  changed[touched].second += "# a remark\n";
  const test::Checked checked = test::check_files(changed);
  CHECK(checked.slugs() == "version-changed");
  CHECK(checked.preset == nullptr);
}

SCENARIO("a checkout with the line ends of another system is the same release") {
  test::Files files_now = files(released());
  for (auto& [name, text] : files_now) {
    if (name == "preset.lock") continue;
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
      text.replace(at, 1, "\r\n");
  }
  CHECK(test::check_files(files_now).slugs().empty());
}

SCENARIO("what has no line is not released, and may change") {
  CHECK(test::check_files(files("child 1 " + std::string(64, '0') + "\n")).slugs().empty());
}

SCENARIO("a lock that cannot be read stops what it would have to vouch for") {
  const std::string digits(64, 'a');
  const auto [line, slug] = GENERATE_COPY(table<std::string, std::string>({
      {"child 2", "syntax"},
      {"child two " + digits, "syntax"},
      {"child 0 " + digits, "syntax"},
      {"child 2 " + digits + " more", "syntax"},
      {"child 2 " + digits.substr(1), "syntax"},
      {"other 2 " + digits + "\nother 2 " + digits, "name-twice"},
  }));
  CAPTURE(line);
  const test::Checked checked = test::check_files(files(line + "\n"));
  CHECK(checked.slugs() == slug);
  CHECK(checked.preset == nullptr);
}

SCENARIO("lines are added behind those that stand there") {
  const std::filesystem::path file = test::scratch("test.lock");
  std::filesystem::remove(file);
  const std::string digits(64, 'b');
  REQUIRE(dsl::append_to_lock(file, {{"rent", 1, digits, {}}}));
  const std::string before = test::read(file.string());
  REQUIRE(dsl::append_to_lock(file, {{"loans", 3, digits, {}}}));
  CHECK(test::read(file.string()) == before + "loans 3 " + digits + "\n");
  Diagnostics found;
  const dsl::Lock lock = dsl::read_lock(file, found);
  CHECK(found.empty());
  REQUIRE(lock.find("rent", 1) != nullptr);
  CHECK(lock.find("rent", 1)->sha256 == digits);
  CHECK(lock.find("rent", 2) == nullptr);
}

SCENARIO("what is released of the presets that ship is there, and unchanged") {
  const dsl::Workspace workspace(test::project_path("presets"));
  Diagnostics found;
  const dsl::Lock lock = dsl::read_lock(workspace.root() / dsl::kLockFile, found);
  CHECK(found.empty());
  CHECK(std::filesystem::exists(workspace.root() / dsl::kLockFile));
  for (const dsl::Release& release : lock.releases) {
    CAPTURE(release.name, release.version);
    std::shared_ptr<const dsl::CheckedPreset> preset;
    for (const dsl::PresetFile& file : workspace.presets_named(release.name)) {
      if (file.version == release.version) preset = dsl::check(file.path, workspace, found);
    }
    INFO(render(found.sorted(), Colour::Never));
    REQUIRE(preset != nullptr);
    CHECK(preset->sha256 == release.sha256);
  }
}

// What other furnishers were fined or criticised for does not happen with the presets that ship,
// and the cases that say so notice when it would.

#include "tests/regressions/published_failures.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "engine/base/file.h"
#include "engine/config/presets_folder.h"
#include "engine/pipeline/cases.h"
#include "tests/support/edited_copy.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;
using namespace m2::test;

namespace {

namespace fs = std::filesystem;

/// The presets that ship, with the cases of this folder among them, to be changed.
class PresetsWithCases {
 public:
  explicit PresetsWithCases(const char* name)
      : folder_(copy_of(project_path("presets"), name, Copied::WithoutFixtures)) {
    fs::copy_file(project_path("tests/regressions/rent.test.yaml"), file_of("rent"));
    fs::copy_file(project_path("tests/regressions/loans.test.yaml"), file_of("loans"));
  }

  void edit(const PresetEdit& change) const {
    edit_once(folder_ / change.folder, change.from, change.to);
  }

  /// What the cases come to; of those with that name, where one is given.
  std::vector<CaseResult> run(const char* cases, const std::string& filter, std::string& errors) {
    auto found = PresetsFolder::find({.given = folder_, .working_directory = {}, .installed = {}});
    REQUIRE(found);
    runner_.emplace(*found);
    runner_->load(file_of(cases));
    for (const Diagnostic& d : runner_->found().sorted()) {
      if (d.severity == Severity::Error) errors += d.slug + "\n";
    }
    told_ = render(runner_->found().sorted(), Colour::Never);
    auto results = runner_->run({.filter = filter});
    REQUIRE(results);
    return std::move(*results);
  }

  /// What was wrong with the presets and the cases.
  [[nodiscard]] const std::string& told() const { return told_; }

 private:
  [[nodiscard]] fs::path file_of(std::string_view cases) const {
    return folder_ / (cases == "rent" ? "entrata" : "loanpro") / "published_failures.test.yaml";
  }

  fs::path folder_;
  std::optional<CaseRunner> runner_;
  std::string told_;
};

std::string mismatches_of(const CaseResult& result) {
  std::string out;
  for (const CaseMismatch& m : result.mismatches)
    out += fmt::format("{}: expected {}, came out as {}\n", m.what, m.expected, m.actual);
  return out;
}

}  // namespace

SCENARIO("none of the published failures happens with the presets that ship") {
  const char* const cases = GENERATE("rent", "loans");
  std::set<std::string> wanted;
  for (const PublishedFailure& failure : published_failures()) {
    if (std::string_view(failure.cases) == cases) CHECK(wanted.insert(failure.name).second);
  }
  PresetsWithCases presets("shipped");
  std::string errors;
  const std::vector<CaseResult> results = presets.run(cases, "", errors);
  INFO(presets.told());
  CHECK(errors.empty());
  std::set<std::string> seen;
  for (const CaseResult& result : results) {
    INFO(result.test->test.name << "\n" << mismatches_of(result));
    CHECK(result.passed());
    seen.insert(result.test->test.name);
  }
  CHECK(seen == wanted);  // a case for each failure, a failure for each case
}

SCENARIO("every published failure is noticed when a change of the presets brings it back") {
  CHECK(published_failures().size() >= 15);
  for (const PublishedFailure& failure : published_failures()) {
    DYNAMIC_SECTION(failure.name) {
      PresetsWithCases presets("broken");
      for (const PresetEdit& edit : failure.edits) presets.edit(edit);
      std::string errors;
      const std::vector<CaseResult> results = presets.run(failure.cases, failure.name, errors);
      INFO(presets.told());
      if (std::string_view(failure.wrong_in) == "check") {
        CHECK(errors == std::string(failure.wrong) + "\n");
        CHECK(results.empty());
        continue;
      }
      CHECK(errors.empty());
      REQUIRE(results.size() == 1);
      INFO(mismatches_of(results.front()));
      const auto& mismatches = results.front().mismatches;
      CAPTURE(failure.wrong_in, failure.wrong);
      CHECK(std::any_of(mismatches.begin(), mismatches.end(), [&](const CaseMismatch& m) {
        return m.what == failure.wrong_in && m.actual == failure.wrong;
      }));
    }
  }
}

SCENARIO(
    "words of an edit are found whatever blanks stand between them, in each file of a folder") {
  const fs::path folder = scratch("words");
  fs::create_directories(folder);
  REQUIRE(write_file(folder / "one.preset", "let a = b\n  then c\nlet ab = then\n"));
  REQUIRE(write_file(folder / "two.library", "a = b   then c"));
  REQUIRE(write_file(folder / "three.test.yaml", "a = b then c"));
  CHECK(count_of(folder, "b then c") == 2);
  CHECK(count_of(folder, "b   then\nc") == 2);
  CHECK(count_of(folder, "let a =") == 1);
  CHECK(count_of(folder, "= b then c ") == 1);  // the other one has nothing behind it
  CHECK(count_of(folder, "bthen") == 0);
  CHECK(count_of(folder, "b then d") == 0);

  edit_once(folder, "let ab = then", "let ab = else");
  CHECK(read((folder / "one.preset").string()) == "let a = b\n  then c\nlet ab = else\n");
}

SCENARIO("the page of regressions says what happened, to whom, and what holds it") {
  std::string page =
      "# Published failures\n\nWhat furnishers were fined or criticised for, and why it does not "
      "happen here. Each row is a case that passes with the presets\nthat ship; beside it stands a "
      "change of these presets under which it happens again, and then the case fails and names the "
      "wrong\nvalue, or the preset is refused before anything runs.\n\nMade from the table in "
      "`tests/regressions/published_failures.cpp`; `M2_UPDATE_GOLDEN=1 ctest --preset dev -R "
      "published_failures`\nwrites it again. The cases stand beside it, in `rent.test.yaml` and "
      "`loans.test.yaml`.\n\n| Failure | What happened | Who and when | What holds it here |\n"
      "|---|---|---|---|\n";
  for (const PublishedFailure& failure : published_failures())
    page += fmt::format("| {} | {} | {} | {} |\n", failure.name, failure.happened, failure.source,
                        failure.holds);
  check_page("docs/regressions.md", page);
}

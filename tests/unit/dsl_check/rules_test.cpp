// What the checker says about rules files, and what their cases say: one file per subject, its
// rendering beside it.

#include "dsl/rules.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "engine/base/text.h"
#include "engine/evaluate/rule_cases.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;

namespace {

std::vector<std::filesystem::path> rules_files(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".rules") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string messages(const std::filesystem::path& file) {
  Diagnostics found;
  const auto rules = dsl::check_rules(file, found);
  if (rules != nullptr) check_rule_cases(rules, found);
  std::string text = render(found.sorted(), Colour::Never);
  const std::string folder = file.parent_path().string() + "/";
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
    text.erase(at, folder.size());
  return text;
}

}  // namespace

SCENARIO("every mistake of a rules file has its message") {
  for (const auto& file : rules_files(test::golden_path("dsl/rules"))) {
    const std::string name = file.stem().string();
    CAPTURE(name);
    test::check_golden("dsl/rules/" + name + ".expected", messages(file));
  }
}

SCENARIO("the shipped rules are right and their cases hold") {
  std::set<std::string> ids;
  for (const auto& file : rules_files(test::project_path("presets/rules"))) {
    CAPTURE(file.string());
    CHECK(messages(file) == "");
    Diagnostics found;
    const auto rules = dsl::check_rules(file, found);
    REQUIRE(rules != nullptr);
    CHECK(rules->name == file.stem().string());
    for (const dsl::RecordRule& rule : rules->rules) {
      CAPTURE(rule.id);
      CHECK(ids.insert(rule.id).second);
      CHECK_FALSE(rule.title.empty());
      CHECK_FALSE(rule.confidence.empty());
    }
  }
  CHECK(ids.size() >= 20);
}

SCENARIO("a rule with a mistake is left out of the set; the others stand") {
  const std::filesystem::path file = test::scratch("page.rules");
  std::ofstream(file) << R"(rules page version 1

for record

## A slip of the pen.
error A-1 when acount_status is "11" because "1" source "1" accept {} reject {}

## None.
error A-2 when account_status is "11" because "2" source "2" accept {} reject { account_status: "11" }
)";
  Diagnostics found;
  const auto rules = dsl::check_rules(file, found);
  REQUIRE(rules != nullptr);
  CHECK(found.count(Severity::Error) == 1);
  REQUIRE(rules->rules.size() == 1);
  CHECK(rules->rules.front().id == "A-2");
}

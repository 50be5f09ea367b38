// What the checker says: one small preset per mistake, its rendering beside it, judged by reading.

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/base/file.h"
#include "tests/support/golden.h"
#include "tests/support/mapping.h"

using namespace m2;

namespace {

std::vector<std::string> golden_presets() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(test::golden_path("dsl/check"))) {
    if (entry.path().extension() == ".preset") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

SCENARIO("every mistake has its message") {
  for (const std::string& name : golden_presets()) {
    CAPTURE(name);
    const test::Checked checked = test::check_golden_preset("dsl/check/" + name + ".preset");
    test::check_golden("dsl/check/" + name + ".expected", checked.messages());
  }
}

// Every rule of the catalogue is in the registry, as severe and as sure as the catalogue has it.

#include <algorithm>
#include <array>
#include <set>

#include "engine/validate/registry.h"
#include "tests/support/golden.h"

using namespace m2;
using namespace m2::test;

namespace {

struct CatalogueRow {
  std::string_view id;
  RuleSeverity severity;
  Confidence confidence;
};

constexpr auto kCatalogue = [] {
  using enum RuleSeverity;
  using enum Confidence;
#define M2_CATALOGUE(id, severity, confidence) CatalogueRow{id, severity, confidence},
  return std::to_array<CatalogueRow>({
#include "tests/unit/engine/validate/catalogue.def"
  });
#undef M2_CATALOGUE
}();

// Where the registry is deliberately another opinion than the catalogue.
struct Difference {
  CatalogueRow ours;
  std::string_view reason;
};
constexpr std::array<Difference, 0> kDifferences = {};

// Rules over all accounts of a file, which the program asks where it has whole files: they may be
// declared beside the others. Any other rule must be there.
constexpr std::array<std::string_view, 11> kOfWholeFiles = {
    "FILE-016", "FILE-017", "FILE-018", "HDR-012", "B20-006", "C34-005",
    "L1-008",   "DEL-001",  "X-029",    "X-030",   "X-033"};

std::shared_ptr<const RuleRegistry> all_rules() {
  Diagnostics found;
  auto registry = RuleRegistry::load(project_path("presets/rules"), found);
  REQUIRE(registry != nullptr);
  return registry;
}

const Difference* difference_of(std::string_view id) {
  const auto* const found =
      std::find_if(kDifferences.begin(), kDifferences.end(),
                   [&](const Difference& difference) { return difference.ours.id == id; });
  return found == kDifferences.end() ? nullptr : found;
}

}  // namespace

SCENARIO("the catalogue has 331 rules, each once") {
  std::set<std::string_view> ids;
  for (const CatalogueRow& row : kCatalogue) CHECK(ids.insert(row.id).second);
  CHECK(ids.size() == 331);
}

SCENARIO("the registry has every rule of the catalogue, as severe and as sure") {
  const auto registry = all_rules();
  for (const CatalogueRow& row : kCatalogue) {
    CAPTURE(row.id);
    const Rule* const rule = registry->find(row.id);
    if (rule == nullptr) {
      CHECK(std::find(kOfWholeFiles.begin(), kOfWholeFiles.end(), row.id) != kOfWholeFiles.end());
      continue;
    }
    const Difference* const difference = difference_of(row.id);
    const CatalogueRow& expected = difference != nullptr ? difference->ours : row;
    CHECK(to_string(rule->severity) == to_string(expected.severity));
    CHECK(to_string(rule->confidence) == to_string(expected.confidence));
  }
}

SCENARIO("a deliberate difference is one, and has its reason") {
  for (const Difference& difference : kDifferences) {
    CAPTURE(difference.ours.id);
    const auto* const row =
        std::find_if(kCatalogue.begin(), kCatalogue.end(),
                     [&](const CatalogueRow& r) { return r.id == difference.ours.id; });
    REQUIRE(row != kCatalogue.end());
    CHECK((row->severity != difference.ours.severity ||
           row->confidence != difference.ours.confidence));
    CHECK(!difference.reason.empty());
  }
}

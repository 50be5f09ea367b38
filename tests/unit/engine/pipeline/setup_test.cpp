#include "engine/pipeline/setup.h"

#include "engine/base/file.h"
#include "tests/support/golden.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

const std::string kPresets = test::golden_path("pipeline/presets");

PresetsFolder presets() {
  auto folder = PresetsFolder::find({.given = kPresets});
  REQUIRE(folder);
  return *folder;
}

/// The slug of the first thing that is wrong with a tenant of this text; empty when nothing is.
std::string slug_of(const std::string& text) {
  const fs::path file = fs::temp_directory_path() / "metro2_setup_test.yaml";
  REQUIRE(write_file(file, text));
  Diagnostics found;
  const auto setup = set_up(file.string(), presets(), *Date::parse_iso("2026-05-31"), found);
  REQUIRE(setup);
  CAPTURE(render(found.sorted(), Colour::Never));
  CHECK(setup->has_value() == !found.has_errors());
  return found.empty() ? "" : found.all().front().slug;
}

}  // namespace

SCENARIO("a tenant's presets are found, checked and made ready") {
  const auto [text, slug] = GENERATE(table<std::string, std::string>({
      {"preset: small_rent", ""},
      {"preset: small_rent\nversion: 3", ""},
      {"preset: [product_rent, product_parking]", ""},
      {"preset: small_rent\nparams: { smallest_debt: $25 }", ""},
      {"preset: small_rnt", "unknown-name"},
      {"preset: none.preset", "unknown-name"},
      {"preset: small_rent\nversion: 2", "version"},
      {"preset: small_rent\nversion: 3\neffective: { 2026-01-01: 4 }", "version"},
      {"preset: small_rent\nversion: 1\neffective: { 2026-01-01: 3 }", ""},
      {"preset: [small_rent, product_rent]", "takes-all"},
      {"preset: small_rent\nparams: { smalest_debt: $25 }", "unknown-param"},
      // consent: what the tenant says and what the preset does agree
      {"preset: small_rent\nconsent: { required: false }", ""},
      {"preset: small_rent\nconsent: { required: true }", "consent"},
      {"preset: small_rent\nconsent: { documents: RCRC }", "consent"},
  }));
  CAPTURE(text);
  CHECK(slug_of("tenant: oak\n" + text + "\n") == slug);
}

SCENARIO("the mistakes of a preset are shown with those of its tenant's others") {
  const fs::path folder = fs::temp_directory_path() / "metro2_setup_test";
  fs::remove_all(folder);
  fs::copy(kPresets, folder, fs::copy_options::recursive);
  const std::string broken = "preset broken version 1\n\nlet x = nowhere.at_all\n";
  REQUIRE(write_file(folder / "broken.preset", broken));
  REQUIRE(write_file(folder / "tenants" / "both.yaml",
                     "tenant: both\npreset: [broken, no_such_preset]\n"));
  const auto found_folder = PresetsFolder::find({.given = folder});
  Diagnostics found;
  const auto setup = set_up("both", *found_folder, Date(), found);
  REQUIRE(setup);
  CHECK_FALSE(*setup);
  std::vector<std::string> slugs;
  for (const Diagnostic& d : found.all()) slugs.push_back(d.slug);
  CHECK(std::find(slugs.begin(), slugs.end(), "unknown-name") != slugs.end());
  CHECK(found.count(Severity::Error) >= 2);
}

SCENARIO("a tenant that is not there is an error, with the nearest name") {
  Diagnostics found;
  const auto setup = set_up("oka", presets(), Date(), found);
  REQUIRE_FALSE(setup);
  CHECK(setup.error().code == ErrorCode::NotFound);
  CHECK(setup.error().message.find("`oak`") != std::string::npos);
}

}  // namespace m2

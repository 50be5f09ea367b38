#include "engine/pipeline/setup.h"

#include "engine/base/file.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

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
  const fs::path file = test::scratch("setup_test.yaml");
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
      {"preset: small_rent\nversion: 2", "no-such-target"},
      {"preset: ../small_rent.preset\nversion: 2", "unknown-name"},
      {"preset: small_rent.preset\nversion: 2", "version"},
      {"preset: small_rent\nversion: 3\neffective: { 2026-01-01: 4 }", "no-such-target"},
      {"preset: small_rent\nversion: 3\neffective: { 2026-12-01: 4 }", ""},
      {"preset: small_rent\neffective: { 2026-06-01: 3 }", "not-in-force"},
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
  const fs::path folder = test::scratch("setup_test");
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

namespace {

/// The presets of the tests with a fourth version of `small_rent`, which has a parameter more.
PresetsFolder two_versions() {
  const fs::path folder = test::scratch("versions_test");
  fs::remove_all(folder);
  fs::copy(kPresets, folder, fs::copy_options::recursive);
  std::string text = test::read((folder / "small_rent.preset").string());
  const auto exchange = [&](std::string_view old, std::string_view with) {
    const std::size_t at = text.find(old);
    REQUIRE(at != std::string::npos);
    text.replace(at, old.size(), with);
  };
  exchange("version 3", "version 4");
  exchange("params {", "params {\n  forgiven money = $5 from $0 to $9\n");
  exchange("account.owed < smallest_debt", "account.owed < max(smallest_debt, forgiven)");
  REQUIRE(write_file(folder / "small_rent_4.preset", text));
  auto found = PresetsFolder::find({.given = folder});
  REQUIRE(found);
  return *found;
}

std::string tenant_file(const std::string& text) {
  const fs::path file = test::scratch("versions_test.yaml");
  REQUIRE(write_file(file, "tenant: oak\npreset: small_rent\n" + text));
  return file.string();
}

/// "small_rent 3", or the first slug.
std::string in_force(const std::string& text, const std::string& day) {
  Diagnostics found;
  const auto setup = set_up(tenant_file(text), two_versions(), *Date::parse_iso(day), found);
  REQUIRE(setup);
  if (!*setup) return found.all().front().slug;
  const dsl::CheckedPreset& preset = *(**setup).presets.at(0);
  return preset.name + " " + std::to_string(preset.version);
}

}  // namespace

SCENARIO("which version of a preset a month uses is the tenant's to say") {
  const std::string dated = "version: 3\neffective: { 2026-04-01: 4 }\n";
  CHECK(in_force("version: 3\n", "2026-05-31") == "small_rent 3");
  CHECK(in_force("version: 4\n", "2026-05-31") == "small_rent 4");
  CHECK(in_force(dated, "2026-03-31") == "small_rent 3");
  CHECK(in_force(dated, "2026-04-30") == "small_rent 4");
  THEN("a parameter that only one of them has may be set for both") {
    CHECK(in_force(dated + "params: { forgiven: $7 }\n", "2026-03-31") == "small_rent 3");
    CHECK(in_force(dated + "params: { forgivn: $7 }\n", "2026-03-31") == "unknown-param");
    CHECK(in_force("version: 3\nparams: { forgiven: $7 }\n", "2026-03-31") == "unknown-param");
  }
  THEN("with several and none asked for, nothing is guessed") {
    CHECK(in_force("", "2026-05-31") == "version");
  }
}

SCENARIO("a tenant is checked for all its days at once") {
  const auto [text, slugs] = GENERATE(table<std::string, std::string>({
      {"version: 3\n", ""},
      {"effective: { 2026-04-01: 3, 2026-07-01: 4 }\nparams: { forgiven: $7 }\n", ""},
      {"effective: { 2026-04-01: 3, 2026-07-01: 9 }\n", "no-such-target"},
      {"version: 4\nparams: { forgiven: { 2026-04-01: $7, 2027-04-01: $10 } }\n", "param-range"},
      {"version: 3\nconsent: { required: true }\n", "consent"},
  }));
  CAPTURE(text);
  Diagnostics found;
  const PresetsFolder folder = two_versions();
  PresetChecks checks(folder.workspace());
  REQUIRE(check_tenant(tenant_file(text), folder, checks, found));
  std::string all;
  for (const Diagnostic& d : found.sorted()) all += (all.empty() ? "" : " ") + d.slug;
  CHECK(all == slugs);
}

SCENARIO("a preset is checked once, and what is wrong with it is told to everybody who asks") {
  const fs::path folder = test::scratch("checks_test");
  fs::remove_all(folder);
  fs::copy(kPresets, folder, fs::copy_options::recursive);
  const fs::path file = folder / "small_rent.preset";
  REQUIRE(write_file(file, test::read(file.string()) + "\nexample 1 + 1 is 3\n"));
  const auto presets = PresetsFolder::find({.given = folder});
  PresetChecks checks(presets->workspace());
  const auto slugs = [](const Diagnostics& found) {
    std::string all;
    for (const Diagnostic& d : found.all()) all += d.slug;
    return all;
  };
  Diagnostics first;
  const auto preset = checks.check(file, first);
  REQUIRE(preset != nullptr);
  CHECK(slugs(first) == "example-fails");
  Diagnostics again;
  CHECK(checks.check(file, again) == preset);
  CHECK(slugs(again) == "example-fails");
  Diagnostics of_tenant;
  REQUIRE(write_file(folder / "tenants" / "elm.yaml", "tenant: elm\npreset: small_rent\n"));
  REQUIRE(check_tenant(folder / "tenants" / "elm.yaml", *presets, checks, of_tenant));
  CHECK(slugs(of_tenant) == "example-fails");

  THEN("a preset with errors is none, every time") {
    REQUIRE(write_file(folder / "broken.preset", "preset broken version 1\n"));
    Diagnostics errors;
    CHECK(checks.check(folder / "broken.preset", errors) == nullptr);
    CHECK(checks.check(folder / "broken.preset", errors) == nullptr);
    CHECK(errors.count(Severity::Error) >= 2);
  }
}

SCENARIO("two presets that can take one account are told, where that is sure") {
  const auto [rent, parking, slugs] = GENERATE(table<std::string, std::string, std::string>({
      {"account.rent > $500", "account.rent <= $500", ""},
      {"account.rent > $500", "account.rent < $600", "two-presets"},
      {"contains(account.product, \"rent\")", "contains(account.product, \"parking\")", ""},
  }));
  const fs::path folder = test::scratch("products_test");
  fs::remove_all(folder);
  fs::copy(kPresets, folder, fs::copy_options::recursive);
  const auto condition = [&](const char* file, const std::string& taken) {
    std::string text = test::read((folder / file).string());
    const std::size_t begin = text.find("for accounts where") + 19;
    text.replace(begin, text.find('\n', begin) - begin, taken);
    REQUIRE(write_file(folder / file, text));
  };
  condition("product_rent.preset", rent);
  condition("product_parking.preset", parking);
  const auto presets = PresetsFolder::find({.given = folder});
  Diagnostics found;
  PresetChecks checks(presets->workspace());
  REQUIRE(check_tenant(folder / "tenants" / "two-products.yaml", *presets, checks, found));
  INFO(render(found.sorted(), Colour::Never));
  std::string all;
  for (const Diagnostic& d : found.sorted()) all += d.slug;
  CHECK(all == slugs);
}

SCENARIO("a tenant that is not there is an error, with the nearest name") {
  Diagnostics found;
  const auto setup = set_up("oka", presets(), Date(), found);
  REQUIRE_FALSE(setup);
  CHECK(setup.error().code == ErrorCode::NotFound);
  CHECK(setup.error().message.find("`oak`") != std::string::npos);
}

}  // namespace m2

#include "engine/config/tenant.h"

#include "dsl/check.h"
#include "engine/base/file.h"
#include "engine/metro2/value.h"
#include "tests/support/golden.h"

namespace m2 {
namespace {

std::string file(const std::string& name) {
  return test::golden_path("config/" + name + ".yaml");
}

std::shared_ptr<const dsl::CheckedPreset> small_rent() {
  Diagnostics found;
  const std::string folder = test::golden_path("pipeline/presets");
  auto preset = dsl::check(folder + "/small_rent.preset", dsl::Workspace(folder), found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(preset != nullptr);
  return preset;
}

/// What a user sees, with paths as seen from the project's folder.
std::string rendered(const Diagnostics& found) {
  std::string text = render(found.sorted(), Colour::Never);
  const std::string here = test::project_path("");
  for (std::size_t at = text.find(here); at != std::string::npos; at = text.find(here)) {
    text.erase(at, here.size());
  }
  return text;
}

Tenant good_tenant(const std::string& path) {
  Diagnostics found;
  auto tenant = read_tenant_file(path, found);
  REQUIRE(tenant);
  INFO(rendered(found));
  REQUIRE(*tenant);
  return std::move(**tenant);
}

Tenant tenant_of(const std::string& text) {
  Diagnostics found;
  auto tenant = read_tenant(std::make_shared<const SourceText>("test.yaml", text), found);
  INFO(rendered(found));
  REQUIRE(tenant);
  return std::move(*tenant);
}

const std::string kOak =
    "tenant: oak\npreset: small_rent\n"
    "reporter: { identification_number: OAK1, reporter_name: Oak, reporter_address: 1 Main St }\n";

}  // namespace

SCENARIO("every mistake in a tenant's file is shown at its place, all of a file at once") {
  const std::string name =
      GENERATE("bad_values", "unknown_key", "key_twice", "plain_data", "missing_key", "wrong_kind",
               "not_yaml", "bad_day", "wrong_order", "two_documents", "not_a_map", "empty",
               "bad_name", "header_values", "too_deep");
  CAPTURE(name);
  Diagnostics found;
  const auto tenant = read_tenant_file(file(name), found);
  REQUIRE(tenant);
  CHECK_FALSE(*tenant);
  test::check_golden("config/" + name + ".expected", rendered(found));
}

SCENARIO("a parameter is read by its declared type and range, which the message shows") {
  const std::string name = GENERATE("unknown_param", "param_type", "param_range");
  CAPTURE(name);
  const auto preset = small_rent();
  Diagnostics found;
  auto tenant = read_tenant_file(file(name), found);
  REQUIRE(tenant);
  if (*tenant) CHECK((*tenant)->values_for(std::vector{preset}, std::nullopt, found)[0].empty());
  test::check_golden("config/" + name + ".expected", rendered(found));
}

SCENARIO("a tenant needs a name and a preset, and nothing else") {
  const Tenant tenant = good_tenant(file("smallest"));
  CHECK(tenant.name.text == "oak");
  REQUIRE(tenant.presets.size() == 1);
  CHECK(tenant.presets[0].text == "small_rent");
  CHECK(tenant.bureaus.empty());
  CHECK_FALSE(tenant.sandbox);
  CHECK(tenant.profile.empty());
  CHECK_FALSE(tenant.version_on(Date()));
}

SCENARIO("each bureau's header holds its own program identifier and the reporter's facts") {
  const Tenant tenant = good_tenant(test::golden_path("pipeline/presets/tenants/oak.yaml"));
  REQUIRE(tenant.bureaus.size() == 2);
  const BureauSettings& equifax = tenant.bureaus[0];
  const BureauSettings& experian = tenant.bureaus[1];
  CHECK(equifax.bureau == Bureau::Equifax);
  CHECK(text(field(HeaderField::EquifaxProgramIdentifier), equifax.header) == "OAKEQ00001");
  CHECK(text(field(HeaderField::ExperianProgramIdentifier), equifax.header).empty());
  CHECK(text(field(HeaderField::ExperianProgramIdentifier), experian.header) == "OAKEX");
  CHECK(text(field(HeaderField::EquifaxProgramIdentifier), experian.header).empty());
  CHECK(text(field(HeaderField::ReporterName), experian.header) == "OAK STREET HOMES");
  CHECK(raw(field(HeaderField::ProgramDate), experian.header) == "01012025");
  CHECK(equifax.identification_number == "OAK0001");
  CHECK(experian.identification_number == "OAK0002");
  CHECK(equifax.framing == Framing{});
  CHECK(experian.framing.line_end == LineEnd::CrLf);
  CHECK(tenant.sandbox);
  CHECK(tenant.profile == "sandbox");
}

SCENARIO("what a bureau says itself stands before what the reporter says") {
  const Tenant tenant = tenant_of(
      kOak +
      "bureaus:\n"
      "  transunion: { program: TU1, format: fixed, line_end: none, cycle_identifier: 7 }\n"
      "  innovis: { program: IN1, reporter_name: Oak for Innovis }\n");
  REQUIRE(tenant.bureaus.size() == 2);
  const BureauSettings& transunion = tenant.bureaus[0];
  CHECK(transunion.framing.format == Format::Fixed);
  CHECK(transunion.framing.line_end == LineEnd::None);
  CHECK(transunion.cycle_identifier == "7");
  CHECK(text(field(HeaderField::CycleIdentifier), transunion.header) == "7");
  CHECK(text(field(HeaderField::ReporterName), transunion.header) == "OAK");
  CHECK(text(field(HeaderField::ReporterName), tenant.bureaus[1].header) == "OAK FOR INNOVIS");
  CHECK(tenant.bureaus[1].cycle_identifier.empty());
}

SCENARIO("a file may go without the bureau's number when the tenant says so") {
  const Tenant tenant = tenant_of(kOak + "bureaus:\n  equifax: { program: blank }\n");
  REQUIRE(tenant.bureaus.size() == 1);
  CHECK(raw(field(HeaderField::EquifaxProgramIdentifier), tenant.bureaus[0].header) ==
        "          ");
}

SCENARIO("the version is that of the day that is reported") {
  const Tenant tenant =
      tenant_of(kOak + "version: 1\neffective: { 2026-01-01: 2, 2026-07-01: 3 }\n");
  const auto [day, version] = GENERATE(table<std::string, std::int64_t>({
      {"2025-12-31", 1},
      {"2026-01-01", 2},
      {"2026-06-30", 2},
      {"2026-07-01", 3},
      {"2030-01-01", 3},
  }));
  CAPTURE(day);
  CHECK(tenant.version_on(*Date::parse_iso(day))->number == version);
}

SCENARIO("a parameter may have its value from a day on") {
  const Tenant tenant =
      tenant_of(kOak + "params: { smallest_debt: { 2026-01-01: $10, 2026-04-01: $20.50 } }\n");
  const auto [day, cents] = GENERATE(table<std::string, std::int64_t>({
      {"2026-01-01", 1000},
      {"2026-03-31", 1000},
      {"2026-04-01", 2050},
  }));
  CAPTURE(day);
  Diagnostics found;
  const auto values = tenant.values_for(std::vector{small_rent()}, *Date::parse_iso(day), found);
  REQUIRE(found.empty());
  REQUIRE(values.size() == 1);
  const auto value = values[0].find("smallest_debt");
  REQUIRE(value != values[0].end());
  CHECK(value->second.at(0).number == cents);
}

SCENARIO("a day before the first value of a parameter has none, not the preset's own") {
  Diagnostics found;
  auto tenant = read_tenant_file(file("not_in_force"), found);
  REQUIRE(tenant);
  REQUIRE(*tenant);
  const auto values =
      (*tenant)->values_for(std::vector{small_rent()}, *Date::parse_iso("2025-12-31"), found);
  CHECK(values.at(0).empty());
  test::check_golden("config/not_in_force.expected", rendered(found));
}

SCENARIO("without a day every value of a parameter is read, and none is chosen") {
  const Tenant tenant =
      tenant_of(kOak + "params: { smallest_debt: { 2026-01-01: $10, 2026-04-01: $700 } }\n");
  Diagnostics found;
  const auto values = tenant.values_for(std::vector{small_rent()}, std::nullopt, found);
  CHECK(values.at(0).empty());
  REQUIRE(found.all().size() == 1);
  CHECK(found.all().front().slug == "param-range");
}

SCENARIO("a list parameter takes as many values as there are") {
  const auto [written, count] = GENERATE(table<std::string, std::size_t>({
      {"[]", 0},
      {"[\"05\"]", 1},
      {"[a, b, c]", 3},
  }));
  CAPTURE(written);
  const Tenant tenant = tenant_of(kOak + "params: { never: " + written + " }\n");
  Diagnostics found;
  const auto values = tenant.values_for(std::vector{small_rent()}, Date(), found);
  REQUIRE(found.empty());
  CHECK(values.at(0).at("never").size() == count);
}

SCENARIO("the tenants that ship can be read") {
  const std::string name = GENERATE("demo-rent", "demo-loans");
  CAPTURE(name);
  const Tenant tenant = good_tenant(test::project_path("presets/tenants/" + name + ".yaml"));
  CHECK(tenant.name.text == name);
  CHECK(tenant.bureaus.size() == 4);
  CHECK(tenant.sandbox);
  for (const BureauSettings& bureau : tenant.bureaus) CHECK(bureau.header.size() == kBaseLength);
}

SCENARIO("the tenant that docs/tenants.md shows can be read") {
  const std::string page = test::read(test::project_path("docs/tenants.md"));
  const std::size_t begin = page.find("```yaml\n") + 8;
  const Tenant tenant = tenant_of(page.substr(begin, page.find("```", begin) - begin));
  CHECK(tenant.bureaus.size() == 2);
  CHECK(tenant.params.size() == 2);
}

SCENARIO("a file that cannot be read is an error of ours, not of its author") {
  Diagnostics found;
  const auto tenant = read_tenant_file(file("no_such_file"), found);
  REQUIRE_FALSE(tenant);
  CHECK(tenant.error().code == ErrorCode::NotFound);
  CHECK(found.empty());
}

}  // namespace m2

#include "engine/write/manifest.h"

#include "tests/support/golden.h"

namespace m2 {

SCENARIO("a manifest says what a run was made from and what it wrote") {
  Manifest manifest;
  manifest.tenant = "oak";
  manifest.tenant_file = "tenants/oak.yaml";
  manifest.tenant_parts = {{"communities", std::string(64, 'c')},
                           {"transunion", std::string(64, 'd')}};
  manifest.period = *Period::parse("2026-05");
  manifest.as_of = *Date::parse_iso("2026-05-31");
  manifest.created = *Date::parse_iso("2026-06-01");
  manifest.sandbox = true;
  manifest.profile = "sandbox";
  manifest.presets = {
      {"small_rent", 3, std::string(64, 'a'), {{"grace_days", "5 days"}, {"words", "(\"A\")"}}}};
  manifest.from = "accounts.ndjson";
  manifest.documents_digest = std::string(64, 'b');
  manifest.time_zone_version = "2025b";
  manifest.documents = 4;
  manifest.reported = 2;
  manifest.skipped = manifest.held = 1;
  WrittenFile file;
  file.bureau = Bureau::TransUnion;
  file.path = "/any/where/oak.2026-05.transunion.metro2";
  file.framing = {.format = Format::Fixed, .line_end = LineEnd::CrLf, .record_length = 526};
  file.bytes = 2112;
  file.records = 2;
  file.j1 = 1;
  file.sha256 = std::string(64, 'b');
  manifest.files = {file};
  test::check_golden("pipeline/manifest.json", render_manifest(manifest));
  const auto again = read_manifest(render_manifest(manifest));
  REQUIRE(again);
  CHECK(render_manifest(*again) == render_manifest(manifest));
}

}  // namespace m2

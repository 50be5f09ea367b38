// What metro2 explain says of a byte of a file that a run wrote, or that was converted from one.

#include "engine/pipeline/file_explanation.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "engine/base/chance.h"
#include "engine/base/file.h"
#include "engine/base/json_slice.h"
#include "engine/metro2/convert.h"
#include "engine/simulate/portfolio.h"
#include "engine/simulate/tenant_files.h"
#include "tests/integration/demo_runs.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;
using namespace m2::test;

namespace {

namespace fs = std::filesystem;

Result<ByteExplanation> explained_byte(const FileQuestion& question, const fs::path& presets,
                                       std::uint64_t offset) {
  Diagnostics found;
  auto explainer = FileExplainer::open(question, presets_of(presets), found);
  if (!explainer) return explainer.error();
  REQUIRE(*explainer);
  return (*explainer)->explain(offset, {});
}

// Random bytes of each file lead to their field, its line in the preset and what it read. Returns
// the kinds of record that they lay in.
std::set<std::string_view> explain_bytes(const RunSummary& run, const fs::path& presets,
                                         int of_each_file, std::uint64_t seed) {
  Chance chance(seed);
  std::set<std::string_view> kinds;
  for (const WrittenFile& file : run.files) {
    Diagnostics found;
    auto explainer = FileExplainer::open({.file = file.path, .tenant = run.request.tenant},
                                         presets_of(presets), found);
    if (!explainer) FAIL(explainer.error().message);
    REQUIRE(*explainer);
    const std::string text = read(file.path.string());
    for (int i = 0; i < of_each_file; ++i) {
      const std::uint64_t offset = i == 0 ? text.size() - 1 : chance.below(text.size());
      CAPTURE(offset);
      const auto why = (*explainer)->explain(offset, {.masking = Masking::Revealed});
      if (!why) FAIL(why.error().message);
      kinds.insert(to_string(why->kind));
      REQUIRE(why->place.part != BytePlace::Part::Unreadable);
      if (why->place.part != BytePlace::Part::Field) {
        CHECK_FALSE(why->why.empty());
        continue;
      }
      // The byte stands where the explanation says it does.
      CHECK(text[offset] == why->bytes[why->place.byte]);
      const FieldTrace* field = nullptr;
      if (why->account) {
        for (const FieldTrace& f : why->account->trace.fields) {
          if (f.offset == why->place.start && f.field == why->place.field) field = &f;
        }
        REQUIRE(field != nullptr);
      }
      if (field == nullptr || field->origin == FieldTrace::Origin::Metro2) {
        CHECK_FALSE(why->why.empty());
      } else {
        CHECK_FALSE(field->root.span.empty());
        CHECK_FALSE(field->span.empty());
        CHECK_FALSE(field->root.text.empty());
      }
    }
  }
  return kinds;
}

}  // namespace

SCENARIO("a thousand bytes of the demo's files lead to their field, line and source") {
  const Demo demo = GENERATE(rent_demo(), loan_demo());
  CAPTURE(demo.tenant);
  const fs::path presets = project_path("presets");
  const RunSummary run = run_demo(demo, presets, scratch("explain_bytes") / demo.tenant);
  REQUIRE(run.files.size() == 4);
  CHECK(explain_bytes(run, presets, 125, 20260615).size() == 3);  // header, base, trailer
}

SCENARIO("a thousand bytes of a virtual portfolio's files lead to their field, line and source") {
  simulate::PortfolioRequest portfolio;
  portfolio.scenario = {7, *Period::parse("2024-07"), *Date::from_civil(2026, 6, 30)};
  portfolio.accounts = 50;
  portfolio.vendors = {simulate::Vendor::Entrata, simulate::Vendor::LoanPro};
  portfolio.out = scratch("explain_portfolio");
  fs::remove_all(portfolio.out);
  REQUIRE(simulate::write_portfolio(portfolio, {}));
  for (const simulate::Vendor vendor : portfolio.vendors) {
    RunRequest request;
    request.tenant =
        (portfolio.out / fmt::format("{}.yaml", simulate::tenant_name(vendor))).string();
    request.period = Period::of(portfolio.scenario.as_of);
    request.from = (portfolio.out / simulate::to_string(vendor)).string();
    request.out = portfolio.out / "files";
    CAPTURE(request.tenant);
    Diagnostics found;
    const auto run = run_report(request, presets_of(project_path("presets")), found, {});
    REQUIRE(run);
    REQUIRE(*run);
    CHECK(explain_bytes(**run, project_path("presets"), 125, 20260630).size() == 3);
  }
}

SCENARIO("a file is explained only while everything that it was made from is as it was") {
  const Demo demo = rent_demo();
  const fs::path home = scratch("explain_changed");
  fs::remove_all(home);
  fs::create_directories(home);
  const fs::path presets = home / "presets";
  fs::copy(project_path("presets"), presets, fs::copy_options::recursive);
  const RunSummary run = run_demo(demo, presets, home / "out");
  const fs::path file = run.files.front().path;
  const auto refusal = [&](const FileQuestion& question) {
    const auto why = explained_byte(question, presets, 500);
    return why ? std::string() : why.error().message;
  };
  const auto says = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  const auto with = [&](const fs::path& changed, const std::string& old, const std::string& fresh) {
    const std::string before = read(changed.string());
    std::string after = before;
    const std::size_t at = after.find(old);
    REQUIRE(at != std::string::npos);
    after.replace(at, old.size(), fresh);
    REQUIRE(write_file(changed, after));
    const std::string said = refusal({.file = file});
    REQUIRE(write_file(changed, before));
    return said;
  };
  CHECK(refusal({.file = file}).empty());

  CHECK(says(with(file, "HEADER", "HEADES"), "has changed since it was written (sha256 "));
  CHECK(says(with(presets / "entrata/rent.preset", "# monthly", "# every month"),
             "preset `entrata_rent` has changed since the file was written: version 1 (sha256 "));
  CHECK(says(with(presets / "library/consumer.library", "# ── Names", "# ── names"),
             "preset `entrata_rent` has changed"));
  CHECK(says(with(presets / "tenants/demo-rent.yaml", "[\"901\"]", "[\"902\"]"),
             "`ssn_types` of preset `entrata_rent` has changed since the file was written: "
             "(\"901\") then, (\"902\") now"));
  const fs::path tenant = presets / "tenants/demo-rent.yaml";
  CHECK(with(tenant, "# in this company", "# in this firm").empty());
  CHECK(with(tenant, "QCEXP", "QCEXQ").empty() ==
        (run.files.front().bureau != Bureau::Experian));  // of each bureau its own
  CHECK(says(with(tenant, "Quill and Cedar Residential", "Quill and Cedar Homes"),
             "what tenant `demo-rent` tells Equifax of itself, or in which form, has changed"));
  CHECK(
      says(with(tenant, "sandbox: true", "communities: { exclude: [\"7100202\"] }\nsandbox: true"),
           "the `communities` of tenant `demo-rent` have changed since the file was written; give "
           "the tenant's file of then: --tenant FILE"));
  CHECK(says(with(presets / "entrata/fixtures/consent.csv", "resident portal", "resident page"),
             "are not those the file was made from"));

  CHECK(says(refusal({.file = home / "out/none.2026-06.equifax.metro2"}), "none.2026-06"));
  const fs::path renamed = home / "out/demo-rent.2026-06.other.metro2";
  fs::copy_file(file, renamed);
  CHECK(refusal({.file = renamed}).empty());  // a copy is the file still
  std::string other = read(file.string());
  other.replace(other.find("8200001"), 7, "8200099");
  REQUIRE(write_file(renamed, other));
  CHECK(says(refusal({.file = renamed}), "names no file `demo-rent.2026-06.other.metro2`"));
  const fs::path alone = home / "alone" / file.filename();
  fs::create_directories(home / "alone");
  fs::copy_file(file, alone);
  CHECK(says(refusal({.file = alone}), "has no manifest: `demo-rent.2026-06.manifest.json`"));
  REQUIRE(write_file(home / "alone/demo-rent.2026-06.manifest.json", "{}"));
  CHECK(says(refusal({.file = alone}), "is not a manifest of this version"));

  const auto outside = explained_byte({.file = file, .offset = 99999999}, presets, 99999999);
  REQUIRE_FALSE(outside);
  CHECK(says(outside.error().message, "there is no byte 99999999: the file has "));
  CHECK(refusal({.file = file, .from = (presets / "entrata/fixtures").string(), .offset = 500})
            .empty());
}

namespace {

// As metro2 convert does it.
void convert(const fs::path& file, const Framing& framing, const fs::path& out) {
  auto reader = Reader::of_file(file);
  REQUIRE(reader);
  std::string bytes;
  FileWriter writer(framing, [&](std::string_view more) { bytes += more; });
  REQUIRE(reframe(*reader, writer));
  REQUIRE(write_file(out, bytes));
}

}  // namespace

SCENARIO("a converted file is explained beside the one that the run wrote") {
  const Demo demo = rent_demo();
  const fs::path presets = project_path("presets");
  const fs::path out = scratch("explain_converted");
  fs::remove_all(out);
  const RunSummary run = run_demo(demo, presets, out);
  const fs::path file = run.files.front().path;
  const auto [name, framing] = GENERATE(table<std::string, Framing>({
      {"fixed.dat", {.format = Format::Fixed, .line_end = LineEnd::CrLf, .record_length = 826}},
      {"blocks.dat", {.line_end = LineEnd::None, .block_descriptors = true}},
      {"packed.dat", {.line_end = LineEnd::None, .encoding = Encoding::Packed}},
  }));
  CAPTURE(name);
  const fs::path converted = out / name;
  convert(file, framing, converted);
  Diagnostics found;
  auto own = FileExplainer::open({.file = file}, presets_of(presets), found);
  auto other = FileExplainer::open({.file = converted}, presets_of(presets), found);
  if (!own) FAIL(own.error().message);
  if (!other) FAIL(other.error().message);
  CHECK((*own)->converted_from().empty());
  CHECK((*other)->converted_from() == file.filename().string());

  // What a byte of it belongs to is what the same byte of the run's file belongs to.
  Chance chance(20260615);
  std::size_t compared = 0;
  for (int i = 0; i < 60; ++i) {
    const std::uint64_t at = chance.below(fs::file_size(converted));
    CAPTURE(at);
    const auto why = (*other)->explain(at, {.masking = Masking::Revealed});
    if (!why) FAIL(why.error().message);
    const bool is_length = why->place.start == 0;  // which a framing changes
    if (why->place.part != BytePlace::Part::Field || !why->account || is_length) continue;
    std::uint64_t same = 0;  // the field's first byte in the run's file
    auto reader = Reader::of_file(file);
    REQUIRE(reader);
    for (auto record = reader->next(); record && *record != nullptr; record = reader->next()) {
      if ((*record)->number == why->record) same = (*record)->offset + why->place.start;
    }
    const auto in_own = (*own)->explain(same, {.masking = Masking::Revealed});
    if (!in_own) FAIL(in_own.error().message);
    CHECK(in_own->record == why->record);
    CHECK(in_own->place.field == why->place.field);
    CHECK(in_own->bytes == why->bytes);
    CHECK(in_own->account->trace.account == why->account->trace.account);
    ++compared;
  }
  CHECK(compared > 10);

  AND_THEN("not where the run's file is gone, or anything else was made of it") {
    const auto refusal = [&] {
      auto why = FileExplainer::open({.file = converted}, presets_of(presets), found);
      return why ? std::string() : why.error().message;
    };
    std::string bytes = read(converted.string());
    bytes[bytes.size() / 2] ^= 1;
    const std::string before = read(converted.string());
    REQUIRE(write_file(converted, bytes));
    CHECK(refusal().find("keep the one that it was made of beside it") != std::string::npos);
    REQUIRE(write_file(converted, before));
    CHECK(refusal().empty());
    fs::rename(file, out / "elsewhere");
    CHECK(refusal().find("keep the one that it was made of beside it") != std::string::npos);
  }
}

SCENARIO("the manifest leads to a tenant's file that the run was given by its path") {
  const fs::path home = scratch("explain_tenant_path");
  fs::remove_all(home);
  fs::create_directories(home / "mine");
  fs::copy_file(project_path("presets/tenants/demo-rent.yaml"), home / "mine/rent.yaml");
  const fs::path presets = project_path("presets");
  const fs::path before = fs::current_path();
  const auto runs_with = [&](const std::string& tenant) {
    fs::current_path(home);
    const RunSummary run =
        run_demo({tenant, "presets/entrata/fixtures", *Date::from_civil(2026, 6, 15)}, presets,
                 home / "out");
    const auto why = explained_byte({.file = run.files.front().path}, presets, 500);
    fs::current_path(before);
    const auto manifest = read_manifest(read(run.manifest.string()));
    REQUIRE(manifest);
    return std::pair(manifest->tenant_file, why ? std::string() : why.error().message);
  };
  CHECK(runs_with("demo-rent") == std::pair(std::string(), std::string()));
  CHECK(runs_with("mine/rent.yaml") == std::pair(std::string("mine/rent.yaml"), std::string()));
  const auto [kept, refused] = runs_with((home / "mine/rent.yaml").string());
  CHECK(kept == "rent.yaml");  // nothing of this machine
  CHECK(
      refused ==
      "the run was given the file of tenant `demo-rent` by its path, and from here `rent.yaml` is "
      "not there; say where it is: --tenant FILE");
}

SCENARIO("an account is explained as the tenant's communities say") {
  const fs::path home = scratch("explain_communities");
  fs::remove_all(home);
  fs::create_directories(home);
  const fs::path presets = home / "presets";
  fs::copy(project_path("presets"), presets, fs::copy_options::recursive);
  const fs::path file = presets / "tenants/demo-rent.yaml";
  REQUIRE(write_file(file, read(file.string()) + "communities: { include: [\"7100202\"] }\n"));
  const Demo demo = rent_demo();
  const RunSummary run = run_demo(demo, presets, home / "out");
  REQUIRE(run.counts.reported > 0);
  REQUIRE(run.counts.skipped.total() > 5);

  // One by one they end as in the run.
  Diagnostics found;
  auto explainer =
      Explainer::open(demo.tenant, presets_of(presets), demo.as_of, demo.as_of.plus_days(1), found);
  REQUIRE(explainer);
  REQUIRE(*explainer);
  std::uint64_t reported = 0, of_others = 0;
  for (const std::string& document : documents_of(project_path(demo.fixtures))) {
    const std::string account = JsonSlice::trusted(document).at("account").text();
    const auto text = (*explainer)->find(project_path(demo.fixtures), account);
    REQUIRE(text);
    const Explanation why = (*explainer)->explain(*text, {});
    CHECK(why.trace.account == account);
    reported += why.trace.kind == OutcomeKind::Reported ? 1 : 0;
    if (why.trace.reasons.empty() || why.trace.reasons.front().name != "other_community") continue;
    ++of_others;
    CHECK(why.trace.kind == OutcomeKind::Skipped);
    CHECK(why.trace.fields.empty());
    CHECK(JsonSlice::trusted(document).at("lease.propertyId").text() != "7100202");
  }
  CHECK(reported == run.counts.reported);
  CHECK(of_others > 5);

  // And every byte of the file is that of the account it says.
  for (std::uint64_t at = 500; at < fs::file_size(run.files.front().path); at += 211) {
    const auto why = explained_byte({.file = run.files.front().path}, presets, at);
    if (!why) FAIL(why.error().message);
  }
}

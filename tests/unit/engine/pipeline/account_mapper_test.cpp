#include "engine/pipeline/account_mapper.h"

#include "engine/pipeline/setup.h"
#include "tests/support/golden.h"

namespace m2 {
namespace {

RunSetup setup_of(const std::string& tenant) {
  auto folder = PresetsFolder::find({.given = test::golden_path("pipeline/presets")});
  REQUIRE(folder);
  Diagnostics found;
  auto setup = set_up(tenant, *folder, *Date::parse_iso("2026-05-31"), found);
  REQUIRE(setup);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(*setup);
  return std::move(**setup);
}

}  // namespace

SCENARIO("with several presets an account goes to the one that takes it") {
  const RunSetup setup = setup_of("two-products");
  AccountMapper mapper(setup.programs, setup.mapper_options(Date()));
  const auto [product, kind, rule] = GENERATE(table<std::string, OutcomeKind, std::string>({
      {"rent", OutcomeKind::Reported, ""},
      {"parking", OutcomeKind::Reported, ""},
      {"storage", OutcomeKind::Skipped, "no_preset"},
      {"rent and parking", OutcomeKind::Held, "two_presets"},
  }));
  CAPTURE(product);
  std::string document = R"({"account":"A-1","product":")" + product +
                         R"(","opened":"2025-01-15","rent":1450,"owed":0,"last":"Alder",)"
                         R"("first":"Ann","others":[]})";
  const Outcome& outcome = mapper.map(document.data(), document.size());
  CHECK(outcome.kind == kind);
  CHECK(outcome.account == "A-1");
  CHECK((outcome.reasons.empty() ? "" : outcome.reasons.front().name) == rule);
  if (kind == OutcomeKind::Reported) {
    CHECK(outcome.record.substr(73, 2) == (product == "rent" ? "29" : "0A"));
  }
}

SCENARIO("a document that no preset can read is held for that") {
  const RunSetup setup = setup_of("two-products");
  AccountMapper mapper(setup.programs, setup.mapper_options(Date()));
  std::string document = R"({"account":)";
  const Outcome& outcome = mapper.map(document.data(), document.size());
  CHECK(outcome.kind == OutcomeKind::Held);
  REQUIRE(outcome.reasons.size() == 1);
  CHECK(outcome.reasons.front().name == "unreadable_document");
}

}  // namespace m2

#include "tests/integration/demo_runs.h"

#include <catch2/catch.hpp>

#include "engine/pipeline/source.h"

namespace m2::test {

Demo rent_demo() {
  return {"demo-rent", "presets/entrata/fixtures", *Date::from_civil(2026, 6, 15)};
}

Demo loan_demo() {
  return {"demo-loans", "presets/loanpro/fixtures", *Date::from_civil(2025, 10, 31)};
}

std::vector<std::string> documents_of(const std::string& from) {
  std::vector<std::string> out;
  auto source = open_source(from);
  REQUIRE(source);
  for (DocumentBlock block; *(*source)->next(block);) {
    for (const DocumentBlock::Item& item : block.items) out.emplace_back(block.view(item));
  }
  return out;
}

PresetsFolder presets_of(const std::filesystem::path& folder) {
  auto found = PresetsFolder::find({.given = folder, .working_directory = {}, .installed = {}});
  REQUIRE(found);
  return *found;
}

RunSummary run_demo(const Demo& demo, const std::filesystem::path& presets,
                    const std::filesystem::path& out) {
  RunRequest request;
  request.tenant = demo.tenant;
  request.period = Period::of(demo.as_of);
  request.as_of = demo.as_of;
  request.from = (presets.parent_path() / demo.fixtures).string();
  request.out = out;
  Diagnostics found;
  auto summary = run_report(request, presets_of(presets), found, {});
  REQUIRE(summary);
  REQUIRE(*summary);
  return std::move(**summary);
}

}  // namespace m2::test

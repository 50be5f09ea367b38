// Rules over a sound record make no allocation.

#include <catch2/catch.hpp>

#include "engine/evaluate/record_rules.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/support/allocations.h"
#include "tests/support/golden.h"

using namespace m2;

SCENARIO("rules over a record in which they find nothing allocate nothing") {
  Diagnostics found;
  const auto rules = dsl::check_rules(test::project_path("presets/rules/status.rules"), found);
  REQUIRE(rules != nullptr);
  const auto program = lower_rules(rules, *Date::from_civil(2026, 5, 31));
  REQUIRE(program);
  RuleRunner runner(*program);

  std::string record(blank(Segment::Base));
  FoldCounts counts;
  put_text(field(BaseField::AccountStatus), "11", record.data(), counts);
  put_text(field(BaseField::Ssn), "666120001", record.data(), counts);
  put_dollars(field(BaseField::CurrentBalance), 1450, record.data());
  put_date(field(BaseField::DateOfAccountInformation), *Date::from_civil(2026, 5, 31),
           record.data());
  char* j1 = append_segment(record, Segment::J1);
  put_date(field(J1Field::DateOfBirth), *Date::from_civil(1990, 2, 3), j1);

  CHECK(runner.run(record).empty());
  const std::size_t before = test::allocations();
  const bool is_clean = runner.run(record).empty();
  const std::size_t after = test::allocations();
  CHECK(is_clean);
  CHECK(before > 0);
  CHECK(after == before);
}

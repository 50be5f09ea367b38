// Counts every allocation of this executable, to prove that rules over a sound record make none.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>

#include "engine/evaluate/record_rules.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/support/golden.h"

namespace {
std::size_t allocations = 0;
}  // namespace

// The nothrow form too: Catch2 uses it, and both must match the operator delete below.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
void* operator new(std::size_t size) {
  if (void* memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

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
  const std::size_t before = allocations;
  const bool is_clean = runner.run(record).empty();
  const std::size_t after = allocations;
  CHECK(is_clean);
  CHECK(before > 0);
  CHECK(after == before);
}

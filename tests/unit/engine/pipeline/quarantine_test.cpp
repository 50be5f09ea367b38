#include "engine/pipeline/internal/quarantine.h"

#include "engine/metro2/value.h"
#include "tests/support/golden.h"
#include "tests/support/sample_file.h"

namespace m2 {
namespace {

const Date kCreated = *Date::from_civil(2026, 6, 1);

std::shared_ptr<const RuleBook> shipped_book() {
  Diagnostics found;
  const auto registry = RuleRegistry::load(test::project_path("presets/rules"), found);
  REQUIRE(registry != nullptr);
  return RuleBook::of(registry);
}

/// A rent account that is as it should be; its identification number stands in the form alone, as
/// in a run.
std::string good_record() {
  test::SampleFile file;
  file.set(1, Segment::Base, "ssn", "123456780");
  file.set(1, Segment::Base, "identification_number", "");
  return file.records[1];
}

void put(std::string& record, std::string_view key, std::string_view value) {
  const Field& field = *find_field(Segment::Base, key);
  record.replace(field.offset(), field.length,
                 std::string(value) + std::string(field.length - value.size(), ' '));
}

Outcome reported(const std::string& record) {
  Outcome outcome;
  outcome.kind = OutcomeKind::Reported;
  outcome.account = "LEASE0001";
  outcome.record = record;
  return outcome;
}

class Bench {
 public:
  explicit Bench(LastReport last_record = {})
      : plan_{shipped_book(),
              std::string(),
              {.framing = {}, .identification_number = "EXAMPLE01", .cycle_identifier = ""},
              kCreated},
        quarantine_(plan_, std::move(last_record)) {}
  const Outcome& judge(const Outcome& outcome) { return quarantine_.judge(outcome); }

 private:
  QuarantinePlan plan_;
  Quarantine quarantine_;
};

std::string names_of(const std::vector<Reason>& reasons) {
  std::string names;
  for (const Reason& reason : reasons) names += (names.empty() ? "" : " ") + reason.name;
  return names;
}

}  // namespace

SCENARIO("an account without findings goes out as it came") {
  const std::string record = good_record();
  const Outcome outcome = reported(record);
  Bench bench;
  const Outcome& judged = bench.judge(outcome);
  INFO(names_of(judged.reasons) << " " << names_of(judged.warnings));
  CHECK(&judged == &outcome);
}

SCENARIO(
    "an error or a fatal finding holds the account under the id of its rule, a warning does not") {
  struct Case {
    const char* key;
    const char* value;
    OutcomeKind kind;
    const char* reasons;
    const char* warnings;
  };
  const std::vector<Case> cases = {
      {"amount_past_due", "000000035", OutcomeKind::Held, "B21-001 B21-002 B17A-006",
       ""},  // errors of rules files
      {"portfolio_type", "Q", OutcomeKind::Held, "B08-001 B09-002 B09-005",
       ""},                                                           // fatal, of the table
      {"date_opened", "02302025", OutcomeKind::Held, "B10-001", ""},  // fatal, no such day
      {"telephone_number", "1015550101", OutcomeKind::Reported, "", "C36-001"},  // warning
  };
  Bench bench;
  for (const Case& one : cases) {
    std::string record = good_record();
    put(record, one.key, one.value);
    const Outcome outcome = reported(record);
    const Outcome& judged = bench.judge(outcome);
    CAPTURE(one.key);
    CHECK(judged.kind == one.kind);
    CHECK(names_of(judged.reasons) == one.reasons);
    CHECK(names_of(judged.warnings) == one.warnings);
    CHECK(judged.account == "LEASE0001");
    CHECK(judged.record.empty() == (one.kind == OutcomeKind::Held));
    for (const Reason& reason : judged.reasons) CHECK_FALSE(reason.text.empty());
  }
}

SCENARIO("a number that the form does not give holds every account") {
  QuarantinePlan plan{shipped_book(), std::string(), {}, kCreated};
  Quarantine quarantine(plan, {});
  const std::string record = good_record();
  const Outcome outcome = reported(record);
  CHECK(names_of(quarantine.judge(outcome).reasons).find("B05-001") != std::string::npos);
}

SCENARIO("what was reported last is asked beside the record") {
  std::string before = good_record();
  put(before, "date_opened", "06012024");
  Bench bench([&](std::string_view account) {
    return account == "LEASE0001" ? std::string_view(before) : std::string_view();
  });
  const std::string record = good_record();
  const Outcome outcome = reported(record);
  CHECK(names_of(bench.judge(outcome).reasons).find("X-015") != std::string::npos);
  Outcome other = reported(record);
  other.account = "ANOTHER";
  CHECK(names_of(bench.judge(other).reasons).find("X-015") == std::string::npos);
}

SCENARIO("what is skipped or held already is not judged") {
  Bench bench;
  Outcome outcome;
  outcome.kind = OutcomeKind::Held;
  outcome.reasons.push_back({"no_rent", "The lease has no rent.", {}});
  CHECK(&bench.judge(outcome) == &outcome);
}

}  // namespace m2

// Both demos from recorded responses to records: every account ends as tests/golden/presets/*.csv
// says. Those lists were worked out apart from the engine, and agree with the facts that come with
// the fixtures.

#include <filesystem>
#include <map>

#include "connectors/recorded.h"
#include "dsl/check.h"
#include "dsl/effective.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/mapper.h"
#include "engine/metro2/field.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;

namespace {

using Row = std::map<std::string, std::string>;

std::vector<Row> read_csv(const std::string& path) {
  const std::string text = test::read(path);
  std::vector<std::string_view> columns;
  std::vector<Row> rows;
  for (std::string_view line : split(text, '\n')) {
    if (line.empty()) continue;
    const std::vector<std::string_view> cells = split(line, ',');
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    REQUIRE(cells.size() == columns.size());
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) row[std::string(columns[i])] = cells[i];
  }
  return rows;
}

/// A field of a record as the lists write it: amounts without zeros in front, dates as 2026-05-31,
/// blanks left out.
std::string shown(const Field& field, std::string_view record) {
  const std::string_view value = record.substr(field.offset(), field.length);
  if (field.kind == FieldKind::Money) return std::to_string(std::stoll(std::string(value)));
  if (field.kind != FieldKind::Date) return std::string(trim(value));
  const std::optional<Date> date = Date::parse_metro2(value);
  return date ? date->to_string() : std::string();
}

int count_segments(std::string_view record, Segment wanted) {
  int count = 0;
  record.remove_prefix(segment_length(Segment::Base));
  while (!record.empty()) {
    const std::optional<Segment> segment = find_segment(record.substr(0, 2));
    REQUIRE(segment);
    count += *segment == wanted ? 1 : 0;
    record.remove_prefix(segment_length(*segment));
  }
  return count;
}

struct Demo {
  const char* preset;
  const char* responses;
  const char* expected;
  const char* as_of;
  std::vector<std::pair<const char*, const char*>> params;
};

std::shared_ptr<const dsl::CheckedPreset> checked(const std::string& file) {
  const dsl::Workspace workspace(test::project_path("presets"));
  Diagnostics found;
  auto preset = dsl::check(file, workspace, found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(preset);
  CHECK(found.sorted().empty());
  return preset;
}

ParamValues values_of(const Demo& demo) {
  ParamValues values;
  for (const auto& [name, value] : demo.params) values[name] = {dsl::Literal{0, value}};
  return values;
}

Mapper mapper_of(const std::string& file, const Demo& demo, const ParamValues& values) {
  auto program = lower(checked(file), values, *Date::parse_iso(demo.as_of));
  REQUIRE(program);
  return Mapper(*program, {});
}

Mapper mapper_of(const Demo& demo) {
  return mapper_of(test::project_path(demo.preset), demo, values_of(demo));
}

/// What became of an account, in one text.
std::string told(Mapper& mapper, std::string document) {
  const Outcome& outcome = mapper.map(document.data(), document.size());
  std::string text(outcome.record);
  for (const Reason& reason : outcome.reasons) text += "\n" + reason.name + ": " + reason.text;
  for (const Reason& warning : outcome.warnings) text += "\n" + warning.name + ": " + warning.text;
  return text;
}

std::string written(const char* name, const std::string& text) {
  const auto file = test::scratch(name);
  REQUIRE(write_file(file, text));
  return file.string();
}

void check_account(const Row& expected, const Outcome& outcome) {
  const char* kinds[] = {"reported", "skipped", "held"};
  CHECK(kinds[static_cast<int>(outcome.kind)] == expected.at("outcome"));
  if (outcome.kind != OutcomeKind::Reported) {
    REQUIRE_FALSE(outcome.reasons.empty());
    CHECK(outcome.reasons.front().name == expected.at("rule"));
    return;
  }
  for (const auto& [column, value] : expected) {
    CAPTURE(column);
    if (column == "j1") CHECK(std::to_string(count_segments(outcome.record, Segment::J1)) == value);
    if (column == "j2") CHECK(std::to_string(count_segments(outcome.record, Segment::J2)) == value);
    if (column == "k4") CHECK(std::to_string(count_segments(outcome.record, Segment::K4)) == value);
    const Field* field = find_field(Segment::Base, column);
    if (field == nullptr) continue;
    const bool is_no_amount = field->kind == FieldKind::Money && value.empty();
    CHECK(shown(*field, outcome.record) == (is_no_amount ? "0" : value));
  }
}

}  // namespace

SCENARIO("every account of a demo is reported, skipped or held as expected") {
  const Demo demo = GENERATE(Demo{"presets/entrata/rent.preset",
                                  "presets/entrata/fixtures",
                                  "presets/demo_rent.csv",
                                  "2026-06-15",
                                  {{"ssn_types", "901"}}},
                             Demo{"presets/loanpro/installment.preset",
                                  "presets/loanpro/fixtures",
                                  "presets/demo_loans.csv",
                                  "2025-10-31",
                                  {{"comment_field", "302"}, {"compliance_field", "301"}}});
  CAPTURE(demo.preset);
  const auto accounts = connectors::RecordedAccounts::open(test::project_path(demo.responses));
  REQUIRE(accounts);
  const std::vector<Row> expected = read_csv(test::golden_path(demo.expected));
  REQUIRE(accounts->size() == expected.size());
  Mapper mapper = mapper_of(demo);
  for (std::size_t i = 0; i < accounts->size(); ++i) {
    std::string document = *accounts->document(i);
    CAPTURE(accounts->account(i));
    CHECK(expected[i].at("account") == accounts->account(i));
    const Outcome& outcome = mapper.map(document.data(), document.size());
    CHECK(outcome.account == accounts->account(i));
    CHECK(outcome.warnings.empty());
    check_account(expected[i], outcome);
  }
}

SCENARIO("the examples in both presets are true") {
  const Demo demo = GENERATE(Demo{"presets/entrata/rent.preset", "", "", "2026-06-15", {}},
                             Demo{"presets/loanpro/installment.preset", "", "", "2025-10-31", {}});
  CAPTURE(demo.preset);
  const std::vector<std::optional<bool>> answers = mapper_of(demo).run_examples();
  CHECK(answers.size() > 20);
  for (const std::optional<bool>& answer : answers) CHECK(answer == true);
}

SCENARIO("the effective preset of a demo maps every account as the demo's own does") {
  const Demo rent = {"presets/entrata/rent.preset",
                     "presets/entrata/fixtures",
                     "",
                     "2026-06-15",
                     {{"ssn_types", "901"}}};
  const Demo loans = {"presets/loanpro/installment.preset",
                      "presets/loanpro/fixtures",
                      "",
                      "2025-10-31",
                      {{"comment_field", "302"}, {"compliance_field", "301"}}};
  const char* const changes =
      "preset changed_rent version 1 extends entrata_rent version 1\n"
      "set grace_days to 20 days\n"
      "add skip moved_out when lease.moved_out_on is present and lease.moved_out_on <= as_of\n"
      "                   because \"Residents only.\"\n"
      "replace base.telephone_number: blank\n"
      "replace base.date_of_last_payment: blank\n"
      "replace base.generation_code: blank\n"
      "replace J1.surname: co.last_name\n"
      "remove rule incomplete\n";
  const std::string child = written("metro2_changed.preset", changes);
  const auto [demo, file] =
      GENERATE_REF(table<Demo, std::string>({{rent, test::project_path(rent.preset)},
                                             {loans, test::project_path(loans.preset)},
                                             {rent, child}}));
  const dsl::Origins origins = GENERATE(dsl::Origins::Hidden, dsl::Origins::Shown);
  CAPTURE(file);
  const auto preset = checked(file);
  dsl::ValuesInForce in_force;
  for (const auto& [name, literals] : values_of(demo)) {
    in_force[name] = {literals, preset->find_param(name)->span};
  }
  const auto effective = dsl::flatten(*preset, in_force, origins);
  REQUIRE(effective);
  CAPTURE(effective->text);
  Mapper before = mapper_of(file, demo, values_of(demo));
  Mapper after = mapper_of(written("metro2_effective.preset", effective->text), demo, {});
  const auto accounts = connectors::RecordedAccounts::open(test::project_path(demo.responses));
  REQUIRE(accounts);
  std::size_t reported = 0;
  for (std::size_t i = 0; i < accounts->size(); ++i) {
    CAPTURE(accounts->account(i));
    const std::string was = told(before, *accounts->document(i));
    CHECK(was == told(after, *accounts->document(i)));
    reported += was.size() >= segment_length(Segment::Base) ? 1 : 0;
  }
  CHECK(reported > 5);
}

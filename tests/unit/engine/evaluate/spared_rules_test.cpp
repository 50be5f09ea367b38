// What a runner spares itself: every rule that ships, over records of chance, finds the same
// whether only what a record leaves possible is asked, or everything.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/base/chance.h"
#include "engine/evaluate/record_rules.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/support/golden.h"

using namespace m2;

namespace {

std::shared_ptr<const RuleProgram> shipped_rules() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(test::project_path("presets/rules")))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  Diagnostics found;
  const auto rules = dsl::check_rules(files, found);
  REQUIRE(rules != nullptr);
  REQUIRE_FALSE(found.has_errors());
  auto program = lower_rules(rules, *Date::from_civil(2026, 6, 30));
  REQUIRE(program);
  return *program;
}

// A value as files have them: a code of the list, now and then another one; an amount that is zero
// or not; a day near the others; nothing.
std::string value_of(const Field& field, Chance& chance) {
  if (chance.below(4) == 0) return "";
  if (chance.below(30) == 0) {  // bytes that mean nothing, or zeros
    constexpr std::string_view kOdd[] = {"00000A035", "02302026", "00000000", "\xDB\x1B", "  0"};
    return std::string(kOdd[chance.below(std::size(kOdd))].substr(0, field.length));
  }
  switch (field.kind) {
    case FieldKind::Code: {
      const CodeTable& table = *find_code_table(field.codes);
      if (table.scope == CodeScope::EachCharacter || chance.below(20) == 0)
        return std::string(field.length, "0B1D"[chance.below(4)]);
      const Code& code = table.codes[chance.below(table.codes.size())];
      return code.code == "nnn" ? "036" : std::string(code.code);
    }
    case FieldKind::Money:
    case FieldKind::Numeric: {
      const std::uint64_t number = chance.below(3) == 0 ? 0 : chance.below(3000);
      return fmt::format("{:0{}}", number, field.length);
    }
    case FieldKind::Date:
    case FieldKind::TimeStamp: {
      const auto before = static_cast<std::int64_t>(chance.below(1500));
      const CivilDate day = Date::from_civil(2026, 6, 30)->plus_days(-before).civil();
      return fmt::format("{:02}{:02}{:04}{}", day.month, day.day, day.year,
                         field.kind == FieldKind::TimeStamp ? "000000" : "");
    }
    default: {
      constexpr std::string_view kWords[] = {"A",         "ELM ST", "MR REYES",
                                             "666120001", "84601",  "ESTATE OF"};
      const std::string_view word = kWords[chance.below(std::size(kWords))];
      return std::string(word.substr(0, field.length));
    }
  }
}

void put_one(const Field& field, std::size_t at, std::string& record, Chance& chance) {
  const bool is_value = field.kind != FieldKind::Descriptor && field.kind != FieldKind::Constant &&
                        field.kind != FieldKind::Reserved;
  if (!is_value) return;
  std::string value = value_of(field, chance);
  value.resize(field.length, ' ');
  record.replace(at + field.offset(), field.length, value);
}

void fill(std::string& record, std::size_t at, Segment segment, Chance& chance) {
  for (const Field& field : fields(segment)) put_one(field, at, record, chance);
}

std::string a_record(Chance& chance) {
  std::string record(blank(Segment::Base));
  fill(record, 0, Segment::Base, chance);
  for (std::size_t i = static_cast<std::size_t>(Segment::J1);
       i <= static_cast<std::size_t>(Segment::N1); ++i) {
    if (chance.below(4) != 0) continue;
    const std::size_t at = record.size();
    append_segment(record, static_cast<Segment>(i));
    fill(record, at, static_cast<Segment>(i), chance);
  }
  return record;
}

std::vector<SegmentView> views_of(const std::string& record) {
  std::vector<SegmentView> views;
  for (const SegmentView& part : segments_of(record)) views.push_back(part);
  return views;
}

std::string told(RuleRunner& runner, const std::string& record, const std::string& previous) {
  std::string out;
  for (const RuleHit& hit : previous.empty() ? runner.run(record) : runner.run(record, previous))
    out += fmt::format("{} {} {}\n", hit.rule->id, hit.offset, hit.because);
  return out;
}

}  // namespace

SCENARIO("nothing that could be found is spared") {
  const auto program = shipped_rules();
  RuleRunner possible(program);
  RuleRunner all(program, {}, Asking::All);
  const RuleFacts facts = {{dsl::find_rule_fact("source", "days_past_due"), 45},
                           {dsl::find_rule_fact("program", "positive_only"), 1}};
  std::size_t hits = 0;
  Date as_of = *Date::from_civil(2026, 6, 30);
  std::string last_header;
  std::string record;
  std::string previous;
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    CAPTURE(seed);
    Chance chance(seed);
    // Often the same record but for one field, so that what was seen before matters.
    if (seed % 3 == 0 || record.empty()) {
      previous = chance.below(2) == 0 ? std::string() : a_record(chance);
      record = a_record(chance);
    } else {
      const std::vector<SegmentView> parts = views_of(record);
      const SegmentView& part = parts[chance.below(parts.size())];
      const auto of = fields(part.segment);
      put_one(of[chance.below(of.size())], part.offset, record, chance);
    }
    std::string header(blank(Segment::Header));
    if (seed % 11 == 0) fill(header, 0, Segment::Header, chance);
    if (seed % 7 == 0)
      as_of = Date::from_civil(2026, 1, 31)->plus_days(static_cast<int>(seed % 300));
    if (seed % 11 == 0) last_header = header;
    for (RuleRunner* runner : {&possible, &all}) {
      runner->set_facts(seed % 5 == 0 ? facts : RuleFacts());
      if (seed % 7 == 0) runner->set_as_of(as_of);
      if (seed % 11 == 0) runner->set_header(header);
    }
    const std::string wanted = told(all, record, previous);
    hits += static_cast<std::size_t>(std::count(wanted.begin(), wanted.end(), '\n'));
    REQUIRE(told(possible, record, previous) == wanted);
    if (seed % 10 != 0) continue;
    // One that has seen no record before.
    RuleRunner fresh(program, {}, Asking::All);
    fresh.set_facts(seed % 5 == 0 ? facts : RuleFacts());
    fresh.set_as_of(as_of);
    fresh.set_header(last_header);
    REQUIRE(told(fresh, record, previous) == wanted);
  }
  CHECK(hits > 30'000);  // the records are bad enough to tell
}

#include "engine/pipeline/portfolio_diff.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "engine/base/file.h"
#include "engine/base/money.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

const Date kJune15 = *Date::from_civil(2026, 6, 15);
const std::string kFixtures = test::project_path("presets/entrata/fixtures");

/// A copy of the shipped presets in which one text stands for another.
PresetsFolder edited(const std::string& file, const std::string& text, const std::string& instead) {
  const fs::path folder = test::scratch("portfolio_diff_presets");
  fs::remove_all(folder);
  fs::copy(test::project_path("presets"), folder, fs::copy_options::recursive);
  auto before = read_file(folder / file);
  REQUIRE(before);
  const std::size_t at = before->find(text);
  INFO(text);
  REQUIRE(at != std::string::npos);
  REQUIRE(write_file(folder / file, before->replace(at, text.size(), instead)));
  auto presets = PresetsFolder::find({.given = folder});
  REQUIRE(presets);
  return *presets;
}

PresetsFolder shipped() {
  auto presets = PresetsFolder::find({.given = test::project_path("presets")});
  REQUIRE(presets);
  return *presets;
}

RunSetup setup_of(const PresetsFolder& presets) {
  Diagnostics found;
  auto setup = set_up("demo-rent", presets, kJune15, found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(setup);
  REQUIRE(*setup);
  return std::move(**setup);
}

struct Compared {
  PortfolioDiff diff;
  std::vector<AccountChange> accounts;
  std::vector<std::shared_ptr<const dsl::CheckedPreset>> presets;  // which the spans point into
};

Compared compare(const PresetsFolder& before, const PresetsFolder& after, unsigned threads = 1) {
  const RunSetup old = setup_of(before);
  const RunSetup fresh = setup_of(after);
  auto source = open_source(kFixtures);
  REQUIRE(source);
  Compared out;
  auto diff = diff_portfolio({old, fresh, kJune15}, **source, threads,
                             [&](const AccountChange& change) -> Result<void> {
                               out.accounts.push_back(change);
                               return {};
                             },
                             {});
  REQUIRE(diff);
  out.diff = std::move(*diff);
  out.presets = old.presets;
  out.presets.insert(out.presets.end(), fresh.presets.begin(), fresh.presets.end());
  return out;
}

/// What a run of its own writes for each account.
std::map<std::string, std::string> records_of_a_run(const PresetsFolder& presets) {
  RunRequest request;
  request.tenant = "demo-rent";
  request.period = Period::of(kJune15);
  request.as_of = kJune15;
  request.created = kJune15;
  request.from = kFixtures;
  request.out = test::scratch("portfolio_diff_run");
  request.bureaus = {*find_bureau("equifax")};
  Diagnostics found;
  auto summary = run_report(request, presets, found, {});
  REQUIRE(summary);
  REQUIRE(*summary);
  std::map<std::string, std::string> records;
  for (const WrittenFile& file : (*summary)->files) {
    auto reader = Reader::of_file(file.path);
    REQUIRE(reader);
    for (;;) {
      const auto record = reader->next();
      REQUIRE(record);
      if (*record == nullptr) break;
      if ((*record)->kind != RecordKind::Base) continue;
      const std::string_view bytes = (*record)->bytes;
      records[std::string(text(field(BaseField::ConsumerAccountNumber), bytes))] = bytes;
    }
  }
  return records;
}

std::string causes_of(const PortfolioDiff& diff, const ChangeGroup& group) {
  std::string out;
  for (const std::size_t i : group.causes)
    out += fmt::format("{}{}: {} -> {}", out.empty() ? "" : "; ", diff.changes[i].what,
                       diff.changes[i].before, diff.changes[i].after);
  return out;
}

std::string base_with(std::string_view status, std::string_view rating, std::string_view history) {
  std::string base(blank(Segment::Base));
  FoldCounts counts;
  REQUIRE(put_text(field(BaseField::AccountStatus), status, base.data(), counts) == Put::Done);
  REQUIRE(put_text(field(BaseField::PaymentRating), rating, base.data(), counts) == Put::Done);
  REQUIRE(put_text(field(BaseField::PaymentHistoryProfile), history, base.data(), counts) ==
          Put::Done);
  return base;
}

struct Edit {
  std::string file, text, instead;
};

}  // namespace

SCENARIO("the accounts that are told are exactly those that two runs write differently") {
  const std::string rent = "entrata/rent.preset";
  const std::vector<Edit> edits = {
      {rent, "grace_days      days         = 0 days", "grace_days      days         = 5 days"},
      {rent, "grace_days      days         = 0 days", "grace_days      days         = 29 days"},
      {rent, "has_left ", "has_left "},  // nothing
      {"library/delinquency.library", "|| 1    | 71     |", "|| 1    | 78     |"},
      {"library/delinquency.library", "|| 0    | 11     |", "|| 0    | 71     |"},
  };
  for (const Edit& edit : edits) {
    CAPTURE(edit.file, edit.text, edit.instead);
    const PresetsFolder after = edited(edit.file, edit.text, edit.instead);
    const auto old_records = records_of_a_run(shipped());
    const auto new_records = records_of_a_run(after);
    std::set<std::string> expected;
    for (const auto& [account, record] : old_records) {
      const auto found = new_records.find(account);
      if (found == new_records.end() || found->second != record) expected.insert(account);
    }
    for (const auto& [account, record] : new_records) {
      if (old_records.count(account) == 0) expected.insert(account);
    }
    const Compared compared = compare(shipped(), after);
    std::set<std::string> told;
    for (const AccountChange& change : compared.accounts) told.insert(change.account);
    CHECK(told == expected);
    CHECK(compared.diff.changed == expected.size());
    CHECK(compared.diff.documents == 19);
  }
}

SCENARIO(
    "the line that was changed is told as the cause, and the fields with what became of them") {
  const Compared compared = compare(
      shipped(), edited("library/delinquency.library", "|| 1    | 71     |", "|| 1    | 78     |"));
  const PortfolioDiff& diff = compared.diff;
  REQUIRE(diff.changes.size() == 1);
  CHECK(short_place(diff.changes[0].span).starts_with("delinquency.library:"));
  REQUIRE(diff.fields.size() == 1);
  CHECK(diff.fields[0].field == &field(BaseField::AccountStatus));
  CHECK(diff.fields[0].kinds ==
        std::map<std::pair<std::string, std::string>, std::uint64_t>{{{"\"71\"", "\"78\""}, 1}});
  CHECK(causes_of(diff, diff.fields[0]) ==
        "`lateness`, row 2: | 30..59 || 1 | 71 | -> | 30..59 || 1 | 78 |");
  CHECK(diff.newly_negative.accounts == 0);
}

SCENARIO("who becomes negative is told apart, with amounts as sums") {
  const Compared later =
      compare(edited("entrata/rent.preset", "grace_days      days         = 0 days",
                     "grace_days      days         = 29 days"),
              shipped());
  CHECK(later.diff.newly_negative.accounts == 1);
  CHECK(later.diff.newly_negative.examples == std::vector<std::string>{"8200003"});
  CHECK(causes_of(later.diff, later.diff.newly_negative) == "`grace_days`: 29 days -> 0 days");
  for (const FieldGroup& group : later.diff.fields) {
    if (group.field != &field(BaseField::AmountPastDue)) continue;
    std::int64_t sum = 0;
    for (const AccountChange& change : later.accounts) {
      for (const FieldDifference& d : change.fields) {
        if (d.field == group.field)
          sum += Money::parse(d.after.substr(1))->whole_dollars() -
                 Money::parse(d.before.substr(1))->whole_dollars();
      }
    }
    CHECK(group.sum == sum);
    CHECK(group.lowest > 0);
    CHECK(group.lowest <= group.highest);
  }
}

SCENARIO("a rule that skips more is told by its name, with the line behind it") {
  const Compared compared = compare(
      shipped(), edited("entrata/rent.preset", "record base {",
                        "skip long_rent when lease.charges is not empty because \"Test.\"\n\n"
                        "record base {"));
  REQUIRE(compared.diff.outcomes.size() > 0);
  for (const OutcomeGroup& group : compared.diff.outcomes) {
    CHECK(group.after.rule == "long_rent");
    CHECK(causes_of(compared.diff, group).starts_with("skip `long_rent`:  -> "));
  }
}

SCENARIO("several threads tell the same, in the same order") {
  const PresetsFolder after = edited("entrata/rent.preset", "grace_days      days         = 0 days",
                                     "grace_days      days         = 29 days");
  const Compared one = compare(shipped(), after, 1);
  const Compared three = compare(shipped(), after, 3);
  REQUIRE(one.accounts.size() == three.accounts.size());
  for (std::size_t i = 0; i < one.accounts.size(); ++i)
    CHECK(one.accounts[i].account == three.accounts[i].account);
  CHECK(one.diff.fields.size() == three.diff.fields.size());
}

SCENARIO("a record is negative when its status, its rating or its history says so") {
  const std::string clean(24, '0');
  CHECK_FALSE(is_negative(base_with("11", " ", clean)));
  CHECK(is_negative(base_with("71", " ", clean)));
  CHECK_FALSE(is_negative(base_with("13", "0", clean)));
  CHECK(is_negative(base_with("13", "1", clean)));
  CHECK(is_negative(base_with("97", " ", clean)));
  CHECK(is_negative(base_with("62", " ", clean)));
  CHECK_FALSE(is_negative(base_with("DA", " ", clean)));
  CHECK_FALSE(is_negative(base_with("11", " ", "00D0BBBBBBBBBBBBBBBBBBBB")));
  CHECK_FALSE(is_negative(base_with("11", " ", "00E0BBBBBBBBBBBBBBBBBBBB")));
  CHECK(is_negative(base_with("11", " ", "00010BBBBBBBBBBBBBBBBBBB")));
  for (const char letter : std::string("123456GHJKL")) {
    CAPTURE(letter);
    CHECK(is_negative(base_with("11", " ", std::string("0000") + letter + std::string(19, 'B'))));
    CHECK(is_negative(base_with("13", std::string(1, letter), clean)));
  }
  for (const char letter : std::string("0BDE")) {
    CAPTURE(letter);
    CHECK_FALSE(
        is_negative(base_with("11", " ", std::string("0000") + letter + std::string(19, 'B'))));
  }
}

SCENARIO("segments that come or go are told as such, and the others field by field") {
  std::string before(blank(Segment::Base));
  append_segment(before, Segment::J2);
  std::string after(blank(Segment::Base));
  append_segment(after, Segment::J1);
  char* const j2 = append_segment(after, Segment::J2);
  FoldCounts counts;
  const Field& city = *find_field(Segment::J2, "city");
  REQUIRE(put_text(city, "PROVO", j2, counts) == Put::Done);
  const auto told = record_diff(before, after);
  REQUIRE(told.size() == 2);
  CHECK(told[0].what == "J1[0]");
  CHECK(told[0].before == "nothing");
  CHECK(told[0].after == "a segment");
  CHECK(told[1].what == "J2[0].city");
  CHECK(told[1].before == "blank");
  CHECK(record_diff(after, after).empty());
}

}  // namespace m2

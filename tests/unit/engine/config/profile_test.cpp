#include "engine/config/profile.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/metro2/value.h"
#include "tests/support/golden.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

const std::vector<KnownRule> kRules = {
    {"B24-003", false}, {"C34-002", false}, {"FILE-006", true}, {"RENT-004", false}};

/// A folder of profiles.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "m2-profiles-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const Folder& write(const std::string& name, const std::string& rest) const {
    std::ofstream(path_ / (name + ".yaml")) << "profile: " << name << "\nabout: A test.\n" << rest;
    return *this;
  }
  [[nodiscard]] ProfileFiles files() const { return {path_, kRules}; }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (path_ / (name + ".yaml")).string();
  }

 private:
  fs::path path_;
};

const std::string kHead = "profile: test\nabout: A test.\n";

/// "bad-value 3:9", one for each mistake.
std::vector<std::string> mistakes(const std::string& rest) {
  Diagnostics found;
  const auto source = std::make_shared<const SourceText>("test.yaml", kHead + rest);
  const auto profile = read_profile(source, {{}, kRules}, found);
  CHECK(profile.has_value() == found.empty());
  std::vector<std::string> told;
  for (const Diagnostic& d : found.sorted()) {
    const Place place = source->place(d.span.begin);
    told.push_back(d.slug + " " + std::to_string(place.line) + ":" + std::to_string(place.column));
    CHECK_FALSE((d.help.empty() && d.mark_text.empty() && d.slug != "wrong-kind"));
  }
  return told;
}

RuleProfile good_profile(const std::string& rest) {
  Diagnostics found;
  auto profile = read_profile(std::make_shared<const SourceText>("test.yaml", kHead + rest),
                              {{}, kRules}, found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(profile);
  return std::move(*profile);
}

std::shared_ptr<const EffectiveProfile> good(const Folder& folder,
                                             const std::vector<std::string>& names) {
  Diagnostics found;
  const auto profile = load_profiles(names, folder.files(), found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(profile);
  REQUIRE(*profile != nullptr);
  return *profile;
}

std::vector<std::string> slugs(const Folder& folder, const std::vector<std::string>& names) {
  Diagnostics found;
  const auto profile = load_profiles(names, folder.files(), found);
  REQUIRE(profile);
  CHECK((*profile == nullptr) == found.has_errors());
  std::vector<std::string> told;
  for (const Diagnostic& d : found.sorted()) told.push_back(d.slug);
  return told;
}

}  // namespace

SCENARIO("every mistake of a profile has its place and a way out") {
  using Told = std::vector<std::string>;
  const auto& [text, expected] = GENERATE(table<std::string, Told>({
      // keys
      {"rulez: {}\n", {"unknown-key 3:1"}},
      {"rules: { of: [] }\n", {"unknown-key 3:10"}},
      {"rules: [B24-003]\n", {"wrong-kind 3:8"}},
      {"allow: { account_type: [29] }\nallow: {}\n", {"key-twice 4:1"}},
      // rules
      {"rules: { on: [B24-03] }\n", {"unknown-rule 3:15"}},
      {"rules: { on: [b24-003] }\n", {"unknown-rule 3:15"}},
      {"rules: { off: [B24-003] }\n", {"missing-key 3:16"}},
      {"rules: { off: [{ rule: B24-003, reason: \"\" }] }\n", {"bad-value 3:41"}},
      {"rules: { off: [{ rule: FILE-006, reason: x }] }\n", {"fatal-rule 3:24"}},
      {"rules: { on: [B24-003, B24-003] }\n", {"key-twice 3:24"}},
      {"rules: { on: [B24-003], off: [{ rule: B24-003, reason: x }] }\n", {"key-twice 3:39"}},
      // silences
      {"silence: { rule: C34-002 }\n", {"wrong-kind 3:10"}},
      {"silence: [C34-002]\n", {"wrong-kind 3:11"}},
      {"silence:\n  - { rule: C34-002 }\n", {"missing-key 4:5"}},
      {"silence:\n  - { rule: C34-002, reason: x, by: y, until: 2027-02-30 }\n",
       {"bad-value 4:47"}},
      {"silence:\n  - { rule: C34-002, reason: x, by: y, until: soon }\n", {"bad-value 4:47"}},
      {"silence:\n  - { rule: C34-002, reason: x, by: ' ', until: 2027-02-28 }\n",
       {"bad-value 4:37"}},
      {"silence:\n  - { rule: C34-002, reason: x, by: y, til: 2027-02-28 }\n",
       {"missing-key 4:5", "unknown-key 4:40"}},
      {"silence:\n  - { rule: FILE-006, reason: x, by: y, until: 2027-02-28 }\n",
       {"fatal-rule 4:13"}},
      // fields and values
      {"allow: { acount_type: [29] }\n", {"unknown-field 3:10"}},
      {"allow: { k1.account_type: [29] }\n", {"unknown-field 3:10"}},
      {"allow: { consumer.account_type: [29] }\n", {"unknown-field 3:10"}},
      {"allow: { m1.account_type: [29] }\n", {"unknown-field 3:10"}},
      {"allow: { trailer.total_j1: [0] }\n", {"unknown-field 3:10"}},
      {"allow: { base: [29] }\n", {"bad-value 3:10"}},
      {"allow: { k1: [29] }\n", {"bad-value 3:10"}},
      {"allow: { k1: any }\n", {"bad-value 3:10"}},
      {"allow: { account_type: any }\n", {"bad-value 3:10"}},
      {"allow: { account_type: [] }\n", {"bad-value 3:10"}},
      {"allow: { account_type: [29, 2X] }\n", {"bad-value 3:29"}},
      {"allow: { account_type: [29, 29] }\n", {"key-twice 3:29"}},
      {"allow: { date_opened: [2026-01-01] }\n", {"bad-value 3:10"}},
      {"allow: { credit_limit: [1234567890] }\n", {"bad-value 3:25"}},
      {"allow: { credit_limit: [-1] }\n", {"bad-value 3:25"}},
      {"allow: { payment_history_profile: [00] }\n", {"bad-value 3:36"}},
      {"forbid: { k1: [1] }\n", {"bad-value 3:11"}},
      {"allow: { account_type: [29, 18] }\nforbid: { account_type: [18] }\n", {"says-both 4:26"}},
      {"forbid: { k1: any }\nrequire: [k1]\n", {"says-both 4:11"}},
      {"require: { k1: any }\n", {"wrong-kind 3:10"}},
      {"require: [[k1]]\n", {"wrong-kind 3:11"}},
      {"require: [k1, ssn, k1]\n", {"key-twice 3:20"}},
      // facts and thresholds
      {"program: { positive: true }\n", {"unknown-key 3:12"}},
      {"program: { positive_only: no }\n", {"bad-value 3:27"}},
      {"thresholds: { late_share: 5 % }\n", {"unknown-key 3:15"}},
      {"thresholds: { late_share_rise: many }\n", {"bad-value 3:32"}},
      {"thresholds: { late_share_rise: -5 % }\n", {"bad-value 3:32"}},
  }));
  CAPTURE(text);
  CHECK(mistakes(text) == expected);
}

SCENARIO("all mistakes of a profile are shown at once, as a user sees them") {
  Diagnostics found;
  const std::string file = test::golden_path("config/profile_mistakes.yaml");
  const auto profile = load_profiles({file}, {fs::path(file).parent_path(), kRules}, found);
  REQUIRE(profile);
  CHECK(*profile == nullptr);
  std::string text = render(found.sorted(), Colour::Never);
  const std::string here = test::project_path("");
  for (std::size_t at = text.find(here); at != std::string::npos; at = text.find(here))
    text.erase(at, here.size());
  test::check_golden("config/profile_mistakes.expected", text);
}

SCENARIO("a profile needs a name that is its file's, and says what it is for") {
  const auto slugs_of = [](const std::string& text) {
    Diagnostics found;
    CHECK_FALSE(read_profile(std::make_shared<const SourceText>("test.yaml", text), {}, found));
    std::vector<std::string> told;
    for (const Diagnostic& d : found.sorted()) told.push_back(d.slug);
    return told;
  };
  using Told = std::vector<std::string>;
  CHECK(slugs_of("profile: rent\nabout: x\n") == Told{"bad-value"});
  CHECK(slugs_of("profile: test\n") == Told{"missing-key"});
  CHECK(slugs_of("") == Told{"missing-key"});
  CHECK(slugs_of("- rent\n") == Told{"wrong-kind"});
}

SCENARIO("the entries of a profile are typed and know their place") {
  const RuleProfile profile = good_profile(
      "silence:\n"
      "  - { rule: C34-002, reason: \"Invented people.\", by: R. Ames, until: 2027-06-30 }\n"
      "allow:\n"
      "  special_comment: [blank, M]\n"
      "  credit_limit: [0]\n"
      "  payment_history_profile: [0, B]\n"
      "forbid:\n"
      "  k4: any\n"
      "require: [consumer.date_of_birth, k1.original_creditor_name, header.reporter_name]\n"
      "program: { positive_only: true }\n"
      "thresholds: { late_share_rise: 12.5 %, long_ago: 60 days }\n");
  REQUIRE(profile.silences.size() == 1);
  CHECK(profile.silences[0].until == *Date::from_civil(2027, 6, 30));
  CHECK(profile.silences[0].by == "R. Ames");
  CHECK(profile.silences[0].profile == "test");
  CHECK(place_of(profile.silences[0].rule.span) == "test.yaml:4");
  REQUIRE(profile.allow.size() == 3);
  CHECK(profile.allow[0].bytes == std::vector<std::string>{"  ", "M "});
  CHECK(profile.allow[1].bytes == std::vector<std::string>{"000000000"});
  CHECK(profile.allow[2].is_each_character);
  REQUIRE(profile.forbid.size() == 1);
  CHECK(profile.forbid[0].is_any);
  CHECK(profile.forbid[0].place.segment == Segment::K4);
  CHECK(profile.forbid[0].place.field == nullptr);
  REQUIRE(profile.require.size() == 3);
  CHECK(profile.require[0].of_consumers);
  CHECK(profile.require[0].field == &field(BaseField::DateOfBirth));
  CHECK(profile.require[1].segment == Segment::K1);
  CHECK(profile.require[2].segment == Segment::Header);
  REQUIRE(profile.program.size() == 1);
  CHECK(profile.program[0].fact == dsl::find_rule_fact("program", "positive_only"));
  CHECK(profile.program[0].value == 1);
}

SCENARIO("what a profile extends stands before it, and each file counts once") {
  Folder folder;
  folder.write("default", "rules: { off: [{ rule: RENT-004, reason: x }] }\n");
  folder.write("rent",
               "extends: default\nrules: { on: [RENT-004] }\nallow: { account_type: [29] }\n");
  folder.write("equifax", "extends: default\nrequire: [header.equifax_program_identifier]\n");
  const auto both = good(folder, {"rent", "equifax"});
  REQUIRE(both->layers.size() == 3);
  CHECK(both->layers[0]->name.text == "default");
  CHECK(both->name == "rent + equifax");
  // `default` stands once, before `rent`: it takes nothing back.
  CHECK(both->rules.at("RENT-004").is_on);
  CHECK(both->allow.size() == 1);
  CHECK(both->require.size() == 1);
  CHECK(good(folder, {"rent", "rent"})->layers.size() == 2);
  // A path is the same file as its name.
  CHECK(good(folder, {folder.path("rent"), "rent"})->layers.size() == 2);
}

SCENARIO("who extends may replace; profiles side by side hold both") {
  Folder folder;
  folder.write("rent",
               "allow: { account_status: [11, 13] }\nthresholds: { late_share_rise: 5 % }\n");
  folder.write("ours", "extends: rent\nallow: { account_status: [11, 13, 97] }\n");
  folder.write("bureau",
               "allow: { account_status: [11, 97] }\nthresholds: { late_share_rise: 7 % }\n");
  const auto ours = good(folder, {"ours"});
  REQUIRE(ours->allow.size() == 1);
  CHECK(ours->allow[0].values.size() == 3);
  CHECK(ours->thresholds.late_share_rise == Percent{5'00});
  const auto both = good(folder, {"ours", "bureau"});
  CHECK(both->allow.size() == 2);
  CHECK(both->thresholds.late_share_rise == Percent{7'00});
  REQUIRE(both->settings.size() == 1);
  CHECK(place_of(both->settings[0].text.span) == folder.path("bureau") + ":4");
}

SCENARIO("turning a rule on ends a silence that stands before it, and the last silence counts") {
  Folder folder;
  folder.write("a", "silence:\n  - { rule: C34-002, reason: x, by: a, until: 2027-06-30 }\n");
  folder.write("b", "extends: a\nrules: { on: [C34-002] }\n");
  folder.write(
      "c", "extends: b\nsilence:\n  - { rule: C34-002, reason: y, by: c, until: 2027-06-30 }\n");
  CHECK(good(folder, {"b"})->silences.empty());
  CHECK(good(folder, {"c"})->silences.at("C34-002").by == "c");
}

SCENARIO("what profiles cannot be together is told") {
  using Told = std::vector<std::string>;
  Folder folder;
  folder.write("round", "extends: trip\n");
  folder.write("trip", "extends: round\n");
  folder.write("self", "extends: self\n");
  folder.write("lost", "extends: rents\n");
  folder.write("rent", "forbid: { k1: any, account_status: [97] }\n");
  folder.write("sold", "require: [k1]\n");
  folder.write("wider", "extends: rent\nallow: { account_status: [11, 97] }\n");
  CHECK(slugs(folder, {"round"}) == Told{"extends-itself"});
  CHECK(slugs(folder, {"self"}) == Told{"extends-itself"});
  CHECK(slugs(folder, {"lost"}) == Told{"unknown-profile"});
  CHECK(slugs(folder, {"rent", "sold"}) == Told{"says-both"});
  CHECK(slugs(folder, {"wider"}) == Told{"says-both"});
  // Two demands that can both be met.
  folder.write("other", "allow: { account_status: [11, 97] }\n");
  CHECK(slugs(folder, {"rent", "other"}) == Told{});
}

SCENARIO("a profile that is not there is an error with the nearest name") {
  Folder folder;
  folder.write("rent", "");
  Diagnostics found;
  const auto named = load_profiles({"rant"}, folder.files(), found);
  REQUIRE_FALSE(named);
  CHECK(named.error().code == ErrorCode::NotFound);
  CHECK(named.error().message.find("did you mean `rent`?") != std::string::npos);
  const auto path = load_profiles({"./rant.yaml"}, folder.files(), found);
  REQUIRE_FALSE(path);
  CHECK(path.error().message == "no file `./rant.yaml`");
}

SCENARIO("every threshold is set by its own kind of value and shown again") {
  for (const ThresholdRow& row : threshold_rows()) {
    CAPTURE(row.name);
    CHECK(find_threshold(row.name) == &row);
    Thresholds thresholds;
    CHECK(row.set(thresholds, row.shown(thresholds).substr(0, row.shown(thresholds).find(' '))));
    CHECK(thresholds == Thresholds{});
    CHECK(row.set(thresholds, "7"));
    CHECK_FALSE(thresholds == Thresholds{});
    CHECK(row.shown(thresholds).starts_with("7"));
    CHECK_FALSE(row.set(thresholds, "seven"));
    CHECK_FALSE(row.about.empty());
  }
  CHECK(find_threshold("late_share") == nullptr);
}

}  // namespace m2

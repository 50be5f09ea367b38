// The rules that a profile makes (PRF-001 to PRF-004), what it silences, and what it tells the
// other rules.

#include "engine/config/profile.h"
#include "engine/validate/internal/profile_rules.h"
#include "engine/validate/validate.h"
#include "tests/support/golden.h"
#include "tests/support/sample_file.h"

using namespace m2;
using namespace m2::test;

namespace {

using Told = std::vector<std::string>;

std::shared_ptr<const RuleBook> book_of(
    const std::string& rest,
    const std::shared_ptr<const RuleRegistry>& registry = RuleRegistry::built_in()) {
  Diagnostics found;
  const ProfileFiles files{{}, known_rules(*registry)};
  auto read = read_profile(std::make_shared<const SourceText>(
                               "profiles/test.yaml", "profile: test\nabout: A test.\n" + rest),
                           files, found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(read);
  auto effective = std::make_shared<EffectiveProfile>();
  for (const RuleSwitch& entry : read->rules) effective->rules.emplace(entry.rule.text, entry);
  for (const Silence& silence : read->silences)
    effective->silences.emplace(silence.rule.text, silence);
  effective->allow = read->allow;
  effective->forbid = read->forbid;
  effective->require = read->require;
  effective->program = read->program;
  effective->layers.push_back(std::make_shared<const RuleProfile>(std::move(*read)));
  return RuleBook::of(registry, std::move(effective));
}

struct Judged {
  Told told;  // "PRF-001 2:base.account_type"
  std::vector<std::string> messages;
  std::vector<std::string> expected;
  FileSummary summary;
  std::shared_ptr<const RuleBook> book;  // what the summary points into
};

Judged judged_under(const SampleFile& file, std::shared_ptr<const RuleBook> book,
                    std::optional<Date> today = std::nullopt) {
  Judged out;
  const std::string bytes = file.bytes();
  Reader reader = Reader::of_bytes(bytes);
  out.book = std::move(book);
  const auto summary =
      validate(reader, {.today = today, .book = out.book}, [&](const Finding& finding) {
        std::string text = std::string(finding.rule->id) + " " + std::to_string(finding.line);
        if (finding.field != nullptr) {
          text += ":" + std::string(finding.segment) + "." + std::string(finding.field->key);
        } else if (!finding.segment.empty()) {
          text += ":" + std::string(finding.segment);
        }
        out.told.push_back(text);
        out.messages.push_back(finding.message);
        out.expected.push_back(finding.expected);
      });
  REQUIRE(summary);
  out.summary = *summary;
  return out;
}

Told told_under(const std::string& profile, const SampleFile& file = SampleFile()) {
  return judged_under(file, book_of(profile)).told;
}

SampleFile sample_with(std::size_t record, Segment segment, std::string_view key,
                       std::string_view value) {
  SampleFile file;
  file.set(record, segment, key, value);
  file.count_again();
  return file;
}

const std::string kSilence =
    "silence:\n"
    "  - { rule: HDR-010, reason: \"The bureau has the number.\", by: R. Ames, until: 2026-06-01 "
    "}\n";

SampleFile without_telephone() {
  return sample_with(0, Segment::Header, "reporter_telephone_number", "0000000000");
}

}  // namespace

SCENARIO("PRF-001: what a profile does not list may not stand in the field") {
  struct Case {
    const char* profile;
    SampleFile file;
    Told told;
  };
  const std::vector<Case> cases = {
      // accepted: every account of the sample is an O; one is current, one late, one deleted
      {"allow: { portfolio_type: [O] }\n", SampleFile(), {}},
      {"allow: { account_status: [11, 71, DA] }\n", SampleFile(), {}},
      {"allow: { special_comment: [blank] }\n", SampleFile(), {}},
      {"allow: { credit_limit: [0] }\n", SampleFile(), {}},
      {"allow: { payment_history_profile: [0, B] }\n", SampleFile(), {}},
      // rejected
      {"allow: { portfolio_type: [R] }\n",
       SampleFile(),
       {"PRF-001 2:base.portfolio_type", "PRF-001 3:base.portfolio_type"}},
      {"allow: { credit_limit: [0] }\n",
       sample_with(1, Segment::Base, "credit_limit", "000000500"),
       {"PRF-001 2:base.credit_limit"}},
      {"allow: { special_comment: [blank] }\n",
       sample_with(1, Segment::Base, "special_comment", "AW"),
       {"PRF-001 2:base.special_comment"}},
      {"allow: { payment_history_profile: [0, B] }\n",
       sample_with(1, Segment::Base, "payment_history_profile", "00100000000BBBBBBBBBBBBB"),
       {"PRF-001 2:base.payment_history_profile"}},
      // of what is deleted only the status is looked at
      {"allow: { account_status: [11, 71] }\n", SampleFile(), {"PRF-001 4:base.account_status"}},
      // the header
      {"allow: { header.cycle_identifier: [blank] }\n",
       sample_with(0, Segment::Header, "cycle_identifier", "01"),
       {"PRF-001 1:header.cycle_identifier"}},
      // every consumer, whatever the segment
      {"allow: { consumer.ecoa_code: [1] }\n",
       sample_with(2, Segment::Base, "ecoa_code", "2"),
       {"PRF-001 3:base.ecoa_code", "PRF-001 3:j1.ecoa_code", "PRF-001 3:j2.ecoa_code"}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.profile);
    CHECK(told_under(one.profile, one.file) == one.told);
  }
}

SCENARIO("PRF-002: what a profile forbids may not stand in the field, nor be there") {
  CHECK(told_under("forbid: { account_type: [18, 48] }\n") == Told{});
  CHECK(told_under("forbid: { interest_type_indicator: any }\n") == Told{});
  CHECK(told_under("forbid: { account_type: [18] }\n",
                   sample_with(1, Segment::Base, "account_type", "18")) ==
        Told{"PRF-002 2:base.account_type"});
  CHECK(told_under("forbid: { interest_type_indicator: any }\n",
                   sample_with(1, Segment::Base, "interest_type_indicator", "F")) ==
        Told{"PRF-002 2:base.interest_type_indicator"});
  // The second account has every segment.
  CHECK(told_under("forbid: { k4: any }\n") == Told{"PRF-002 3:k4"});
  CHECK(told_under(
            "forbid: { payment_history_profile: [\"4\"] }\n",
            sample_with(1, Segment::Base, "payment_history_profile", "04000000000BBBBBBBBBBBBB")) ==
        Told{"PRF-002 2:base.payment_history_profile"});
}

SCENARIO("PRF-003: what a profile requires is filled or there") {
  CHECK(told_under("require: [date_of_birth, header.reporter_name]\n") == Told{});
  CHECK(told_under("require: [credit_limit]\n",
                   sample_with(2, Segment::Base, "credit_limit", "000000500")) ==
        Told{"PRF-003 2:base.credit_limit"});
  CHECK(told_under("require: [k1]\n") == Told{"PRF-003 2"});
  CHECK(told_under("require: [header.innovis_program_identifier]\n") ==
        Told{"PRF-003 1:header.innovis_program_identifier"});
  CHECK(told_under("require: [consumer.date_of_birth]\n",
                   sample_with(2, Segment::J1, "date_of_birth", "00000000")) ==
        Told{"PRF-003 3:j1.date_of_birth"});
}

SCENARIO("a finding of a profile names the profile, the line and what may stand there") {
  const Judged found =
      judged_under(sample_with(1, Segment::Base, "special_comment", "AW"),
                   book_of("allow: { special_comment: [blank, AC, AM] }\nforbid: { k4: any }\n"));
  REQUIRE(found.told.size() == 2);
  CHECK(found.messages[0] == "profile test does not allow this value (test.yaml:3)");
  CHECK(found.expected[0] == "nothing, AC or AM");
  CHECK(found.messages[1] == "profile test forbids this segment (test.yaml:4)");
}

SCENARIO("a silenced finding is counted and not told") {
  const Judged found = judged_under(without_telephone(), book_of(kSilence));
  CHECK(found.told == Told{});
  CHECK(found.summary.count(RuleSeverity::Warning) == 0);
  REQUIRE(found.summary.silenced.size() == 1);
  CHECK(found.summary.silenced[0].rule->id == "HDR-010");
  CHECK(found.summary.silenced[0].findings == 1);
  CHECK(found.summary.silenced[0].silence->by == "R. Ames");
  CHECK(judged_under(SampleFile(), book_of(kSilence)).summary.silenced.empty());
}

SCENARIO("PRF-004: a silence that has ended silences nothing and is told") {
  // The sample was created on its last day.
  CHECK(judged_under(without_telephone(), book_of(kSilence), *Date::from_civil(2026, 6, 1)).told ==
        Told{});
  const Judged late =
      judged_under(without_telephone(), book_of(kSilence), *Date::from_civil(2026, 6, 2));
  CHECK(late.told == Told{"PRF-004 0", "HDR-010 1:header.reporter_telephone_number"});
  CHECK(late.messages[0] == "the silence of HDR-010 has ended (test.yaml:4)");
  CHECK(late.summary.silenced.empty());
  // It is told also where nothing would be silenced.
  CHECK(judged_under(SampleFile(), book_of(kSilence), *Date::from_civil(2026, 6, 2)).told ==
        Told{"PRF-004 0"});
}

SCENARIO("a rule that is off is neither told nor counted") {
  const Judged found =
      judged_under(without_telephone(),
                   book_of("rules: { off: [{ rule: HDR-010, reason: \"We have none.\" }] }\n"));
  CHECK(found.told == Told{});
  CHECK(found.summary.silenced.empty());
}

SCENARIO("a book tells who silenced a rule, and the facts of the programme") {
  const auto book = book_of(kSilence + "program: { positive_only: true }\n");
  const Rule& rule = *book->registry().find("HDR-010");
  REQUIRE(book->silence_of(rule) != nullptr);
  CHECK(book->silence_of(rule)->profile == "test");
  CHECK(book->asks(rule));
  CHECK(book->is_silenced(rule, std::nullopt));
  CHECK(book->is_silenced(rule, *Date::from_civil(2026, 6, 1)));
  CHECK_FALSE(book->is_silenced(rule, *Date::from_civil(2026, 6, 2)));
  CHECK(book->silence_of(*book->registry().find("HDR-001")) == nullptr);
  REQUIRE(book->facts().size() == 1);
  CHECK(book->facts()[0].first->name == "positive_only");
  CHECK(RuleBook::of(RuleRegistry::built_in())->profile() == nullptr);
}

SCENARIO(
    "the profiles that come along are right, and `default` names every rule of low confidence") {
  Diagnostics found;
  const auto registry = RuleRegistry::load(project_path("presets/rules"), found);
  REQUIRE(registry != nullptr);
  const ProfileFiles files{project_path("presets/profiles"), known_rules(*registry)};
  for (const std::string& name : profile_names(files.folder)) {
    CAPTURE(name);
    const auto profile = load_profiles({name}, files, found);
    INFO(render(found.sorted(), Colour::Never));
    REQUIRE(profile);
    REQUIRE(*profile != nullptr);
  }
  const auto standard = load_profiles({"default"}, files, found);
  REQUIRE(standard);
  for (const Rule& rule : registry->rules()) {
    if (rule.confidence != Confidence::Low) continue;
    CAPTURE(rule.id);
    const auto entry = (*standard)->rules.find(rule.id);
    const bool is_named = entry != (*standard)->rules.end() && !entry->second.is_on;
    CHECK(is_named);  // add it to presets/profiles/default.yaml, with the reason
  }
}

SCENARIO("the rules of profiles say what they are") {
  for (const Rule& rule : internal::profile_rules()) {
    CAPTURE(rule.id);
    CHECK(rule.id.starts_with("PRF-"));
    CHECK_FALSE(rule.when.empty());
    CHECK(RuleRegistry::built_in()->find(rule.id) != nullptr);
  }
}

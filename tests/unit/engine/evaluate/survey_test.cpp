// A shape held against documents.

#include "engine/evaluate/survey.h"

#include "dsl/check.h"
#include "tests/support/golden.h"

using namespace m2;

namespace {

Survey survey_of(const std::vector<std::string>& documents) {
  Diagnostics found;
  auto shape = dsl::check_shape(test::golden_path("cli/files/homes/account.shape"), found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(shape != nullptr);
  auto survey = Survey::of(std::move(shape));
  REQUIRE(survey);
  for (const std::string& document : documents) survey->add(document);
  return std::move(*survey);
}

std::string home(const std::string& more, const std::string& kind = "1") {
  return R"({"account":"H-1","kind":")" + kind +
         R"(","opened":"2025-01-15","rent":"1450","owed":"0","others":[],"ledger":{"rows":[]})" +
         more + "}";
}
const char* const kTenant = R"(,"tenant":{"id":"p1","last":"Alder","first":"Ann"})";

// "account.kind unknown_value 2 at /kind"
std::string troubles_of(const Survey& survey) {
  std::string out;
  for (const MemberSurvey& member : survey.members()) {
    for (const SurveyTrouble& trouble : member.troubles) {
      out += (out.empty() ? "" : "; ") + survey.name(*member.member) + " " + trouble.kind + " " +
             std::to_string(trouble.count) + " at " + trouble.examples.front().pointer;
    }
  }
  return out;
}

}  // namespace

SCENARIO("what the shape can read is no trouble") {
  const Survey survey = survey_of({home(kTenant)});
  CHECK(survey.documents() == 1);
  CHECK(survey.troubled() == 0);
  CHECK(troubles_of(survey).empty());
}

SCENARIO("what a run would hold is told with its place") {
  const auto [document, trouble] = GENERATE(table<std::string, std::string>({
      {home(""), "account.tenant missing_value 1 at "},
      {home(kTenant, "9"), "account.kind unknown_value 1 at /kind"},
      {home(R"(,"tenant":"nobody")"), "account.tenant wrong_kind 1 at /tenant"},
      {home(R"(,"tenant":{"id":"1","last":"A","first":"B","born":"1980-01-01"})"),
       "person.born_on bad_value 1 at /tenant/born"},
      {home(R"(,"tenant":{"id":"1","first":"B"})"), "person.last_name missing_value 1 at /tenant"},
      {home(std::string(kTenant) + R"(,"rent":"1")"), "account.rent two_values 1 at "},
  }));
  CAPTURE(document);
  const Survey survey = survey_of({document, home(kTenant)});
  CHECK(troubles_of(survey) == trouble);
  CHECK(survey.troubled() == 1);
}

SCENARIO("new words of a closed list are counted") {
  const Survey survey =
      survey_of({home(kTenant, "8"), home(kTenant, "9"), home(kTenant, "9"), home(kTenant)});
  bool is_met = false;
  for (const MemberSurvey& member : survey.members()) {
    if (survey.name(*member.member) != "account.kind") continue;
    is_met = true;
    REQUIRE(member.troubles.size() == 1);
    CHECK(member.troubles.front().words ==
          std::map<std::string, std::uint64_t>{{"8", 1}, {"9", 2}});
  }
  CHECK(is_met);
}

SCENARIO("members that nobody reads are counted, with what they may be the new name of") {
  const Survey survey = survey_of(
      {home(R"(,"tenant":{"id":"p1","last":"A","first":"B","brn":"04/17/1989"},"pets":2)"),
       home(R"(,"tenant":{"id":"p1","last":"A","first":"B","brn":"04/17/1989"})")});
  const std::vector<UnreadMember> unread = survey.unread();
  REQUIRE(unread.size() == 2);
  CHECK(unread[0].name == "pets");
  CHECK(unread[0].count == 1);
  CHECK_FALSE(unread[0].meant);
  CHECK(unread[1].path == "tenant");
  CHECK(unread[1].count == 2);
  CHECK(unread[1].meant == "born");
  CHECK(unread[1].example.pointer == "/tenant/brn");
}

SCENARIO("members that no document has are known") {
  const Survey survey = survey_of({home(kTenant)});
  std::string never;
  for (const MemberSurvey& member : survey.members()) {
    if (member.is_never_seen()) never += survey.name(*member.member) + " ";
  }
  CHECK(never.find("person.ssn ") != std::string::npos);
  CHECK(never.find("person.last_name ") == std::string::npos);
}

SCENARIO("values of people are masked in examples") {
  const Survey survey =
      survey_of({home(R"(,"tenant":{"id":"1","last":"A","first":"B","born":"April 17, 1989"})")});
  CHECK(survey.troubled() == 1);
  for (const MemberSurvey& member : survey.members()) {
    for (const SurveyTrouble& trouble : member.troubles)
      CHECK(trouble.examples.front().text == "**************");
  }
}

SCENARIO("documents that are none are trouble, and nothing worse") {
  const Survey survey = survey_of({"", "[]", "7", "{", "{}", "{\"account\":{}}"});
  CHECK(survey.documents() == 6);
  CHECK(survey.troubled() == 6);
}

SCENARIO("both vendors' demos are read by their shapes") {
  const auto [shape, documents] = GENERATE(table<std::string, std::string>({
      {"presets/entrata/lease.shape", "presets/entrata/cases/current.json"},
      {"presets/loanpro/loan.shape", "presets/loanpro/cases/current.json"},
  }));
  Diagnostics found;
  auto checked = dsl::check_shape(test::project_path(shape), found);
  REQUIRE(checked != nullptr);
  auto survey = Survey::of(std::move(checked));
  REQUIRE(survey);
  survey->add(test::read(test::project_path(documents)));
  CHECK(troubles_of(*survey).empty());
}

// Cases made of real accounts: they pass, and nothing of whose account it was is in them.

#include "engine/pipeline/case_recording.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <set>

#include "engine/base/ascii.h"
#include "engine/base/file.h"
#include "engine/base/json_slice.h"
#include "engine/base/json_tree.h"
#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/pipeline/cases.h"
#include "engine/pipeline/internal/invented_identity.h"
#include "engine/pipeline/source.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;
using internal::Identity;
using internal::InventedIdentity;

struct Demo {
  std::string tenant, fixtures, presets;
  Date as_of;
};

const Demo kRent{"demo-rent", "presets/entrata/fixtures", "entrata",
                 *Date::from_civil(2026, 6, 15)};
const Demo kLoans{"demo-loans", "presets/loanpro/fixtures", "loanpro",
                  *Date::from_civil(2025, 10, 31)};

/// A copy of the shipped presets, to be written into.
PresetsFolder copied() {
  const fs::path folder = test::scratch("case_recording_presets");
  fs::remove_all(folder);
  fs::copy(test::project_path("presets"), folder, fs::copy_options::recursive);
  auto presets = PresetsFolder::find({.given = folder});
  REQUIRE(presets);
  return *presets;
}

std::map<std::string, std::string> documents_of(const std::string& from) {
  std::map<std::string, std::string> out;
  auto source = open_source(from);
  REQUIRE(source);
  for (DocumentBlock block; *(*source)->next(block);) {
    for (const DocumentBlock::Item& item : block.items) {
      const std::string document(block.view(item));
      out.emplace(JsonSlice::trusted(document).at("account").text(), document);
    }
  }
  return out;
}

void texts_of(const JsonNode& node, std::set<std::string>& into) {
  for (const JsonNode& item : node.items) texts_of(item, into);
  for (const JsonMember& member : node.members) texts_of(member.value, into);
  if (node.kind == JsonNode::Kind::Scalar && !node.is_null()) into.insert(node.text());
}

// A birthday: nothing else of the demos' accounts happened before 2010. Empty: no day at all.
std::optional<Date> day_of(const std::string& text) {
  if (const auto day = Date::parse_iso(text)) return day;
  if (text.size() == 10 && text[2] == '/' && text[5] == '/')
    return Date::parse_iso(text.substr(6) + "-" + text.substr(0, 2) + "-" + text.substr(3, 2));
  if (!text.starts_with("/Date(")) return std::nullopt;
  const auto seconds = parse_decimal(text.substr(6, text.size() - 8), 0);
  if (!seconds) return std::nullopt;
  return Date::from_days(*seconds > 0 ? static_cast<std::int32_t>(*seconds / 86400) : 0);
}
const Date kFirstDay = *Date::from_civil(2010, 1, 1);

// A day on which something happened, a month, an amount; the state of a consent, which a case says
// itself.
bool says_nothing(const std::string& text) {
  constexpr std::size_t kDigitsOfAmount = 5;  // of one without cents
  if (text == "granted" || text == "withdrawn") return true;
  if (text.size() == 7 && text[2] == '/') return true;
  if (const auto day = day_of(text)) return *day >= kFirstDay;
  const bool is_short = digits_of(text).size() <= kDigitsOfAmount;
  return Money::parse(text) && (is_short || text.find('.') != std::string::npos);
}

// Letters and digits that stand alone in `text`, in small letters.
bool stands_in(const std::string& part, const std::string& text) {
  const auto goes_on = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    const bool begins = at == 0 || !goes_on(text[at - 1]);
    const bool ends = at + part.size() == text.size() || !goes_on(text[at + part.size()]);
    if (begins && ends) return true;
  }
  return false;
}

/// Every text of the presets' own files: what says nothing about anybody.
std::string words_of(const PresetsFolder& folder, const Demo& demo) {
  std::string out;
  for (const std::string extension : {".preset", ".shape", ".library"}) {
    for (const fs::path& file : folder.workspace().files(extension, folder.path()))
      out += test::read(file.string());
  }
  return lower(out + test::read((folder.path() / "tenants" / (demo.tenant + ".yaml")).string()));
}

// What is written about somebody, for a case that holds it.
std::string json_of(const std::string& person) {
  return R"({"account":"8299920","lease":{"leaseStatusTypeId":"4","propertyId":"7199999",)"
         R"("moveInDate":"01/01/2025","scheduledCharges":{"scheduledCharge":[{"frequency":"Monthly",)"
         R"("amount":"1450.00","startDate":"01/01/2025","endDate":"12/31/2025"}]},)"
         R"("leaseIntervals":{"leaseInterval":[{"startDate":"01/01/2025"}]}},"people":[)" +
         person +
         R"(],"ledger":[],"incomplete":[],"consents":[{"customer":"1","state":"granted",)"
         R"("date":"2025-01-01","source":"portal"}]})";
}

}  // namespace

SCENARIO("a recorded case passes, and tells nothing of whose account it was") {
  for (const Demo& demo : {kRent, kLoans}) {
    const PresetsFolder folder = copied();
    const std::string words = words_of(folder, demo);
    const std::string from = test::project_path(demo.fixtures);
    std::size_t recorded = 0;
    std::set<std::string> outcomes;
    for (const auto& [account, document] : documents_of(from)) {
      CAPTURE(demo.tenant, account);
      Diagnostics found;
      RecordRequest request{
          account, from,       demo.tenant,
          {},      demo.as_of, folder.path() / demo.presets / ("a" + account + ".test.yaml")};
      // The account's number must be in no file's name either, but here it is asked for.
      request.file = folder.path() / demo.presets / fmt::format("r{}.test.yaml", recorded);
      const auto made = record_case(request, folder, found);
      INFO((made ? "" : made.error().message));
      REQUIRE(made);
      REQUIRE(*made);
      ++recorded;
      outcomes.insert((*made)->outcome);
      CHECK_FALSE(
          fs::exists(folder.path() / demo.presets / fmt::format(".r{}.recording", recorded)));

      CaseRunner runner(folder);
      runner.load((*made)->cases);
      REQUIRE_FALSE(runner.found().has_errors());
      const auto results = runner.run({.threads = 1, .seed = 1});
      REQUIRE(results);
      REQUIRE(results->size() == 1);
      CHECK(results->front().passed());
      CHECK(told_outcome(results->front().outcome, results->front().reasons) == (*made)->outcome);

      const std::string written =
          lower(test::read((*made)->cases.string()) + test::read((*made)->base.string()));
      std::set<std::string> texts;
      texts_of(*parse_json_tree(document), texts);
      for (const std::string& text : texts) {
        const std::string small = lower(text);
        if (text.size() < 3 || says_nothing(text) || stands_in(small, words)) continue;
        const bool is_word_of_a_list = small.find('.') != std::string::npos &&
                                       stands_in(small.substr(0, small.find('.')), words) &&
                                       small.find(' ') == std::string::npos;
        if (is_word_of_a_list) continue;
        CAPTURE(text);
        CHECK_FALSE(stands_in(small, written));
        // Nor in another form.
        const std::string digits = digits_of(text);
        if (digits.size() >= 7 && !day_of(text)) CHECK_FALSE(stands_in(digits, written));
        if (const auto day = day_of(text)) CHECK_FALSE(stands_in(day->to_string(), written));
      }
    }
    CHECK(recorded > 15);
    CHECK(outcomes.size() > 3);
  }
}

SCENARIO("what is written is written once, and says what an author needs") {
  const PresetsFolder folder = copied();
  Diagnostics found;
  const RecordRequest request{
      "8200004", test::project_path(kRent.fixtures), kRent.tenant, {}, kRent.as_of, {}};
  const auto first = record_case(request, folder, found);
  REQUIRE(first);
  REQUIRE(*first);
  CHECK((*first)->cases == folder.path() / "entrata/recorded_1.test.yaml");
  CHECK((*first)->base == folder.path() / "entrata/cases/recorded_1.json");
  test::check_golden("pipeline/recorded.test.yaml", test::read((*first)->cases.string()));
  test::check_golden("pipeline/recorded.json", test::read((*first)->base.string()));

  AND_THEN("the next one has the next name, with the same words in it") {
    const auto second = record_case(request, folder, found);
    REQUIRE(second);
    CHECK((*second)->cases == folder.path() / "entrata/recorded_2.test.yaml");
    CHECK(test::read((*second)->base.string()) == test::read((*first)->base.string()));
  }
  AND_THEN("no file that is there is written again") {
    RecordRequest again = request;
    again.file = (*first)->cases;
    const std::string before = test::read((*first)->cases.string());
    const auto refused = record_case(again, folder, found);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("is there already") != std::string::npos);
    CHECK(test::read((*first)->cases.string()) == before);
    fs::remove((*first)->cases);
    CHECK_FALSE(record_case(again, folder, found));
    CHECK_FALSE(fs::exists((*first)->cases));
  }
}

SCENARIO("an account that cannot be told without saying whose it is writes nothing") {
  const PresetsFolder folder = copied();
  const fs::path documents = test::scratch("case_recording.ndjson");
  const auto record = [&](const std::string& document) {
    REQUIRE(write_file(documents, document + "\n"));
    Diagnostics found;
    return record_case({"8299920",
                        documents.string(),
                        {},
                        "entrata_rent",
                        *Date::from_civil(2025, 5, 31),
                        folder.path() / "entrata/one.test.yaml"},
                       folder, found);
  };
  const auto refused = [&](const std::string& document, const std::string& why) {
    const auto made = record(document);
    REQUIRE_FALSE(made);
    CAPTURE(made.error().message);
    CHECK(made.error().message.find(why) != std::string::npos);
    CHECK(made.error().message.find("Okafor") == std::string::npos);
    CHECK_FALSE(fs::exists(folder.path() / "entrata/one.test.yaml"));
    CHECK_FALSE(fs::exists(folder.path() / "entrata/cases/one.json"));
    CHECK_FALSE(fs::exists(folder.path() / "entrata/.one.recording"));
  };
  const std::string person =
      R"({"person":{"id":1,"customerType":"Primary","firstName":"Ada","lastName":"Okafor",)"
      R"("dateOfBirth":"04/17/1990","addresses":{"address":[{"addressType":"Current",)"
      R"("streetLine":"1 Elm","city":"Austin","state":"TX","postalCode":"78799"}]}}})";
  WHEN("a value cannot be read") {
    std::string broken = person;
    broken.replace(broken.find("04/17/1990"), 10, "Okafor's!!");
    refused(json_of(broken), "held by no_identity");  // left out, and then it is missing
  }
  WHEN("a number must be there") {
    std::string broken = json_of(person);
    broken.replace(broken.find("\"1450.00\""), 9, "\"Okafor\"");
    refused(broken, "Nothing was written");
  }
  WHEN("a name is a word of the preset") {
    std::string named = person;
    named.replace(named.find("Okafor"), 6, "Current");
    refused(json_of(named), "stands elsewhere");
  }
}

SCENARIO("inventions keep what decides how a text is read, and nothing else of it") {
  InventedIdentity invented(*Date::from_civil(2026, 6, 15));
  const std::vector<std::pair<Identity, std::vector<std::string>>> texts = {
      {Identity::Surname, {"Okafor", "OKAFOR", " Okafor Jr.", "Quist, iii", "Ng"}},
      {Identity::Ssn, {"123-45-6789", "123456789", "***-**-6789", "TX12345"}},
      {Identity::Telephone,
       {"+1 (512) 867-5309", "5128675309 x12", "867-5309", "+65 8123 4567", "n/a"}},
      {Identity::Zip, {"78704", "78704-1234", "787"}},
      {Identity::Street, {"1 Elm Row", "1 ELM ROW", "2 Elm Row"}},
      {Identity::Label, {"8200004", "PL-25-000990"}}};
  for (const auto& [identity, of] : texts) {
    for (const std::string& text : of) {
      invented.meet(identity, text);
      invented.avoid(text);
    }
  }
  invented.settle();
  const auto other = [&](Identity identity, const std::string& text) {
    return invented.text(identity, text);
  };
  CHECK(other(Identity::Surname, "Okafor") == "Familyaab");
  CHECK(other(Identity::Surname, "OKAFOR") == "FAMILYAAB");
  CHECK(other(Identity::Surname, " Okafor Jr.") == " Familyaab Jr.");
  CHECK(other(Identity::Surname, "Quist, iii") == "Familyaac, iii");
  CHECK(other(Identity::Ssn, "123-45-6789") == "900-01-0001");
  CHECK(other(Identity::Ssn, "123456789") == "900010001");
  CHECK(digits_of(other(Identity::Ssn, "***-**-6789")).size() == 4);
  CHECK(other(Identity::Telephone, "+1 (512) 867-5309") == "+1 (201) 555-0101");
  CHECK(other(Identity::Telephone, "5128675309 x12") == "2015550101 x1");
  CHECK(digits_of(other(Identity::Telephone, "867-5309")).size() == 7);
  CHECK(other(Identity::Telephone, "+65 8123 4567").starts_with("+"));
  CHECK(other(Identity::Zip, "78704-1234").size() == 10);
  CHECK(other(Identity::Street, "1 ELM ROW") == upper(other(Identity::Street, "1 Elm Row")));
  CHECK(other(Identity::Street, "2 Elm Row") > other(Identity::Street, "1 Elm Row"));
  CHECK(other(Identity::Label, "8200004") == "9000001");
  CHECK(other(Identity::Label, "PL-25-000990") == "T9000002");
  for (const auto& [identity, of] : texts) {
    for (const std::string& text : of) {
      if (digits_of(text).empty() && text.size() < 4) continue;
      CAPTURE(text);
      CHECK(lower(other(identity, text)).find(std::string(trim(lower(text)))) == std::string::npos);
    }
  }
}

SCENARIO("an invented birthday is on the same side of eighteen and of today") {
  const Date today = *Date::from_civil(2026, 6, 15);
  InventedIdentity invented(today);
  const std::vector<std::pair<Date, int>> born = {{*Date::from_civil(1984, 2, 29), 0},
                                                  {*Date::from_civil(2008, 6, 15), 0},
                                                  {*Date::from_civil(2008, 6, 16), 1},
                                                  {*Date::from_civil(2026, 6, 15), 1},
                                                  {*Date::from_civil(2026, 6, 16), 2}};
  for (const auto& [day, side] : born) invented.meet(day);
  invented.settle();
  for (const auto& [day, side] : born) {
    const Date other = invented.birth_date(day);
    CAPTURE(day.to_string(), other.to_string());
    CHECK(other != day);
    CHECK((other > today ? 2 : other.plus_months(216) > today ? 1 : 0) == side);
  }
}

}  // namespace m2

#include "engine/report/reports.h"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include "engine/base/hash.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/metro2/csv_stream.h"
#include "engine/report/finding_columns.h"
#include "tests/support/golden.h"
#include "tests/support/sample_file.h"
#include "tests/support/scratch.h"
#include "tests/unit/engine/report/markup_reader.h"
#include "tests/unit/engine/report/report_files.h"

using namespace m2;
using namespace m2::test;

namespace {

// Findings of every severity, in accounts and outside of them, twice in one account.
std::string broken_file() {
  SampleFile file;
  file.set(0, Segment::Header, "reporter_telephone_number", "0000000000");
  file.set(1, Segment::Base, "portfolio_type", "Q");
  file.set(1, Segment::Base, "date_closed", "02302026");
  file.set(2, Segment::J2, "surname", "GUARANT0R");
  file.set(2, Segment::Base, "payment_history_profile", "0123456BDEGHJKL0?0000000");
  file.set(3, Segment::Base, "city", "PROVO\x1B[2J");
  file.count_again();
  file.set(4, Segment::Trailer, "total_j2", "000000002");
  return file.bytes();
}

std::string text_of(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  return std::string(value != nullptr ? scalar_text(*value).value_or("") : "");
}

std::uint64_t number_of(const JsonValue& object, std::string_view name) {
  return std::stoull(text_of(object, name));
}

// Rules come and go; what a report says of those that found something stays.
std::string without_other_rules(const std::string& report) {
  std::string out;
  for (const std::string_view line : split(report, '\n')) {
    const bool is_passed = line.find("<testcase") != std::string_view::npos && line.ends_with("/>");
    const bool is_descriptor = line.starts_with("{\"id\":");
    if (!is_passed && !is_descriptor) out += std::string(line) + "\n";
  }
  out.pop_back();
  out = std::regex_replace(out, std::regex("\"ruleIndex\":\\d+"), "\"ruleIndex\":0");
  out = std::regex_replace(out, std::regex("\"rules_asked\": \\d+"), "\"rules_asked\": 0");
  return std::regex_replace(out, std::regex(" tests=\"\\d+\""), " tests=\"0\"");
}

// The style and script are read in html_assets.cpp.
std::string without_assets(const std::string& page) {
  const std::string no_style =
      std::regex_replace(page, std::regex("<style>[^<]*</style>"), "<style></style>");
  const std::size_t begin = no_style.find("<script>"), end = no_style.find("</script>");
  return std::regex_replace(no_style.substr(0, begin + 8) + no_style.substr(end),
                            std::regex("'sha256-[^']*'"), "'sha256-'");
}

}  // namespace

namespace {

// Of the rules of C++ those that no profile turns on or off.
std::size_t asked_rules() {
  const auto book = RuleBook::of(RuleRegistry::built_in());
  const auto rules = book->registry().rules();
  return static_cast<std::size_t>(std::count_if(
      rules.begin(), rules.end(), [&](const Rule& rule) { return book->asks(rule); }));
}

}  // namespace

SCENARIO("each kind of report of a small file with several mistakes") {
  const ReportTexts texts = reports_of({{"files/broken.dat", broken_file()}});
  check_golden("reports/broken.json", without_other_rules(texts.json));
  check_golden("reports/broken.csv", texts.csv);
  check_golden("reports/broken.sarif", without_other_rules(texts.sarif));
  check_golden("reports/broken.xml", without_other_rules(texts.junit));
  check_golden("reports/broken.html", without_assets(texts.html));
}

// A block of the guide begins with ```json, ```csv, ```sarif or ```xml; its lines stand in the
// report of that kind, one after another.
SCENARIO("what the guide shows of reports stands in one") {
  const std::string guide = read(project_path("docs/reports.md"));
  std::size_t blocks = 0;
  for (const char* kind : {"json", "csv", "sarif", "xml"}) {
    const std::string fence = std::string("```") + kind + "\n";
    std::string report = read(golden_path(std::string("reports/broken.") + kind));
    report.erase(std::remove(report.begin(), report.end(), '\r'), report.end());
    for (std::size_t at = guide.find(fence); at != std::string::npos; at = guide.find(fence, at)) {
      at += fence.size();
      const std::string block = guide.substr(at, guide.find("```", at) - at);
      CAPTURE(block);
      CHECK(report.find(trim(block)) != std::string::npos);
      ++blocks;
    }
  }
  CHECK(blocks >= 4);
}

SCENARIO("the same files give the same bytes") {
  const Inputs inputs = {{"a.dat", broken_file()}, {"b.dat", SampleFile().bytes()}};
  CHECK(reports_of(inputs).all() == reports_of(inputs).all());
}

SCENARIO("the score can be worked out from the JSON report alone") {
  const ReportTexts texts =
      reports_of({{"a.dat", broken_file()}, {"b.dat", SampleFile().bytes()}, {"c.dat", ""}});
  JsonDocument document;
  REQUIRE_FALSE(document.parse(texts.json));
  const JsonValue& files = *find(document.root(), "files");
  REQUIRE(files.Size() == 3);
  std::vector<std::string> scores;
  for (const JsonValue& file : files.GetArray()) {
    const JsonValue& score = *find(file, "score");
    const JsonValue& weights = *find(score, "weights");
    const auto weighed = [&](const char* member) {
      const JsonValue& counts = *find(score, member);
      std::uint64_t sum = 0;
      for (const char* severity : {"fatal", "error", "warning"})
        sum += number_of(counts, severity) * number_of(weights, severity);
      return sum;
    };
    // docs/score.md: (10 A - a) / (10 A) * 20 / (20 + f), cut to three digits
    const std::uint64_t accounts = number_of(score, "accounts");
    const std::uint64_t a = weighed("accounts_by_worst_finding");
    const std::uint64_t f = weighed("rules_outside_of_accounts");
    const std::uint64_t thousandths =
        accounts == 0 ? 0 : 1000 * 20 * (10 * accounts - a) / (10 * accounts * (20 + f));
    const std::string worked_out = std::to_string(thousandths / 1000) + "." +
                                   std::to_string(1000 + thousandths % 1000).substr(1);
    CHECK(text_of(score, "value") == worked_out);
    scores.push_back(worked_out);

    // And the inputs are what the findings say.
    std::map<std::string, std::set<std::string>> outside;
    std::map<std::string, std::string> worst;
    const auto rank = [](const std::string& severity) {
      return std::string("info warning error fatal").find(severity);
    };
    for (const JsonValue& finding : find(document.root(), "findings")->GetArray()) {
      if (text_of(finding, "file") != text_of(file, "file")) continue;
      const std::string severity = text_of(finding, "severity");
      if (text_of(finding, "account").empty()) {
        outside[severity].insert(text_of(finding, "rule"));
        continue;
      }
      std::string& so_far = worst[text_of(finding, "record")];
      if (so_far.empty() || rank(severity) > rank(so_far)) so_far = severity;
    }
    for (const std::string severity : {"fatal", "error", "warning"}) {
      CAPTURE(severity);
      std::uint64_t accounts_at = 0;
      for (const auto& [record, at] : worst) accounts_at += at == severity ? 1 : 0;
      CHECK(number_of(*find(score, "accounts_by_worst_finding"), severity) == accounts_at);
      CHECK(number_of(*find(score, "rules_outside_of_accounts"), severity) ==
            outside[severity].size());
    }
  }
  CHECK(scores[1] == "1.000");
  CHECK(scores[2] == "0.000");
  CHECK(text_of(document.root(), "score") == "0.000");
}

SCENARIO("CSV has every finding of the JSON report, cell for cell") {
  const ReportTexts texts = reports_of({{"a.dat", broken_file()}, {"b.dat", broken_file()}});
  JsonDocument document;
  REQUIRE_FALSE(document.parse(texts.json));
  const JsonValue& findings = *find(document.root(), "findings");
  std::size_t at = 0;
  const Reader::Source source = [&](std::span<char> bytes) -> Result<std::size_t> {
    const std::size_t size = std::min(bytes.size(), texts.csv.size() - at);
    std::copy_n(texts.csv.data() + at, size, bytes.data());
    at += size;
    return size;
  };
  CsvStream rows(source);
  std::vector<std::string> cells;
  REQUIRE(rows.next(cells).value());
  CHECK(std::equal(cells.begin(), cells.end(), kFindingColumns.begin(), kFindingColumns.end()));
  std::size_t row = 0;
  while (rows.next(cells).value()) {
    REQUIRE(row < findings.Size());
    const JsonValue& finding = findings[static_cast<rapidjson::SizeType>(row++)];
    CHECK(finding.MemberCount() == kFindingColumns.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      CAPTURE(row, kFindingColumns[i]);
      CHECK(cells[i] == text_of(finding, kFindingColumns[i]));
    }
  }
  CHECK(row == findings.Size());
  CHECK(row >= 14);
}

SCENARIO("SARIF has the members that its schema requires, and its references hold") {
  const ReportTexts texts = reports_of({{"some folder/a.dat", broken_file()}, {"/b.dat", ""}});
  JsonDocument document;
  REQUIRE_FALSE(document.parse(texts.sarif));
  CHECK(text_of(document.root(), "version") == "2.1.0");
  const JsonValue& runs = *find(document.root(), "runs");
  REQUIRE(runs.Size() == 1);
  const JsonValue& driver = *find(*find(runs[0], "tool"), "driver");
  CHECK(text_of(driver, "name") == "metro2");
  const JsonValue& rules = *find(driver, "rules");
  CHECK(rules.Size() == asked_rules());
  std::set<std::string> ids;
  for (const JsonValue& rule : rules.GetArray()) {
    CHECK(ids.insert(text_of(rule, "id")).second);
    CHECK_FALSE(text_of(*find(rule, "shortDescription"), "text").empty());
    CHECK_FALSE(text_of(*find(rule, "help"), "text").empty());
  }
  const std::set<std::string> levels = {"none", "note", "warning", "error"};
  std::size_t in_a = 0;
  for (const JsonValue& result : find(runs[0], "results")->GetArray()) {
    CHECK_FALSE(text_of(*find(result, "message"), "text").empty());
    CHECK(levels.count(text_of(result, "level")) == 1);
    const auto index = static_cast<rapidjson::SizeType>(number_of(result, "ruleIndex"));
    REQUIRE(index < rules.Size());
    CHECK(text_of(rules[index], "id") == text_of(result, "ruleId"));
    CHECK(text_of(*find(rules[index], "defaultConfiguration"), "level") ==
          text_of(result, "level"));
    const JsonValue& place = *find((*find(result, "locations"))[0], "physicalLocation");
    const std::string uri = text_of(*find(place, "artifactLocation"), "uri");
    CHECK((uri == "some%20folder/a.dat" || uri == "file:///b.dat"));
    const JsonValue* region = find(place, "region");
    if (uri == "file:///b.dat") {
      CHECK(region == nullptr);
      continue;
    }
    ++in_a;
    REQUIRE(region != nullptr);
    CHECK(number_of(*region, "startLine") >= 1);
    CHECK(number_of(*region, "byteOffset") < broken_file().size());
  }
  CHECK(in_a >= 7);
  CHECK(find(*find(runs[0], "invocations")->Begin(), "executionSuccessful")->GetBool());
  CHECK(find(runs[0], "artifacts")->Size() == 2);
}

SCENARIO("JUnit has a test case for each rule that is asked, and fails what keeps a file back") {
  const ReportTexts texts = reports_of({{"a.dat", broken_file()}, {"b.dat", SampleFile().bytes()}});
  const Markup xml = read_markup(texts.junit, Markup::Form::Xml);
  CHECK(xml.problem == "");
  const std::size_t asked = asked_rules();
  CHECK(xml.named("testcase").size() == 2 * asked);
  const auto suites = xml.named("testsuite");
  REQUIRE(suites.size() == 2);
  CHECK(suites[0]->attributes.at("name") == "a.dat");
  CHECK(suites[0]->attributes.at("tests") == std::to_string(asked));
  const auto failures = xml.named("failure");
  CHECK(suites[0]->attributes.at("failures") == std::to_string(failures.size()));
  CHECK(suites[1]->attributes.at("failures") == "0");
  CHECK(xml.elements.front().attributes.at("failures") == std::to_string(failures.size()));
  bool names_account = false;
  for (const MarkupElement* failure : failures) {
    CHECK((failure->attributes.at("type") == "fatal" || failure->attributes.at("type") == "error"));
    CHECK(failure->text.find("fix: ") != std::string::npos);
    names_account |= failure->text.find("line 2, account LEASE0001: ") != std::string::npos;
  }
  CHECK(names_account);
  THEN("a warning is told and does not fail") {
    REQUIRE(xml.named("system-out").size() == 1);
    CHECK(xml.named("system-out")[0]->text.find("warning: 1 finding outside") != std::string::npos);
  }
}

SCENARIO("the page stands alone: nothing is fetched, and only its own script runs") {
  const ReportTexts texts = reports_of({{"a.dat", broken_file()}});
  const Markup page = read_markup(texts.html, Markup::Form::Html);
  CHECK(page.problem == "");
  for (const char* outside : {"http:", "https:", "url(", "@import", "src=", "srcset"}) {
    CAPTURE(outside);
    CHECK(texts.html.find(outside) == std::string::npos);
  }
  const auto scripts = page.named("script");
  REQUIRE(scripts.size() == 1);
  REQUIRE(page.named("style").size() == 1);
  // The digests of the policy, worked out another way: bit by bit.
  const auto hash_of = [](const std::string& text) {
    const std::string hex = sha256(text);
    std::string bits;
    for (const char c : hex) {
      const int value = c <= '9' ? c - '0' : c - 'a' + 10;
      for (int bit = 3; bit >= 0; --bit) bits += (value >> bit & 1) != 0 ? '1' : '0';
    }
    bits += "00";  // 256 bits are 42 groups of six, and four more
    std::string out;
    for (std::size_t i = 0; i < bits.size(); i += 6)
      out += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[std::stoul(
          bits.substr(i, 6), nullptr, 2)];
    return "'sha256-" + out + "='";
  };
  const std::string policy = page.named("meta")[1]->attributes.at("content");
  CHECK(policy.starts_with("default-src 'none'; "));
  CHECK(policy.find("script-src " + hash_of(scripts[0]->text)) != std::string::npos);
  CHECK(policy.find("style-src " + hash_of(page.named("style")[0]->text)) != std::string::npos);
  for (const MarkupElement& element : page.elements) {
    CHECK(element.attributes.count("style") == 0);
    for (const auto& [name, value] : element.attributes) CHECK_FALSE(name.starts_with("on"));
  }
}

SCENARIO("on the page every link leads somewhere, and every id is there once") {
  const ReportTexts texts = reports_of({{"a.dat", broken_file()}, {"b.dat", broken_file()}});
  const Markup page = read_markup(texts.html, Markup::Form::Html);
  CHECK(page.problem == "");
  std::set<std::string> ids;
  for (const MarkupElement& element : page.elements) {
    const auto id = element.attributes.find("id");
    if (id != element.attributes.end()) CHECK(ids.insert(id->second).second);
  }
  std::size_t links = 0;
  for (const MarkupElement* link : page.named("a")) {
    CAPTURE(link->attributes.at("href"));
    CHECK(ids.count(link->attributes.at("href").substr(1)) == 1);
    ++links;
  }
  CHECK(links >= 20);
  THEN("histories have 24 months, with the letter and its meaning in words") {
    const auto months = page.named("li");
    std::size_t cells = 0;
    for (const MarkupElement* month : months)
      cells += month->attributes.count("title") == 1 ? 1 : 0;
    CHECK(cells == 24 * page.named("ol").size());
    CHECK(cells > 0);
    CHECK(months.front()->attributes.at("title") == "Apr 2026: 0-29 days past due (current)");
  }
}

SCENARIO("names of reports are refused before anything is read") {
  const std::string input = scratch("input.dat").string();
  REQUIRE(write_file(input, "x"));
  const auto fault = [&](const std::vector<std::string>& names) {
    return fault_of_report_names(names, {input, "-"});
  };
  CHECK(fault({"a.json", "a.csv", "a.SARIF", "a.xml", "a.html", "a.htm"}) == "");
  CHECK(fault({"a.txt"}).starts_with("`a.txt` does not say which kind of report it is"));
  CHECK(fault({"json"}).find("let it end with .html") != std::string::npos);
  CHECK(fault({"a.json", "./a.json"}).find("written twice") != std::string::npos);
  const std::string link = scratch("link.json").string();
  std::filesystem::remove(link);
  std::filesystem::create_symlink(input, link);
  CHECK(fault({link}).find("a file that is validated") != std::string::npos);
}

SCENARIO("without commit nothing is left, and a folder that is not there is told") {
  const std::filesystem::path folder = scratch("reports_left");
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  {
    auto reports = Reports::open({(folder / "a.json").string(), (folder / "a.csv").string()},
                                 {.book = structural_book(), .version = "1"});
    REQUIRE(reports);
    reports->begin_file("x");
  }
  CHECK(std::filesystem::is_empty(folder));
  const auto nowhere = Reports::open({(folder / "nowhere/a.json").string()},
                                     {.book = structural_book(), .version = "1"});
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().code == ErrorCode::Unwritable);
}

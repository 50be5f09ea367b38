#include "engine/pipeline/cases.h"

#include <fmt/format.h>

#include <filesystem>

#include "engine/base/file.h"
#include "engine/base/json_slice.h"
#include "engine/pipeline/case_story.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = test::golden_path("pipeline/cases");

PresetsFolder homes() {
  auto folder = PresetsFolder::find({.given = test::golden_path("cli/files/homes")});
  REQUIRE(folder);
  return *folder;
}

/// A copy of the homes, to be changed.
fs::path own_homes() {
  const fs::path folder = test::scratch("own_homes");
  fs::remove_all(folder);
  fs::copy(test::golden_path("cli/files/homes"), folder, fs::copy_options::recursive);
  return folder;
}

/// The homes with another preset, after all cases of one file ran for coverage.
CaseRunner covered_homes(const std::string& preset, bool all_ran) {
  const fs::path folder = own_homes();
  REQUIRE(write_file(folder / "rent.preset", preset));
  auto presets = PresetsFolder::find({.given = folder});
  REQUIRE(presets);
  CaseRunner runner(*presets);
  runner.load(folder / "cases/whole.test.yaml");
  CaseRunOptions options;
  options.counts_coverage = true;
  REQUIRE(runner.run(options));
  runner.warn_of_coverage(all_ran);
  return runner;
}

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
  return text;
}

/// Cases written in a test, run over the flat of the goldens.
class Written {
 public:
  explicit Written(const std::string& cases, Goldens goldens = Goldens::Compared)
      : folder_(test::scratch("cases_test")), runner_(homes(), goldens) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::copy_file(kCases / "flat.json", folder_ / "flat.json");
    const std::string text =
        "preset: homes_rent\nas_of: 2026-05-31\nbase: flat.json\ncases:\n" + cases;
    REQUIRE(write_file(folder_ / "written.test.yaml", text));
    runner_.load(folder_ / "written.test.yaml");
  }

  std::string found() {
    return without(render(runner_.found().sorted(), Colour::Never), folder_.string() + "/");
  }
  std::vector<CaseResult> run(const CaseRunOptions& options = {}) {
    INFO(found());
    REQUIRE_FALSE(runner_.found().has_errors());
    auto results = runner_.run(options);
    REQUIRE(results);
    return *results;
  }
  /// What is wrong with the cases, one line each: "what: expected, actual".
  std::string mismatches() {
    std::string out;
    for (const CaseResult& result : run()) {
      for (const CaseMismatch& m : result.mismatches)
        out += (out.empty() ? "" : "\n") + m.what + ": " + m.expected + ", " + m.actual;
    }
    return out;
  }
  /// The document of the only case.
  std::string document() {
    const auto results = run();
    REQUIRE(results.size() == 1);
    return results.front().test->document;
  }

 private:
  fs::path folder_;
  CaseRunner runner_;
};

std::string changed(const std::string& change) {
  return Written("  - name: a change\n    change: { " + change + " }\n    expect: { warned: [] }\n")
      .document();
}

/// One member of the changed document, word for word.
std::string changed(const std::string& change, const std::string& path) {
  const std::string document = changed(change);
  const auto root = JsonSlice::parse(document);
  REQUIRE(root);
  std::string out;
  for (const JsonSlice& value : root->all(path)) out += std::string(value.raw());
  return out;
}

}  // namespace

SCENARIO("several items go at once, out of one list of the document") {
  CHECK(changed("\"account.charges[0]\": missing, \"account.charges[1]\": missing",
                "ledger.rows.id") == "\"3\"\"4\"");
  CHECK(changed("\"account.charges[1]\": missing, \"account.payments[0]\": missing",
                "ledger.rows.id") == "\"1\"\"4\"");
  CHECK(changed("account.charges: [], account.payments: []", "ledger.rows.id").empty());
  CHECK(changed("account.payments: [], account.charges: []", "ledger.rows.id").empty());
  CHECK(changed("\"account.payments[1]\": missing, account.charges: [{ id: \"9\" }]",
                "ledger.rows.id") == "\"3\"\"9\"");
}

SCENARIO("what is wrong with a file of cases is said at its place, and no case of it runs") {
  const Result<std::vector<std::string>> names = list_files(kCases);
  REQUIRE(names);
  std::size_t count = 0;
  for (const std::string& name : *names) {
    const std::string suffix = ".test.yaml";
    if (!name.ends_with(suffix)) continue;
    DYNAMIC_SECTION(name) {
      CaseRunner runner(homes());
      runner.load(kCases / name);
      CHECK(runner.found().has_errors());
      CHECK(runner.suites().empty());
      const std::string said = render(runner.found().sorted(), Colour::Never);
      test::check_golden(
          "pipeline/cases/" + name.substr(0, name.size() - suffix.size()) + ".expected",
          without(said, test::golden_path("")));
    }
    ++count;
  }
  CHECK(count >= 15);
}

SCENARIO("a change stands where its member stood, as the vendor writes it") {
  // a date in its format, an amount with its cents, a closed list in the vendor's words
  CHECK(changed("account.tenant.born_on: 1980-02-03", "tenant.born") == "\"02/03/1980\"");
  CHECK(changed("account.opened_on: 2025-01-31", "opened") == "\"2025-01-31\"");
  CHECK(changed("account.rent: $99", "rent") == "\"99.00\"");
  CHECK(changed("account.rent: 1234.5", "rent") == "\"1234.50\"");
  CHECK(changed("account.kind: House", "kind") == "\"1\"");
  // an amount whose sign the shape turns; items are counted as the preset sees them
  CHECK(changed("\"account.payments[1].amount\": $20", "ledger.rows.amount") ==
        "\"1200.00\"\"1200.00\"\"-1199.01\"\"-20.00\"");
  CHECK(changed("\"account.charges[1].due\": 2026-04-02", "ledger.rows.on") ==
        "\"2026-03-01\"\"2026-04-02\"\"2026-04-09\"\"2026-04-20\"");
  // what was not there; what goes away
  CHECK(changed("account.tenant.ssn: \"666-00-0001\"", "tenant.ssn") == "\"666-00-0001\"");
  CHECK(changed("account.tenant.born_on: missing", "tenant.born").empty());
  CHECK(changed("\"account.others[0]\": missing", "others").empty());
}

SCENARIO("a list is written whole, and only as far as its condition takes it") {
  CHECK(changed("account.payments: []", "ledger.rows.amount") == "\"1200.00\"\"1200.00\"");
  CHECK(changed("account.payments: [{ id: \"9\", paid_on: 2026-05-01, amount: $5 }]",
                "ledger.rows") == R"({"id":"1","on":"2026-03-01","amount":"1200.00"})"
                                  R"({"id":"2","on":"2026-04-01","amount":"1200.00"})"
                                  R"({"id":"9","on":"2026-05-01","amount":-5})");
  // all changes speak of the document as it was
  CHECK(changed("account.charges: [], \"account.payments[1].id\": \"7\"", "ledger.rows.id") ==
        "\"3\"\"7\"");
  CHECK(changed("account.others: [{ id: p2, last_name: Oak, first_name: Ola }]", "others") ==
        R"({"id":"p2","last":"Oak","first":"Ola"})");
}

SCENARIO("everybody has opted in, unless a case says otherwise") {
  const std::string all = changed("account.rent: $99", "consents.state");
  CHECK(all == "\"granted\"");  // the preset asks nobody: the account's own only
  const std::string none =
      Written("  - name: none\n    consent: none\n    expect: { outcome: reported }\n").document();
  CHECK(none.find("\"consents\":[]") != std::string::npos);
}

SCENARIO("what differs is told field by field") {
  CHECK(Written(R"(  - name: right
    expect:
      outcome: reported
      warned: []
      base: { account_status: "71", current_balance: $0, ssn: blank, surname: "Nunez" }
      segments: { J1: [{ surname: BIRCH }], J2: 0 }
)")
            .mismatches() == "account_status: \"71\", \"78\"");  // 99 cents are 60 days late
  CHECK(Written(R"(  - name: all of it
    expect: { base: { current_balance: $7 }, segments: { J1: 0 }, warned: [high_rent] }
)")
            .mismatches() ==
        "current_balance: $7, $0\nJ1: no segment, 1 segment\nwarned: high_rent, no warning");
  CHECK(Written(R"(  - name: an outcome
    change: { account.kind: Garage }
    expect: { outcome: held, rules: [no_rent] }
)")
            .mismatches() == "outcome: held by no_rent, skipped by garage");
  CHECK(Written(R"(  - name: every reason counts
    change: { account.rent: $0 }
    expect: { outcome: held, rules: [no_rent, garage] }
)")
            .mismatches() == "outcome: held by no_rent, garage, held by no_rent");
  // personal values are hidden on both sides, and still told apart
  CHECK(Written("  - name: an SSN\n    expect: { segments: { J1: [{ ssn: \"666123458\" }] } }\n")
            .mismatches() == "J1.ssn: \"***-**-3458\", \"***-**-3457\"");
}

SCENARIO("of several segments of a kind each is told by what decided it") {
  auto presets = PresetsFolder::find({.given = test::project_path("presets")});
  REQUIRE(presets);
  const fs::path file = test::scratch("cases_test") / "people.test.yaml";
  fs::create_directories(file.parent_path());
  REQUIRE(write_file(file, fmt::format(R"(preset: loanpro_installment
as_of: 2025-04-30
base: {}
cases:
  - name: three generations
    change:
      "loan.people[0].generation": customer.generationCode.sr
      "loan.people[1].generation": customer.generationCode.jr
      "loan.people[2].generation": customer.generationCode.iii
      "loan.people[2].address.street": "1 Sample Row"
      "loan.people[2].address.zip": "84601"
    expect:
      base: {{ generation_code: "2" }}
      segments: {{ J1: [{{ generation_code: "2" }}, {{ generation_code: "2" }}] }}
)",
                                       test::project_path("presets/loanpro/cases/three.json"))));
  CaseRunner runner(*presets);
  runner.load(file);
  INFO(render(runner.found().sorted(), Colour::Never));
  const auto results = runner.run({});
  REQUIRE(results);
  REQUIRE(results->size() == 1);
  std::string told;
  for (const CaseMismatch& mismatch : results->front().mismatches) {
    for (const CaseStory& story : why(results->front(), mismatch)) {
      for (const std::string& line : story.reads)
        told += mismatch.what + " " + line.substr(0, line.find("   ")) + "\n";
    }
  }
  CHECK(told ==
        "generation_code \"SR\", \"SR.\" -> \"S\"\n"
        "J1[0].generation_code \"JR\", \"JR.\" -> \"J\"\n"
        "J1[1].generation_code \"III\" -> \"3\"\n");
}

SCENARIO("an exact record holds nothing that is not named") {
  const std::string mismatches = Written(R"(  - name: exact
    expect: { exactly: { portfolio_type: O, account_type: "29" } }
)")
                                     .mismatches();
  CHECK(mismatches.find("date_opened: blank, 2024-07-01") != std::string::npos);
  CHECK(mismatches.find("J1: no segment, 1 segment") != std::string::npos);
  CHECK(mismatches.find("portfolio_type") == std::string::npos);
}

SCENARIO("the order in which cases run and the number of threads change nothing of the results") {
  std::string cases = "  - name: many\n    each:\n";
  for (int day = 1; day <= 28; ++day)
    cases += fmt::format("      - {{ day: 2026-05-{:02}, status: \"{}\" }}\n", day,
                         day % 3 == 0 ? 71 : 11);
  cases += "    as_of: <day>\n    expect: { base: { account_status: <status> } }\n";
  const auto told = [&](std::uint64_t seed, std::size_t threads) {
    Written written(cases);
    std::string out;
    for (const CaseResult& r : written.run({.threads = threads, .seed = seed, .filter = ""}))
      out += r.test->test.name + (r.passed() ? " passed\n" : " failed\n");
    return out;
  };
  const std::string first = told(1, 1);
  CHECK(first.find("row 1 ") < first.find("row 28 "));
  CHECK(first.find("failed") != std::string::npos);
  CHECK(told(2, 1) == first);
  CHECK(told(3, 4) == first);
}

SCENARIO("only what is asked for runs") {
  Written written(
      "  - name: Late rent\n    expect: { outcome: reported }\n"
      "  - name: early\n    expect: { outcome: reported }\n");
  CHECK(written.run({.threads = 1, .seed = 0, .filter = "late"}).size() == 1);
  CHECK(written.run({.threads = 1, .seed = 0, .filter = "written.test"}).size() == 2);
  CHECK(written.run({.threads = 1, .seed = 0, .filter = "nowhere"}).empty());
}

SCENARIO("an author may allow what coverage warns of, and is told when there is nothing to allow") {
  const std::string text = test::read(test::golden_path("cli/files/homes/rent.preset"));
  const auto said = [&](const std::string& allow, bool all_ran) {
    std::string preset = text;
    preset.insert(preset.rfind('\n', preset.find("no_rent")) + 1, allow);
    CaseRunner runner = covered_homes(preset, all_ran);
    const std::vector<CoverItem> uncovered = runner.coverage().uncovered();
    const bool is_counted =
        std::any_of(uncovered.begin(), uncovered.end(), [](const CoverItem& item) {
          return item.told() == "`no_rent` never decided" ||
                 item.told() == "`account.rent is $0` never true";
        });
    CHECK(is_counted == (allow.find("never-fires") == std::string::npos));
    std::string slugs;
    for (const Diagnostic& d : runner.found().sorted()) {
      if (d.span.text() == "no_rent" || d.slug == "unused-allow") slugs += d.slug + " ";
    }
    return slugs;
  };
  CHECK(said("", true) == "never-fires ");
  CHECK(said("# allow never-fires because \"no home was ever free\"\n", true).empty());
  CHECK(said("# allow always-fires because \"it did, once\"\n", true) ==
        "unused-allow never-fires ");
  CHECK(said("# allow always-fires because \"it does in other cases\"\n", false) == "never-fires ");
}

SCENARIO("what an author allows in a preset holds for those that extend it") {
  auto presets = PresetsFolder::find({.given = test::project_path("presets")});
  REQUIRE(presets);
  CaseRunner runner(*presets);
  for (const char* file : {"loanpro/installment.test.yaml", "loanpro/line.test.yaml"})
    runner.load(fs::path(test::project_path("presets")) / file);
  // Both presets have read installment.preset; only the reading of the second is counted.
  REQUIRE(
      runner.run({.threads = 1, .seed = 0, .counts_coverage = true, .filter = "line.test.yaml"}));
  runner.warn_of_coverage(false);
  REQUIRE_FALSE(runner.coverage().uncovered().empty());
  for (const CoverItem& item : runner.coverage().uncovered())
    CHECK(item.told() != "`base.amount_past_due is $0` never false");
}

SCENARIO("a key that answers with a hold which may never be met needs no case") {
  const std::string text = test::read(test::golden_path("cli/files/homes/rent.preset"));
  const auto uncovered_keys = [&](const std::string& allow) {
    std::string preset = text;
    const std::string key = "  anything else   -> blank\n";
    const std::size_t at = preset.find(key);
    REQUIRE(at != std::string::npos);
    preset.replace(at, key.size(), allow + "  anything else -> hold \"What is it?\"\n");
    CaseRunner runner = covered_homes(preset, true);
    std::string out;
    for (const CoverItem& item : runner.coverage().uncovered()) {
      if (item.point.kind == CoverKind::Key) out += item.told() + "; ";
    }
    return out;
  };
  const std::string all = uncovered_keys("");
  CHECK(all.find("anything else") != std::string::npos);
  CHECK(all.find("\"Flat\"") != std::string::npos);
  const std::string rest =
      uncovered_keys("  # allow never-held because \"the vendor knows no other\"\n");
  CHECK(rest.find("anything else") == std::string::npos);
  CHECK(rest.find("\"Flat\"") != std::string::npos);
}

SCENARIO("a case over several months reads the record of the month before") {
  CaseRunner runner(homes());
  const fs::path folder = own_homes();
  std::string preset = test::read((folder / "rent.preset").string());
  const std::string mapped = "payment_history_profile:           repeat(\"0\", 24)";
  REQUIRE(preset.find(mapped) != std::string::npos);
  preset.replace(
      preset.find(mapped), mapped.size(),
      "payment_history_profile: if previous is present then "
      "roll(previous.payment_history_profile, previous.month_code) else repeat(\"B\", 24)");
  REQUIRE(write_file(folder / "rent.preset", preset));
  fs::copy_file(kCases / "flat.json", folder / "flat.json");
  const auto run = [&](const std::string& cases) {
    auto found = PresetsFolder::find({.given = folder});
    REQUIRE(found);
    CaseRunner months(*found);
    REQUIRE(write_file(folder / "months.test.yaml",
                       "preset: homes_rent\nbase: flat.json\ncases:\n" + cases));
    months.load(folder / "months.test.yaml");
    INFO(render(months.found().sorted(), Colour::Never));
    REQUIRE_FALSE(months.found().has_errors());
    auto results = months.run({});
    REQUIRE(results);
    std::string out;
    for (const CaseResult& result : *results) {
      for (const CaseMismatch& m : result.mismatches) out += m.what + ": " + m.actual + "\n";
    }
    return out;
  };
  CHECK(run(R"(  - name: three months
    each:
      - { day: 2026-04-30, history: "BBBBBBBBBBBBBBBBBBBBBBBB" }
      - { day: 2026-05-31, history: "0BBBBBBBBBBBBBBBBBBBBBBB" }
      - { day: 2026-06-30, history: "00BBBBBBBBBBBBBBBBBBBBBB" }
    as_of: <day>
    change: { account.payments: [] }
    previous: row before
    expect: { base: { payment_history_profile: <history> } }
)") == "payment_history_profile: \"2BBBBBBBBBBBBBBBBBBBBBBB\"\n"
       "payment_history_profile: \"32BBBBBBBBBBBBBBBBBBBBBB\"\n");
  CHECK(run(R"(  - name: the first month
    as_of: 2026-04-30
    expect: { outcome: reported }
  - name: the next
    as_of: 2026-05-31
    previous: the first month
    expect: { base: { payment_history_profile: "0BBBBBBBBBBBBBBBBBBBBBBB" } }
  - name: and the next
    as_of: 2026-06-30
    previous: case before
    expect: { base: { payment_history_profile: "20BBBBBBBBBBBBBBBBBBBBBB" } }
  - name: a record that is given
    as_of: 2026-06-30
    previous: { account_status: "80", payment_history_profile: "21BBBBBBBBBBBBBBBBBBBBBB" }
    expect: { base: { payment_history_profile: "321BBBBBBBBBBBBBBBBBBBBB" } }
)") == "");
}

}  // namespace m2

#include "engine/pipeline/report.h"

#include <fmt/format.h>

#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/explanation.h"
#include "engine/pipeline/run_profile.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

const fs::path kWork = test::scratch("report_test");

fs::path fresh_folder() {
  fs::remove_all(kWork);
  REQUIRE(make_folder(kWork));
  return kWork;
}

PresetsFolder presets_for_runs(const std::string& path = test::golden_path("pipeline/presets")) {
  auto folder = PresetsFolder::find({.given = path});
  REQUIRE(folder);
  return *folder;
}

RunRequest request_of(const std::string& from) {
  RunRequest request;
  request.tenant = "oak";
  request.period = *Period::parse("2026-05");
  request.from = from;
  request.out = kWork / "out";
  return request;
}

RunSummary run(const RunRequest& request, const Progress& progress = {}) {
  Diagnostics found;
  auto summary = run_report(request, presets_for_runs(), found, progress);
  INFO(render(found.sorted(), Colour::Never));
  INFO((summary ? "" : summary.error().message));
  REQUIRE(summary);
  REQUIRE(*summary);
  return std::move(**summary);
}

Error error_of(const RunRequest& request) {
  Diagnostics found;
  const auto summary = run_report(request, presets_for_runs(), found, {});
  REQUIRE_FALSE(summary);
  return summary.error();
}

std::string slug_of(const RunRequest& request) {
  Diagnostics found;
  const auto summary = run_report(request, presets_for_runs(), found, {});
  REQUIRE(summary);
  CHECK_FALSE(*summary);
  return found.empty() ? "" : found.all().front().slug;
}

std::string written(const std::string& name, const std::string& text) {
  const fs::path path = kWork / name;
  REQUIRE(write_file(path, text));
  return path.string();
}

/// Accounts A-1 to A-`count`; every seventh cannot be read, every fifth is held, every third owes
/// too little.
std::string many_accounts(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) {
    if (i % 7 == 0) {
      text += "{\"account\": broken\n";
      continue;
    }
    text += fmt::format(
        R"({{"account":"A-{}","product":"rent","opened":"2025-01-{:02}","rent":{},"owed":{},"stopped":{},)"
        R"("last":"Alder","first":"Ann","others":[{}]}})"
        "\n",
        i, i % 28 + 1, 1000 + i,
        i % 3 == 0   ? "1.50"
        : i % 4 == 0 ? "800"
                     : "0",
        i % 5 == 0 ? "true" : "false", i % 6 == 0 ? R"({"id":"1","last":"Birch"})" : "");
  }
  return text;
}

std::string rules_of(const Tally& tally) {
  std::string text;
  for (const RuleTally& rule : tally.rules())
    text += fmt::format("{}={} ", rule.rule, rule.accounts);
  return text;
}

std::vector<std::string> records_of(const fs::path& path) {
  auto reader = Reader::of_file(path);
  REQUIRE(reader);
  std::vector<std::string> records;
  for (;;) {
    const auto record = reader->next();
    REQUIRE(record);
    if (*record == nullptr) return records;
    CHECK((*record)->problems.empty());
    if ((*record)->kind == RecordKind::Base) records.emplace_back((*record)->bytes);
  }
}

}  // namespace

SCENARIO("every document ends as reported, skipped or held, and the others go on") {
  fresh_folder();
  const RunSummary summary = run(request_of(test::golden_path("pipeline/accounts.ndjson")));
  const RunCounts& counts = summary.counts;
  CHECK(counts.documents == 10);
  CHECK(counts.reported == 4);
  CHECK(rules_of(counts.skipped) == "listed=1 small=1 ");
  CHECK(counts.skipped.total() + counts.held.total() + counts.reported == counts.documents);
  CHECK(counts.held.total() == 4);
  CHECK(rules_of(counts.warned) == "no_rent=1 ");

  THEN("the files hold what is reported, in the order of the documents") {
    REQUIRE(summary.files.size() == 2);
    for (const WrittenFile& file : summary.files) {
      std::string accounts;
      for (const std::string& record : records_of(file.path)) {
        accounts += text(field(BaseField::ConsumerAccountNumber), record);
        accounts += ' ';
      }
      CHECK(accounts == "A1 A2 A7 A8 ");
      CHECK(file.records == 4);
      CHECK(file.j1 == 1);
      CHECK(file.sha256 == sha256(test::read(file.path.string())));
    }
  }
  THEN("what was cut, left out and capped is counted") {
    CHECK(counts.cut.accounts == 1);
    CHECK(counts.dropped.accounts == 1);
    CHECK(counts.capped.accounts == 1);
    CHECK(counts.capped.values == 2);
  }
  THEN("records are stamped with the day of creation") {
    const std::string record = records_of(summary.files[0].path).front();
    CHECK(raw(field(BaseField::TimeStamp), record) == "06012026000000");
    CHECK(text(field(BaseField::IdentificationNumber), record) == "OAK0001");
  }
}

SCENARIO("the whole file is as it was reviewed") {
  fresh_folder();
  const RunSummary summary = run(request_of(test::golden_path("pipeline/accounts.ndjson")));
  test::check_golden("pipeline/oak.2026-05.equifax.metro2",
                     test::read(summary.files[0].path.string()));
  test::check_golden("pipeline/oak.2026-05.experian.metro2",
                     test::read(summary.files[1].path.string()));
}

SCENARIO("the same bytes and counts come out with any number of threads") {
  fresh_folder();
  RunRequest request = request_of(written("many.ndjson", many_accounts(30000)));
  const RunSummary one = run(request);
  const unsigned threads = GENERATE(2U, 3U, 8U);
  CAPTURE(threads);
  request.threads = threads;
  request.out = kWork / "threads";
  const RunSummary several = run(request);
  REQUIRE(several.files.size() == one.files.size());
  for (std::size_t i = 0; i < one.files.size(); ++i) {
    CHECK(several.files[i].sha256 == one.files[i].sha256);
    CHECK(several.files[i].records == one.files[i].records);
  }
  CHECK(several.counts.documents == 30000);
  CHECK(rules_of(several.counts.skipped) == rules_of(one.counts.skipped));
  CHECK(rules_of(several.counts.held) == rules_of(one.counts.held));
  CHECK(several.counts.held.rules()[0].examples == one.counts.held.rules()[0].examples);
  CHECK(test::read((kWork / "threads" / "oak.2026-05.manifest.json").string()) ==
        test::read((kWork / "out" / "oak.2026-05.manifest.json").string()));
}

SCENARIO("nothing to report leaves no file, and files of an earlier run alone") {
  fresh_folder();
  const std::string text = GENERATE("", "\n\n", "not json\n");
  CAPTURE(text);
  REQUIRE(make_folder(kWork / "out"));
  const fs::path old = kWork / "out" / "oak.2026-05.equifax.metro2";
  REQUIRE(write_file(old, "of an earlier run"));
  const RunSummary summary = run(request_of(written("few.ndjson", text)));
  CHECK(summary.counts.reported == 0);
  CHECK(summary.files.empty());
  CHECK(summary.manifest.empty());
  CHECK(list_files(kWork / "out")->size() == 1);
  CHECK(test::read(old.string()) == "of an earlier run");
}

SCENARIO("a profile is missed only where profiles are kept, or where its file is named") {
  CHECK_FALSE(expects_profile(presets_for_runs(), "sandbox"));
  CHECK(expects_profile(presets_for_runs(), "own/strict.yaml"));
  CHECK(expects_profile(presets_for_runs(test::project_path("presets")), "sandbox"));
  CHECK(expects_profile(presets_for_runs(test::project_path("presets")), "nobody"));
}

SCENARIO("only the bureaus that are asked for get a file") {
  fresh_folder();
  RunRequest request = request_of(test::golden_path("pipeline/accounts.ndjson"));
  request.bureaus = {Bureau::Experian};
  const RunSummary summary = run(request);
  REQUIRE(summary.files.size() == 1);
  CHECK(summary.files[0].path.filename() == "oak.2026-05.experian.metro2");
  request.bureaus = {Bureau::Experian, Bureau::Innovis};
  CHECK(error_of(request).message == "tenant `oak` does not report to Innovis");
}

SCENARIO("a request that makes no sense is refused before anything is read") {
  fresh_folder();
  const auto [as_of, created, message] = GENERATE(table<std::string, std::string, std::string>({
      {"2026-04-30", "2026-06-01", "the day 2026-04-30 is not in 2026-05"},
      {"2026-06-01", "2026-06-01", "the day 2026-06-01 is not in 2026-05"},
      {"2026-05-15", "2026-05-14", "a file of 2026-05-15 cannot be created earlier, on 2026-05-14"},
  }));
  RunRequest request = request_of("/no/such/file");
  request.as_of = Date::parse_iso(as_of);
  request.created = Date::parse_iso(created);
  CHECK(error_of(request).message == message);
}

SCENARIO("a run that cannot read or write says so in one line and leaves nothing behind") {
  fresh_folder();
  RunRequest request = request_of("/no/such/file");
  CHECK(error_of(request).code == ErrorCode::NotFound);
  request = request_of(test::golden_path("pipeline/accounts.ndjson"));
  request.out = "/proc/metro2";
  CHECK(error_of(request).code == ErrorCode::Unwritable);
  request = request_of(test::project_path("presets/loanpro/fixtures"));
  request.tenant =
      written("other.yaml",
              "tenant: oak\npreset: small_rent\nvendor: entrata\n"
              "reporter: { identification_number: O, reporter_name: O, reporter_address: O }\n"
              "bureaus: { innovis: { program: O } }\n");
  CHECK(error_of(request).code == ErrorCode::Invalid);
  CHECK_FALSE(fs::exists(kWork / "out"));
}

SCENARIO("a tenant that reports to nobody runs nothing") {
  fresh_folder();
  RunRequest request = request_of(test::golden_path("pipeline/accounts.ndjson"));
  request.tenant = "elm";
  CHECK(slug_of(request) == "missing-key");
  CHECK_FALSE(fs::exists(kWork / "out"));
}

SCENARIO("a tenant's communities decide who is reported") {
  fresh_folder();
  const auto [communities, counted] = GENERATE(table<std::string, std::string>({
      {"{ include: [\"7100202\"] }", "reported 0; skipped other_community=6 small=1 "},
      {"{ exclude: [\"7100202\"] }", "reported 4; skipped other_community=2 "},
      {"{ include: [\"7100101\", \"7100202\"], exclude: \"7100202\" }",
       "reported 4; skipped other_community=2 "},
  }));
  CAPTURE(communities);
  RunRequest request = request_of(test::golden_path("pipeline/accounts.ndjson"));
  const std::string tenant =
      "tenant: oak\npreset: small_rent\nparams: { smallest_debt: $25 }\n"
      "reporter: { identification_number: O, reporter_name: O, reporter_address: O }\n"
      "bureaus: { innovis: { program: O } }\ncommunities: " +
      communities + "\n";
  request.tenant = written("oak.yaml", tenant + "vendor: entrata\n");
  const RunSummary summary = run(request);
  CHECK(fmt::format("reported {}; skipped {}", summary.counts.reported,
                    rules_of(summary.counts.skipped)) == counted);
  CHECK(rules_of(summary.counts.held).find("no_community=1") != std::string::npos);

  THEN("nothing is guessed when it is not known where a document names them") {
    request.tenant = written("oak.yaml", tenant);
    CHECK(error_of(request).code == ErrorCode::Invalid);
    request.tenant = written("oak.yaml", tenant + "vendor: loanpro\n");
    CHECK(error_of(request).code == ErrorCode::Invalid);
  }
}

SCENARIO("progress is told block by block, up to the last document") {
  fresh_folder();
  std::vector<std::uint64_t> told;
  const std::string from = written("many.ndjson", many_accounts(20000));
  run(request_of(from), [&](std::uint64_t documents) { told.push_back(documents); });
  CHECK(told.size() > 1);
  CHECK(std::is_sorted(told.begin(), told.end()));
  CHECK(told.back() == 20000);
}

SCENARIO("an account whose people fill more than a record is held, not cut") {
  fresh_folder();
  std::string others;
  for (int i = 0; i < 96; ++i) others += R"({"id":"1","last":"Birch"},)";
  others.pop_back();
  const std::string from = written(
      "crowd.ndjson",
      R"({"account":"A-1","product":"rent","opened":"2025-01-15","rent":1,"owed":0,"last":"A","first":"B","others":[)" +
          others + "]}\n");
  const RunSummary summary = run(request_of(from));
  CHECK(rules_of(summary.counts.held) == "record_too_long=1 ");
}

SCENARIO("an account that stands in a file already is held, whatever thread it comes from") {
  fresh_folder();
  // Account A-1, A1 in the record, comes again at the end, blocks later, with another rent.
  const std::string from = written("twice.ndjson", many_accounts(20000) + many_accounts(1));
  RunRequest request = request_of(from);
  request.threads = GENERATE(1U, 3U);
  const RunSummary summary = run(request);
  CAPTURE(rules_of(summary.counts.held));
  const std::vector<RuleTally> rules = summary.counts.held.rules();
  const auto twice = std::find_if(rules.begin(), rules.end(),
                                  [](const RuleTally& rule) { return rule.rule == "FILE-016"; });
  REQUIRE(twice != rules.end());
  CHECK(twice->accounts == 1);
  CHECK(twice->reason == "record 2 reports the same account");
  CHECK(summary.counts.documents == 20001);
  for (const WrittenFile& file : summary.files) {
    const std::vector<std::string> records = records_of(file.path);
    CHECK(records.size() == summary.counts.reported);
    CHECK(file.records == summary.counts.reported);
    CHECK(std::count_if(records.begin(), records.end(), [](const std::string& record) {
            return text(field(BaseField::ConsumerAccountNumber), record) == "A1";
          }) == 1);
  }
}

SCENARIO("an account in which a rule finds an error is held, and the others go") {
  fresh_folder();
  const auto account = [](const char* id, const char* last) {
    return fmt::format(
        R"({{"account":"{}","product":"rent","opened":"2025-01-02","rent":1000,"owed":0,"stopped":false,)"
        R"("last":"{}","first":"Ann","others":[]}})"
        "\n",
        id, last);
  };
  const RunSummary summary =
      run(request_of(written("accounts.ndjson", account("A1", "Alder") + account("A2", "4lder") +
                                                    account("A3", "Birch"))));
  CHECK(summary.counts.documents == 3);
  CHECK(summary.counts.reported == 2);
  CHECK(rules_of(summary.counts.held) == "C30-002=1 ");
  REQUIRE_FALSE(summary.files.empty());
  CHECK(records_of(kWork / "out" / summary.files.front().path.filename()).size() == 2);

  GIVEN("the same accounts, explained as the run decided") {
    Diagnostics found;
    auto opened = Explainer::open("oak", presets_for_runs(), summary.as_of, summary.created, found);
    REQUIRE(opened);
    REQUIRE(*opened);
    Explainer& explainer = **opened;
    const auto explained = [&](const char* id) {
      const auto document = explainer.find((kWork / "accounts.ndjson").string(), id);
      REQUIRE(document);
      return explainer.explain(*document, {}).trace;
    };
    CHECK(explained("A2").kind == OutcomeKind::Reported);  // what the preset says alone
    REQUIRE(explainer.ask_rules(presets_for_runs(), found));
    CHECK(explained("A1").kind == OutcomeKind::Reported);
    const AccountTrace held = explained("A2");
    CHECK(held.kind == OutcomeKind::Held);
    REQUIRE(held.reasons.size() == 1);
    CHECK(held.reasons[0].name == "C30-002");
    CHECK(held.reasons[0].text == summary.counts.held.rules().front().reason);
    CHECK(held.record.empty());
    CHECK_FALSE(held.fields.empty());  // how the name came about is still told
  }
}

}  // namespace m2

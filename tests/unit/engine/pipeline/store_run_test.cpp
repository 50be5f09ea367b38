// Runs that are kept in a store: what the months after take from it.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/base/file.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/file_explanation.h"
#include "engine/pipeline/period_diff.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/run_profile.h"
#include "engine/pipeline/store_view.h"
#include "engine/pipeline/stored_documents.h"
#include "engine/pipeline/summary.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

const Period kMarch = *Period::parse("2026-03");
const Period kJune = *Period::parse("2026-06");

PresetsFolder shipped_presets() {
  auto folder = PresetsFolder::find({.given = test::project_path("presets")});
  REQUIRE(folder);
  return *folder;
}

/// A folder for the files and the store of one scenario.
struct Work {
  Work() {
    fs::remove_all(folder);
    fs::create_directories(folder);
  }
  fs::path folder = test::scratch("store_run_test");
  std::string store = (folder / "rent.db").string();
};

RunRequest request_of(const Work& work, Period period, const std::string& from) {
  RunRequest request;
  request.tenant = "demo-rent";
  request.period = period;
  if (period == kJune) request.as_of = *Date::parse_iso("2026-06-15");
  request.from = from;
  request.store = work.store;
  request.out = work.folder / "out";
  return request;
}

Result<std::optional<RunSummary>> attempt(const RunRequest& request) {
  Diagnostics found;
  return run_report(request, shipped_presets(), found, {});
}

RunSummary run(const RunRequest& request) {
  auto summary = attempt(request);
  INFO((summary ? "" : summary.error().message));
  REQUIRE(summary);
  REQUIRE(*summary);
  return std::move(**summary);
}

std::string fixtures() {
  return test::project_path("presets/entrata/fixtures");
}

std::vector<std::string> digests(const RunSummary& summary) {
  std::vector<std::string> all;
  for (const WrittenFile& file : summary.files) all.push_back(file.sha256);
  return all;
}

std::string rule_of(const Work& work, Period period, const std::string& account) {
  const auto store = open_store(work.store, StoreAccess::Read);
  REQUIRE(store);
  const auto reader = (*store)->reader("demo-rent");
  REQUIRE(reader);
  const auto records = (*reader)->records(period);
  REQUIRE(records);
  for (;;) {
    const auto record = (*records)->next();
    REQUIRE(record);
    if (*record == nullptr) return "not there";
    if ((*record)->account == account) return (*record)->outcome + " " + (*record)->rule;
  }
}

}  // namespace

SCENARIO("a first run that is kept writes what one that is not kept writes") {
  const Work work;
  RunRequest plain = request_of(work, kJune, fixtures());
  plain.store.clear();
  const std::vector<std::string> expected = digests(run(plain));
  const RunSummary kept = run(request_of(work, kJune, fixtures()));
  CHECK(digests(kept) == expected);
  REQUIRE(kept.stored);
  CHECK(kept.stored->added == 19);
  CHECK(kept.counts.documents == 19);

  THEN("again it changes nothing") {
    CHECK(run(request_of(work, kJune, fixtures())).stored->is_repeated);
  }
  THEN("its documents come out of the store, on several threads, too") {
    RunRequest again = request_of(work, kJune, "");
    again.threads = 3;
    const RunSummary summary = run(again);
    CHECK(digests(summary) == expected);
    CHECK(summary.stored->unchanged == 19);
    CHECK(summary.documents_digest == kept.documents_digest);
  }
  THEN("a month without a run has no documents, and it is said which ones have") {
    const auto refused = attempt(request_of(work, kMarch, ""));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message ==
          "store `" + work.store +
              "` has no run of `demo-rent` for 2026-03; it has 2026-06; say where the documents "
              "are: --from PATH");
  }
}

SCENARIO("a month builds on what was reported before") {
  const Work work;
  run(request_of(work, kJune, fixtures()));
  CHECK(rule_of(work, kJune, "8200011") == "skipped closed_before_first_report");
  run(request_of(work, kMarch, fixtures()));
  CHECK(rule_of(work, kMarch, "8200011") == "reported ");
  const RunSummary summary = run(request_of(work, kJune, fixtures()));
  CHECK(rule_of(work, kJune, "8200011") == "skipped already_closed");
  CHECK(summary.stored->changed > 0);
}

SCENARIO("a run that fails leaves the store as it was") {
  const Work work;
  run(request_of(work, kMarch, fixtures()));
  RunRequest request = request_of(work, kJune, fixtures());
  REQUIRE(write_file(work.folder / "file", "x"));
  request.out = work.folder / "file" / "out";
  CHECK_FALSE(attempt(request));
  CHECK(rule_of(work, kJune, "8200001") == "not there");
}

SCENARIO("no store is made for documents that it should have") {
  const Work work;
  const auto refused = attempt(request_of(work, kJune, ""));
  REQUIRE_FALSE(refused);
  CHECK_FALSE(fs::exists(work.store));
}

SCENARIO("consents on record count as those of the documents do") {
  const Work work;
  run(request_of(work, kMarch, fixtures()));
  CHECK(rule_of(work, kMarch, "8200001") == "reported ");
  {
    const auto store = open_store(work.store, StoreAccess::Write);
    REQUIRE(store);
    REQUIRE((*store)->add_consents(
        "demo-rent", {{"8200001", "9300001", "withdrawn", "2026-05-01", "a letter"}}));
  }
  run(request_of(work, kJune, fixtures()));
  CHECK(rule_of(work, kJune, "8200001") == "skipped no_consent");
  run(request_of(work, kMarch, fixtures()));  // it was withdrawn later
  CHECK(rule_of(work, kMarch, "8200001") == "reported ");
}

SCENARIO("consents are put into a document, each once") {
  const Work work;
  const auto store = open_store(work.store, StoreAccess::Write);
  REQUIRE(store);
  REQUIRE((*store)->add_consents("oak", {{"1", "7", "granted", "2026-01-02", "a \"form\""}}));
  const auto view = StoreView::open(store->get(), "oak", kJune);
  REQUIRE(view);
  const std::string row =
      R"({"customer":"7","state":"granted","date":"2026-01-02","source":"a \"form\""})";
  const auto [before, after] = GENERATE_COPY(table<std::string, std::string>({
      {R"({"account":"1"})", R"({"account":"1","consents":[)" + row + "]}"},
      {R"({"account":"1","consents":[]})", R"({"account":"1","consents":[)" + row + "]}"},
      {R"({"account":"1","consents":[{"customer":"8"}],"b":[1]})",
       R"({"account":"1","consents":[{"customer":"8"},)" + row + R"(],"b":[1]})"},
      {R"({"account":"1","consents":[)" + row + "]}",
       R"({"account":"1","consents":[)" + row + "]}"},
      {R"({"account":"2","consents":[]})", R"({"account":"2","consents":[]})"},
      {R"({"account":"1","consents":7})", R"({"account":"1","consents":7})"},
      {R"([{"account":"1"}])", R"([{"account":"1"}])"},
      {"{", "{"},
      {"", ""},
  }));
  CHECK((*view)->with_consents(before) == after);
  CHECK((*view)->status());
}

SCENARIO("an account of two documents is kept once, and it is said") {
  const Work work;
  const std::string document = R"({"vendor":"entrata","account":"1","lease":{"id":"1"}})";
  const std::string from = (work.folder / "accounts.ndjson").string();
  REQUIRE(write_file(from, document + "\n" + document + "\n{\n"));
  const RunSummary summary = run(request_of(work, kJune, from));
  CHECK(summary.counts.documents == 3);
  CHECK(summary.stored->added == 1);
  CHECK(summary.stored->twice_total == 1);
  const std::string text = render_text(summary, Colour::Never);
  CHECK(text.find("1 account with more than one document: 1; the first one is kept") !=
        std::string::npos);
  CHECK(run(request_of(work, kJune, "")).counts.documents == 3);
}

SCENARIO("a byte is explained by what the store kept, whatever came since") {
  const Work work;
  run(request_of(work, kMarch, fixtures()));
  const RunSummary summary = run(request_of(work, kJune, fixtures()));
  const auto explain = [&](std::uint64_t offset) {
    Diagnostics found;
    FileQuestion question;
    question.file = summary.files.front().path;
    question.offset = offset;
    auto explainer = FileExplainer::open(question, shipped_presets(), found);
    REQUIRE(explainer);
    REQUIRE(*explainer);
    return (**explainer).explain(offset, {});
  };
  const std::uint64_t history = 426 + 1 + 130;  // of the first account: after the header's line
  {
    const auto store = open_store(work.store, StoreAccess::Write);
    REQUIRE(store);
    REQUIRE((*store)->add_consents(
        "demo-rent", {{"8200001", "9300001", "withdrawn", "2026-05-01", "a letter"}}));
  }
  const auto why = explain(history);
  REQUIRE(why);
  REQUIRE(why->account);
  CHECK(why->place.field == &field(BaseField::PaymentHistoryProfile));
  CHECK(why->account->trace.record.size() == kBaseLength);

  WHEN("the store is no longer there, it is asked for") {
    fs::rename(work.store, work.store + ".elsewhere");
    Diagnostics found;
    const auto refused =
        FileExplainer::open({.file = summary.files.front().path}, shipped_presets(), found);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "the run is kept in store `" + work.store +
                                         "`, and from here it is not there; say where it is: "
                                         "--store FILE");
  }
  WHEN("an earlier month was run again without the account, it is refused") {
    const std::string from = (work.folder / "none.ndjson").string();
    REQUIRE(write_file(from, ""));
    run(request_of(work, kMarch, from));
    const auto refused = explain(history);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("an earlier month was run again") != std::string::npos);
  }
}

SCENARIO("two months are compared by what is kept of them") {
  const Work work;
  run(request_of(work, kMarch, fixtures()));
  run(request_of(work, kJune, fixtures()));
  const auto store = open_store(work.store, StoreAccess::Read);
  REQUIRE(store);
  std::uint64_t told = 0;
  const auto diff = diff_periods({**store, "demo-rent", kMarch, kJune}, [&](const AccountChange&) {
    ++told;
    return Result<void>();
  });
  REQUIRE(diff);
  CHECK(diff->documents == 19);
  CHECK(diff->changed == told);
  CHECK(diff->newly_negative.accounts == 2);
  CHECK(diff->changes.empty());
  for (const FieldGroup& group : diff->fields)
    CHECK(group.field != &field(BaseField::DateOfAccountInformation));

  // 8200016 had not begun in March.
  const auto begun =
      std::find_if(diff->outcomes.begin(), diff->outcomes.end(),
                   [](const OutcomeGroup& group) { return group.before.rule == "not_started"; });
  REQUIRE(begun != diff->outcomes.end());
  CHECK(begun->after.word() == "reported");

  const auto same = diff_periods({**store, "demo-rent", kJune, kJune}, {});
  REQUIRE(same);
  CHECK(same->changed == 0);
  CHECK_FALSE(diff_periods({**store, "demo-rent", kMarch, kJune.plus(1)}, {}));
}

namespace {

/// A base segment of which only these are told.
std::string record_of(const std::string& status, const std::string& history, Period month) {
  FoldCounts ignored;
  std::string record(blank(Segment::Base));
  put_text(field(BaseField::AccountStatus), status, record.data(), ignored);
  put_text(field(BaseField::PaymentHistoryProfile), history, record.data(), ignored);
  put_date(field(BaseField::DateOfAccountInformation), month.last_day(), record.data());
  put_date(field(BaseField::TimeStamp), month.last_day().plus_days(1), record.data());
  return record;
}

/// A month in which account 1 is reported so; and account 2, where it is there.
void keep(const std::string& path, Period month, const std::string& record, bool has_second) {
  const auto store = open_store(path, StoreAccess::Write);
  REQUIRE(store);
  const auto writer = (*store)->begin_run("oak", month);
  REQUIRE(writer);
  const std::string digest(64, 'a');
  for (const std::string account : {"1", "2"}) {
    if (account == "2" && !has_second) continue;
    REQUIRE((*writer)->add({.account = account,
                            .document = "{}",
                            .sha256 = digest,
                            .outcome = "reported",
                            .record = record}));
  }
  REQUIRE((*writer)->commit(month.to_string(), "d"));
}

/// The fields that are told of account 1, and what becomes of account 2.
std::string told(const std::string& path, Period before, Period after) {
  const auto store = open_store(path, StoreAccess::Read);
  REQUIRE(store);
  std::string out;
  const auto diff = diff_periods({**store, "oak", before, after}, [&](const AccountChange& change) {
    if (change.account == "2")
      out += fmt::format("2 {} -> {} ", change.before.word(), change.after.word());
    for (const FieldDifference& d : change.fields) out += change.account + " " + d.what + " ";
    return Result<void>();
  });
  REQUIRE(diff);
  return out;
}

}  // namespace

SCENARIO("a history that goes on is no change; one that was rewritten is") {
  const std::string before = "0BBBBBBBBBBBBBBBBBBBBBBB";
  const auto [status, after, changes] = GENERATE(table<std::string, std::string, std::string>({
      {"11", "00BBBBBBBBBBBBBBBBBBBBBB", ""},
      {"71", "10BBBBBBBBBBBBBBBBBBBBBB", ""},
      {"71", "00BBBBBBBBBBBBBBBBBBBBBB", "1 payment_history_profile "},  // was late, says current
      {"11", "0BBBBBBBBBBBBBBBBBBBBBBB", "1 payment_history_profile "},  // stood still
      {"11", "01BBBBBBBBBBBBBBBBBBBBBB", "1 payment_history_profile "},  // another past
      {"DA", "0BBBBBBBBBBBBBBBBBBBBBBB", ""},                            // leaves no letter
  }));
  CAPTURE(status, after);
  const Work work;
  const Period april = *Period::parse("2026-04");
  keep(work.store, april, record_of(status, before, april), false);
  keep(work.store, april.plus(1), record_of(status, after, april.plus(1)), false);
  CHECK(told(work.store, april, april.plus(1)) == changes);
}

SCENARIO("over a gap every history is told, and who was not there is") {
  const Work work;
  const Period april = *Period::parse("2026-04");
  keep(work.store, april, record_of("11", "0BBBBBBBBBBBBBBBBBBBBBBB", april), false);
  keep(work.store, april.plus(2), record_of("11", "00BBBBBBBBBBBBBBBBBBBBBB", april.plus(2)), true);
  CHECK(told(work.store, april, april.plus(2)) ==
        "1 payment_history_profile 2 not there -> reported ");
  CHECK(told(work.store, april.plus(2), april) ==
        "1 payment_history_profile 2 reported -> not there ");
}

SCENARIO("a file is judged under the profile of the run that wrote it, until it changes") {
  const Work work;
  RunRequest request = request_of(work, kJune, fixtures());
  request.store.clear();
  const RunSummary summary = run(request);
  const fs::path file = work.folder / "out" / summary.files.front().path.filename();
  CHECK(profile_of_written(file) == "sandbox");
  CHECK(profile_of_written(work.folder / "out" / "elsewhere.2026-06.equifax.metro2").empty());
  auto bytes = read_file(file);
  REQUIRE(bytes);
  REQUIRE(write_file(file, *bytes + " "));
  CHECK(profile_of_written(file).empty());
}

}  // namespace m2

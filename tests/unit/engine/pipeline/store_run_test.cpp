// Runs that are kept in a store: what the months after take from it.

#include <filesystem>

#include "engine/base/file.h"
#include "engine/pipeline/file_explanation.h"
#include "engine/pipeline/period_diff.h"
#include "engine/pipeline/report.h"
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

PresetsFolder shipped() {
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
  return run_report(request, shipped(), found, {});
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
  const auto history = (*reader)->history(account);
  REQUIRE(history);
  for (const StoredRecord& record : *history) {
    if (record.period == period) return record.outcome + " " + record.rule;
  }
  return "not there";
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
  const auto view = StoreView::open(**store, "oak", kJune);
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
    auto explainer = FileExplainer::open(question, shipped(), found);
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

  const auto same = diff_periods({**store, "demo-rent", kJune, kJune}, {});
  REQUIRE(same);
  CHECK(same->changed == 0);
  CHECK_FALSE(diff_periods({**store, "demo-rent", kMarch, kJune.plus(1)}, {}));
}

}  // namespace m2

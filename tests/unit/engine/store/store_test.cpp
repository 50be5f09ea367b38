#include "engine/store/store.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>

#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/store/internal/sqlite.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

/// An empty folder of its own for each scenario.
class ScratchFolder {
 public:
  ScratchFolder() : path_(test::scratch("store")) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

const Period kMay = *Period::parse("2026-05");
const Period kJune = *Period::parse("2026-06");

std::unique_ptr<Store> opened(const std::string& path, StoreAccess access = StoreAccess::Write) {
  Result<std::unique_ptr<Store>> store = open_store(path, access);
  if (!store) FAIL(store.error().message);
  return std::move(*store);
}

std::string record_of(const std::string& account, char letter = 'a') {
  return account + std::string(426 - account.size(), letter) + "J1";
}

/// An account of a run as it is put into a store.
struct Account {
  std::string account = {};
  std::string document = {};
  std::string outcome = "reported";
  std::string rule = {};
  std::string record = {};
  std::vector<StoredConsent> consents = {};
};

StoredRunCounts run(Store& store, Period period, const std::vector<Account>& accounts,
                    const std::string& manifest = "{}", const std::string& tenant = "oak") {
  auto writer = store.begin_run(tenant, period);
  REQUIRE(writer);
  for (const Account& account : accounts) {
    const std::string digest = sha256(account.document);
    REQUIRE((*writer)->add({.account = account.account,
                            .document = account.document,
                            .sha256 = digest,
                            .outcome = account.outcome,
                            .rule = account.rule,
                            .record = account.record,
                            .consents = account.consents}));
  }
  auto counts = (*writer)->commit(manifest, sha256(manifest));
  if (!counts) FAIL(counts.error().message);
  return *counts;
}

/// An import of accounts and their records, as records 2, 3 … of a file.
StoredRunCounts import(Store& store, Period period, const std::vector<Account>& accounts,
                       const std::string& digest, const std::string& manifest = "{}") {
  auto writer = store.begin_run("oak", period, RunKind::Import);
  REQUIRE(writer);
  std::uint64_t record = 1;
  for (const Account& account : accounts)
    REQUIRE((*writer)->add_imported({++record, account.account}, account.record));
  auto counts = (*writer)->commit(manifest, digest);
  if (!counts) FAIL(counts.error().message);
  return *counts;
}

std::unique_ptr<StoreReader> reader(Store& store, const std::string& tenant = "oak") {
  auto made = store.reader(tenant);
  REQUIRE(made);
  return std::move(*made);
}

std::string last(StoreReader& from, std::string_view account, Period before) {
  auto base = from.last_report(account, before);
  REQUIRE(base);
  return std::string(*base);
}

template <class Row>
std::vector<Row> rows(Result<std::unique_ptr<Cursor<Row>>> cursor) {
  REQUIRE(cursor);
  std::vector<Row> all;
  for (;;) {
    const Result<const Row*> row = (*cursor)->next();
    REQUIRE(row);
    if (*row == nullptr) return all;
    all.push_back(**row);
  }
}

std::string told(const StoredRunCounts& c) {
  return fmt::format("added {}, changed {}, unchanged {}, removed {}, documents {}, consents {}{}",
                     c.added, c.changed, c.unchanged, c.removed, c.documents, c.consents,
                     c.is_repeated ? ", repeated" : "");
}

/// What was replaced, in the order in which it was.
std::string history_of(const std::string& path) {
  auto database = sqlite::Database::open(path, sqlite::Database::Mode::Read, 0);
  REQUIRE(database);
  auto found = database->prepare(
      "SELECT account, period, outcome, run_id, replaced_by, record FROM metro2_record_history "
      "ORDER BY history_id");
  REQUIRE(found);
  std::string out;
  for (;;) {
    const auto more = found->step();
    REQUIRE(more);
    if (!*more) return out;
    out += fmt::format("{} {} {} by run {}, replaced by run {}: {}", found->text(0), found->text(1),
                       found->text(2), found->integer(3), found->integer(4), found->text(5));
  }
}

}  // namespace

SCENARIO("a store is made by the first who writes, for its owner alone") {
  const ScratchFolder folder;
  const std::string path = (folder.path() / "oak.db").string();
  opened(path);
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  opened(path);  // again
  opened(path, StoreAccess::Read);
}

SCENARIO("a name that means something to SQLite is a file like any other") {
  const ScratchFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  for (const std::string name : {":memory:", "file:x?mode=memory", "it's \"mine\""}) {
    run(*opened(name), kMay, {{"1", "a", "reported", "", record_of("1")}});
    CHECK(rows(reader(*opened(name, StoreAccess::Read))->records(kMay)).size() == 1);
    CHECK(fs::file_size(name) > 0);
  }
  fs::current_path(before);
}

SCENARIO("what is no store is refused and left as it is") {
  const ScratchFolder folder;
  const auto refused = [&](const std::string& path, StoreAccess access) {
    const auto store = open_store(path, access);
    REQUIRE_FALSE(store);
    return store.error().message;
  };
  const std::string none = (folder.path() / "none.db").string();
  CHECK(refused(none, StoreAccess::Read) ==
        "there is no store `" + none + "`; `metro2 run --store " + none + "` makes one");
  CHECK_FALSE(fs::exists(none));

  const std::string text = (folder.path() / "a.txt").string();
  REQUIRE(write_file(text, std::string(2000, 'x')));
  CHECK(refused(text, StoreAccess::Write) == "store `" + text + "`: it is no store of metro2");
  CHECK(*read_file(text) == std::string(2000, 'x'));

  CHECK(refused(folder.path().string(), StoreAccess::Write) ==
        "store `" + folder.path().string() + "`: it is no file");
  CHECK(refused("postgresql://h/db", StoreAccess::Write) ==
        "store `postgresql://h/db`: a store is a file");
  const std::string deep = (folder.path() / "no" / "where.db").string();
  CHECK(refused(deep, StoreAccess::Write) ==
        "cannot write `" + deep + "`: No such file or directory");

  const std::string cut = (folder.path() / "cut.db").string();
  opened(cut);
  fs::resize_file(cut, 1000);
  CHECK(refused(cut, StoreAccess::Write).find("it is ") != std::string::npos);
}

SCENARIO("a run twice leaves the store as it was") {
  const ScratchFolder folder;
  const auto store = opened((folder.path() / "oak.db").string());
  const std::vector<Account> accounts = {
      {"1", "{\"a\":1}", "reported", "", record_of("1")},
      {"2", "{\"a\":2}", "held", "no_rent", "", {{"2", "9", "granted", "2026-01-01", "portal"}}}};
  CHECK(told(run(*store, kMay, accounts)) ==
        "added 2, changed 0, unchanged 0, removed 0, documents 2, consents 1");
  CHECK(told(run(*store, kMay, accounts)) ==
        "added 0, changed 0, unchanged 2, removed 0, documents 0, consents 0, repeated");
  CHECK(reader(*store)->last_run(kMay)->value().id == 1);
  CHECK(told(run(*store, kMay, accounts, "{\"another\":true}")) ==
        "added 0, changed 0, unchanged 2, removed 0, documents 0, consents 0");
}

SCENARIO("an account that changes is one row, and what it was is history") {
  const ScratchFolder folder;
  const std::string path = (folder.path() / "oak.db").string();
  const auto store = opened(path);
  run(*store, kMay, {{"1", "one", "reported", "", record_of("1")}, {"2", "two", "held", "x", ""}});
  CHECK(told(run(*store, kMay,
                 {{"1", "one", "reported", "", record_of("1", 'b')}, {"2", "two", "held", "x"}},
                 "{\"n\":2}")) ==
        "added 0, changed 1, unchanged 1, removed 0, documents 0, consents 0");
  const auto now = rows(reader(*store)->records(kMay));
  REQUIRE(now.size() == 2);
  CHECK(now[0].record == record_of("1", 'b'));
  CHECK(history_of(path) == "1 2026-05 reported by run 1, replaced by run 2: " + record_of("1"));

  WHEN("an account is in the month's next run no more, it is in the month no more") {
    CHECK(told(run(*store, kMay, {{"2", "two", "held", "x"}}, "{\"n\":3}")) ==
          "added 0, changed 0, unchanged 1, removed 1, documents 0, consents 0");
    CHECK(rows(reader(*store)->records(kMay)).size() == 1);
    CHECK(last(*reader(*store), "1", kJune).empty());
    CHECK(history_of(path).find("by run 2, replaced by run 3: " + record_of("1", 'b')) !=
          std::string::npos);
  }
}

SCENARIO("what was imported is what an account was last reported with") {
  const ScratchFolder folder;
  const std::string path = (folder.path() / "oak.db").string();
  const auto store = opened(path);
  const std::vector<Account> accounts = {{.account = "1", .record = record_of("1")},
                                         {.account = "2", .record = record_of("2")}};
  CHECK(told(import(*store, kMay, accounts, "sha-of-may")) ==
        "added 2, changed 0, unchanged 0, removed 0, documents 0, consents 0");
  const auto from = reader(*store);
  CHECK(last(*from, "1", kJune) == record_of("1").substr(0, 426));
  CHECK(last(*from, "1", kMay).empty());
  CHECK(rows(from->records(kMay))[1].outcome == "reported");
  const auto newest = from->last_run(kMay);
  REQUIRE(newest);
  CHECK((*newest)->kind == RunKind::Import);
  CHECK((*newest)->documents_digest == "sha-of-may");
  const auto imported = rows(from->imported((*newest)->id));
  REQUIRE(imported.size() == 2);
  CHECK(imported[1].record == 3);
  CHECK(imported[1].account == "2");
  CHECK(store->import_of("sha-of-may")->value().tenant == "oak");
  CHECK_FALSE(store->import_of("sha-of-june")->has_value());
  CHECK(store->verify()->empty());

  WHEN("the same file comes again, under another name, nothing is written") {
    CHECK(import(*store, kMay, accounts, "sha-of-may", "{\"file\":\"copy\"}").is_repeated);
    CHECK(reader(*store)->last_run(kMay)->value().id == (*newest)->id);
  }
  WHEN("another one takes its place, what it was is history") {
    CHECK(told(import(*store, kMay, {{.account = "1", .record = record_of("1", 'b')}}, "sha-2")) ==
          "added 0, changed 1, unchanged 0, removed 1, documents 0, consents 0");
    CHECK(history_of(path) ==
          "1 2026-05 reported by run 1, replaced by run 2: " + record_of("1") +
              "2 2026-05 reported by run 1, replaced by run 2: " + record_of("2"));
    CHECK(last(*reader(*store), "2", kJune).empty());
  }
  WHEN("a run of the month after goes on from it") {
    run(*store, kJune, {{"1", "one", "reported", "", record_of("1", 'j')}});
    const auto runs = reader(*store)->last_runs();
    REQUIRE(runs);
    REQUIRE(runs->size() == 2);
    CHECK(runs->at(0).kind == RunKind::Import);
    CHECK(runs->at(1).kind == RunKind::Own);
    CHECK(runs->at(1).period == kJune);
    CHECK_FALSE(store->import_of(sha256("{}"))->has_value());
  }
}

SCENARIO("a last report has the number under which the bureaus know the account since") {
  const ScratchFolder folder;
  const auto store = opened((folder.path() / "oak.db").string());
  std::string record(blank(Segment::Base));
  char* const change = append_segment(record, Segment::L1);
  change[field(L1Field::ChangeIndicator).offset()] = '1';
  FoldCounts counts;
  put_text(field(L1Field::NewConsumerAccountNumber), "NEW7", change, counts);
  run(*store, kMay, {{"1", "one", "reported", "", record}});
  CHECK(text(field(BaseField::ConsumerAccountNumber), last(*reader(*store), "1", kJune)) == "NEW7");
  CHECK(rows(reader(*store)->records(kMay))[0].record == record);
}

SCENARIO("a store of the version before is brought up to date, with all that it has") {
  const ScratchFolder folder;
  const std::string path = (folder.path() / "old.db").string();
  REQUIRE(make_private_file(path));
  {
    auto old = sqlite::Database::open(path, sqlite::Database::Mode::Write, 0);
    REQUIRE(old);
    REQUIRE(
        old->run(test::read(test::project_path("engine/store/schema/0001-runs-and-records.sql"))));
    REQUIRE(old->run(
        "INSERT INTO tenants VALUES (1, 'oak');"
        "INSERT INTO documents VALUES (1, 1, '" +
        sha256("one") +
        "', 0, 'one');"
        "INSERT INTO runs VALUES (1, 1, '2026-05', 'd1', '{}'), (2, 1, '2026-05', 'd2', '{2}');"
        "INSERT INTO metro2_records VALUES (1, '2026-05', '1', 'reported', '', '" +
        record_of("1") +
        "', 0, 1, 2);"
        "INSERT INTO metro2_record_history VALUES (1, 1, '2026-05', '1', 'held', 'x', NULL, 0, 1, "
        "1, 2);"
        "PRAGMA application_id = 1295143764; PRAGMA user_version = 1;"));
  }
  const auto refused = open_store(path, StoreAccess::Read);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("of an earlier metro2") != std::string::npos);
  const auto store = opened(path);
  CHECK(last(*reader(*store), "1", kJune) == record_of("1").substr(0, 426));
  CHECK(reader(*store)->last_run(kMay)->value().kind == RunKind::Own);
  CHECK(history_of(path) == "1 2026-05 held by run 1, replaced by run 2: ");
  CHECK(store->verify()->empty());
  CHECK(told(import(*store, kJune, {{.account = "1", .record = record_of("1")}}, "sha")) ==
        "added 1, changed 0, unchanged 0, removed 0, documents 0, consents 0");
}

SCENARIO("history and consents are never changed, whoever asks") {
  const ScratchFolder folder;
  const std::string path = (folder.path() / "oak.db").string();
  const auto store = opened(path);
  run(*store, kMay, {{"1", "one", "reported", "", record_of("1")}});
  run(*store, kMay, {{"1", "one", "held", "x"}}, "{\"n\":2}");
  REQUIRE(store->add_consents("oak", {{"1", "7", "granted", "2026-01-02", "portal"}}));
  auto database = sqlite::Database::open(path, sqlite::Database::Mode::Write, 0);
  REQUIRE(database);
  const std::string statement =
      GENERATE("UPDATE consents SET state = 'withdrawn'", "DELETE FROM consents",
               "UPDATE metro2_record_history SET outcome = 'held'",
               "UPDATE documents SET sha256 = lower(hex(randomblob(32)))");
  CAPTURE(statement);
  const auto done = database->run(statement);
  REQUIRE_FALSE(done);
  CHECK(done.error().message.find(" is never ") != std::string::npos);
}

SCENARIO("the last report of an account is that of the latest earlier month that has one") {
  const ScratchFolder folder;
  const auto store = opened((folder.path() / "oak.db").string());
  run(*store, kMay.plus(-2), {{"1", "a", "reported", "", record_of("1", 'm')}});
  run(*store, kMay.plus(-1), {{"1", "b", "skipped", "later", ""}});
  run(*store, kMay, {{"1", "c", "reported", "", record_of("1", 'y')}});
  run(*store, kMay, {{"1", "c", "reported", "", record_of("1", 'z')}}, "{}", "elm");

  const auto from = reader(*store);
  CHECK(last(*from, "1", kMay) == record_of("1", 'm').substr(0, 426));
  CHECK(last(*from, "1", kJune) == record_of("1", 'y').substr(0, 426));
  CHECK(last(*from, "1", kMay.plus(-2)).empty());
  CHECK(last(*from, "2", kJune).empty());
  CHECK(last(*reader(*store, "elm"), "1", kJune) == record_of("1", 'z').substr(0, 426));
  CHECK(last(*reader(*store, "nobody"), "1", kJune).empty());

  // Two months side by side.
  auto april = from->records(kMay.plus(-1));
  auto may = from->records(kMay);
  CHECK(rows(std::move(april)).front().rule == "later");
  CHECK(rows(std::move(may)).front().record == record_of("1", 'y'));

  CHECK(*from->periods() == std::vector<Period>{kMay.plus(-2), kMay.plus(-1), kMay});
}

SCENARIO("a run is kept whole or not at all, and is seen only when it is") {
  const ScratchFolder folder;
  const auto store = opened((folder.path() / "oak.db").string());
  {
    auto writer = store->begin_run("oak", kMay);
    REQUIRE(writer);
    const std::string record = record_of("1");
    REQUIRE((*writer)->add({.account = "1",
                            .document = "a",
                            .sha256 = sha256("a"),
                            .outcome = "reported",
                            .record = record}));
    CHECK(rows(reader(*store)->records(kMay)).empty());
  }
  CHECK(rows(reader(*store)->records(kMay)).empty());
  CHECK_FALSE(reader(*store)->last_run(kMay)->has_value());

  const auto before = reader(*store);
  run(*store, kMay, {{"1", "a", "reported", "", record_of("1")}});
  CHECK(rows(before->records(kMay)).empty());  // as it was when the view was opened
  CHECK(rows(reader(*store)->records(kMay)).size() == 1);
}

SCENARIO("the documents of a run come back in their order, those that could not be read, too") {
  const ScratchFolder folder;
  const auto store = opened((folder.path() / "oak.db").string());
  auto writer = store->begin_run("oak", kMay);
  REQUIRE(writer);
  const std::string nul("b\0c", 3);
  const auto add = [&](const RunDocument& document) { REQUIRE((*writer)->add(document)); };
  add({.account = "9", .document = nul, .sha256 = sha256(nul), .outcome = "held", .rule = "x"});
  add({.document = "the line is too long", .is_readable = false});
  add({.document = "{", .sha256 = sha256("{"), .outcome = "held", .rule = "unreadable_document"});
  add({.account = "9", .document = "again", .sha256 = sha256("again"), .outcome = "held"});
  const auto counts = (*writer)->commit("{}", "d1");
  REQUIRE(counts);
  CHECK(counts->twice_total == 1);
  CHECK(counts->twice == std::vector<std::string>{"9"});

  const auto from = reader(*store);
  const auto found = from->run_of("d1");
  REQUIRE(found);
  REQUIRE(*found);
  const auto documents = rows(from->documents((*found)->id));
  REQUIRE(documents.size() == 4);
  CHECK(documents[0].text == nul);
  CHECK_FALSE(documents[1].is_readable);
  CHECK(documents[1].text == "the line is too long");
  CHECK(documents[3].text == "again");
  CHECK(rows(from->records(kMay)).size() == 1);
  CHECK_FALSE(from->run_of("d2")->has_value());
}

SCENARIO("consents are added and stay") {
  const ScratchFolder folder;
  const std::string path = (folder.path() / "oak.db").string();
  const auto store = opened(path);
  const StoredConsent yes{"1", "7", "granted", "2026-01-02", "portal"};
  const StoredConsent no{"1", "7", "withdrawn", "2026-03-01", "letter"};
  CHECK(*store->add_consents("oak", {no, yes, yes}) == 2);
  CHECK(*store->add_consents("oak", {yes}) == 0);
  CHECK(*reader(*store)->consents("1") == std::vector<StoredConsent>{yes, no});
  CHECK(reader(*store)->consents("2")->empty());
  CHECK(reader(*store, "elm")->consents("1")->empty());
  CHECK(rows(reader(*store)->all_consents()).size() == 2);

  const auto wrong = store->add_consents(
      "oak", {{"1", "8", "granted", "2026-01-01", ""}, {"1", "8", "perhaps", "2026-01-01", ""}});
  REQUIRE_FALSE(wrong);
  CHECK(reader(*store)->consents("1")->size() == 2);  // all or none
}

SCENARIO("two cannot write at once") {
  const ScratchFolder folder;
  const std::string path = (folder.path() / "oak.db").string();
  const auto store = open_store(path, StoreAccess::Write, {.patience = 10});
  REQUIRE(store);
  {
    const auto first = (*store)->begin_run("oak", kMay);
    REQUIRE(first);
    CHECK(rows(reader(**store)->records(kMay)).empty());  // reading goes on
    const auto second = (*store)->begin_run("oak", kMay);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::Unavailable);
    CHECK(second.error().message ==
          "store `" + path + "`: another metro2 is writing to it; try again when that one is done");
    CHECK_FALSE((*store)->add_consents("oak", {{"1", "7", "granted", "2026-01-02", ""}}));
  }
  CHECK((*store)->begin_run("oak", kMay));
}

SCENARIO("damage is found") {
  const ScratchFolder folder;
  const std::string path = (folder.path() / "oak.db").string();
  {
    const auto store = opened(path);
    std::vector<Account> accounts;
    for (int i = 0; i < 200; ++i) {
      const std::string id = std::to_string(i);
      accounts.push_back(
          {id, "document-of-" + id + std::string(500, 'x'), "reported", "", record_of(id)});
    }
    run(*store, kMay, accounts);
    CHECK(store->verify()->empty());
  }
  std::string bytes = *read_file(path);
  const std::size_t at = bytes.find("document-of-100");
  REQUIRE(at != std::string::npos);
  bytes[at] = 'D';
  REQUIRE(write_file(path, bytes));
  const auto found = opened(path)->verify();
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK(found->front().find("is not what was kept") != std::string::npos);
}

}  // namespace m2

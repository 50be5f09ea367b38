// One run or import into the store, in one transaction.

#include "engine/base/check.h"
#include "engine/store/internal/sqlite_parts.h"

namespace m2 {
namespace {

using sqlite::Blob;
using sqlite::Database;
using sqlite::Null;
using sqlite::Statement;

class SqliteRun final : public RunWriter {
 public:
  SqliteRun(Database database, Period period, RunKind kind)
      : database_(std::move(database)), month_(period.to_string()), kind_(kind) {}
  // A transaction that is still open ends with its connection, and nothing of it stays.

  Result<void> begin(std::string_view tenant) {
    M2_TRY_VOID(database_.run("BEGIN IMMEDIATE"));
    M2_TRY(tenant_, keep_tenant(database_, tenant));
    M2_TRY(Statement insert,
           database_.prepare("INSERT INTO runs (tenant_id, period, documents, manifest, kind) "
                             "VALUES (?, ?, '', '', ?)"));
    const std::string_view kind = kind_ == RunKind::Import ? "import" : "run";
    M2_TRY_VOID(insert.with(tenant_, month(), kind).run());
    run_ = database_.last_id();
    M2_TRY(consents_, ConsentRows::prepare(database_, tenant_));
    return prepare();
  }

  Result<void> add(const RunDocument& document) override {
    ++place_;
    if (!document.is_readable) return list(Null{}, Null{}, document.document);
    M2_TRY(const std::int64_t id, keep_document(document));
    if (document.account.empty()) return list(Null{}, id, Null{});
    M2_TRY_VOID(list(document.account, id, Null{}));
    if (database_.changes() == 0) {
      ++counts_.twice_total;
      if (counts_.twice.size() < kExamples) counts_.twice.emplace_back(document.account);
      return list(Null{}, id, std::string_view("another document of this account came before"));
    }
    for (const StoredConsent& consent : document.consents) {
      M2_TRY(const bool is_new, consents_.add(consent));
      counts_.consents += is_new ? 1 : 0;
    }
    return upsert(document, id);
  }

  Result<void> add_imported(const ImportedRecord& place, std::string_view record) override {
    place_ = static_cast<std::int64_t>(place.record);
    M2_TRY_VOID(list(std::string_view(place.account), Null{}, Null{}));
    M2_CHECK(database_.changes() > 0, "an import has an account once");
    return upsert({.account = place.account, .outcome = "reported", .record = record},
                  std::nullopt);
  }

  Result<StoredRunCounts> commit(std::string_view manifest,
                                 std::string_view documents_digest) override {
    M2_TRY_VOID(remove_others());
    M2_TRY(Statement newest,
           database_.prepare("SELECT manifest, documents FROM runs WHERE tenant_id = ? AND period "
                             "= ? AND run_id < ? ORDER BY run_id DESC LIMIT 1"));
    M2_TRY(const bool has_newest, newest.with(tenant_, month(), run_).step());
    // A file that is imported again may have another name.
    const auto is_same = [&] {
      return kind_ == RunKind::Import ? newest.text(1) == documents_digest
                                      : newest.text(0) == manifest;
    };
    counts_.is_repeated = has_newest && changes() == 0 && is_same();
    newest = {};
    if (counts_.is_repeated) {
      M2_TRY_VOID(database_.run("ROLLBACK"));
      return std::move(counts_);
    }
    M2_TRY(Statement update,
           database_.prepare("UPDATE runs SET manifest = ?, documents = ? WHERE run_id = ?"));
    M2_TRY_VOID(update.with(manifest, documents_digest, run_).run());
    M2_TRY_VOID(database_.run("COMMIT"));
    return std::move(counts_);
  }

 private:
  [[nodiscard]] std::string_view month() const { return month_; }
  [[nodiscard]] std::uint64_t changes() const {
    return counts_.added + counts_.changed + counts_.removed + counts_.documents + counts_.consents;
  }

  Result<void> prepare() {
    M2_TRY(find_document_,
           database_.prepare("SELECT document_id FROM documents WHERE tenant_id = ? "
                             "AND sha256 = ?"));
    M2_TRY(insert_document_, database_.prepare("INSERT INTO documents (tenant_id, sha256, body) "
                                               "VALUES (?, ?, ?)"));
    M2_TRY(list_,
           database_.prepare("INSERT INTO run_documents (run_id, place, account, document_id, "
                             "problem) VALUES (?, ?, ?, ?, ?) ON CONFLICT (run_id, account) "
                             "DO NOTHING"));
    M2_TRY(find_record_,
           database_.prepare("SELECT outcome, rule, record, document_id FROM metro2_records WHERE "
                             "tenant_id = ? AND period = ? AND account = ?"));
    M2_TRY(keep_record_, database_.prepare(keep_records("AND account = ?")));
    M2_TRY(put_record_, database_.prepare(
                            "INSERT OR REPLACE INTO metro2_records (tenant_id, period, account, "
                            "outcome, rule, record, document_id, run_id) VALUES (?, ?, ?, ?, ?, ?, "
                            "?, ?)"));
    return {};
  }

  /// Copies records of the month into the history.
  static std::string keep_records(const std::string& which) {
    return "INSERT INTO metro2_record_history (tenant_id, period, account, outcome, rule, record, "
           "key_id, document_id, run_id, replaced_by) SELECT tenant_id, period, account, outcome, "
           "rule, record, key_id, document_id, run_id, ? FROM metro2_records WHERE tenant_id = ? "
           "AND "
           "period = ? " +
           which;
  }

  Result<std::int64_t> keep_document(const RunDocument& document) {
    M2_TRY(const bool is_known, find_document_.with(tenant_, document.sha256).step());
    if (is_known) return find_document_.integer(0);
    M2_TRY_VOID(insert_document_.with(tenant_, document.sha256, Blob{document.document}).run());
    ++counts_.documents;
    return database_.last_id();
  }

  template <class Account, class Document, class Problem>
  Result<void> list(const Account& account, const Document& document, const Problem& problem) {
    return list_.with(run_, place_, account, document, problem).run();
  }

  /// `id`: none of what was imported.
  Result<void> upsert(const RunDocument& document, std::optional<std::int64_t> id) {
    M2_TRY(const bool is_there, find_record_.with(tenant_, month(), document.account).step());
    if (is_there) {
      const bool is_same = find_record_.text(0) == document.outcome &&
                           find_record_.text(1) == document.rule &&
                           find_record_.text(2) == document.record &&
                           (id ? find_record_.integer(3) == *id : find_record_.is_null(3));
      if (is_same) {
        ++counts_.unchanged;
        return {};
      }
      M2_TRY_VOID(find_record_.run());  // to its end: it has one row
      M2_TRY_VOID(keep_record_.with(run_, tenant_, month(), document.account).run());
    }
    ++(is_there ? counts_.changed : counts_.added);
    const auto put = [&](const auto& record) {
      return put_record_
          .with(tenant_, month(), document.account, document.outcome, document.rule, record, id,
                run_)
          .run();
    };
    return document.record.empty() ? put(Null{}) : put(Blob{document.record});
  }

  Result<void> remove_others() {
    const std::string others =
        "AND NOT EXISTS (SELECT 1 FROM run_documents AS d WHERE d.run_id = ? AND d.account = "
        "metro2_records.account)";
    M2_TRY(Statement keep, database_.prepare(keep_records(others)));
    M2_TRY_VOID(keep.with(run_, tenant_, month(), run_).run());
    M2_TRY(Statement remove,
           database_.prepare("DELETE FROM metro2_records WHERE tenant_id = ? AND period = ? " +
                             others));
    M2_TRY_VOID(remove.with(tenant_, month(), run_).run());
    counts_.removed = static_cast<std::uint64_t>(database_.changes());
    return {};
  }

  Database database_;
  std::string month_;
  RunKind kind_;
  std::int64_t tenant_ = 0;
  std::int64_t run_ = 0;
  std::int64_t place_ = 0;
  ConsentRows consents_;
  Statement find_document_, insert_document_, list_, find_record_, keep_record_, put_record_;
  StoredRunCounts counts_;
};

}  // namespace

Result<std::unique_ptr<RunWriter>> begin_sqlite_run(const std::string& path,
                                                    std::string_view tenant, Period period,
                                                    RunKind kind, const StoreOptions& options) {
  M2_TRY(Database database, Database::open(path, Database::Mode::Write, options.patience));
  auto run = std::make_unique<SqliteRun>(std::move(database), period, kind);
  M2_TRY_VOID(run->begin(tenant));
  return std::unique_ptr<RunWriter>(std::move(run));
}

}  // namespace m2

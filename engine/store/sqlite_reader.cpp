// What one thread reads of one tenant. All of it is read in one transaction: what others write
// meanwhile is not seen.

#include "engine/base/check.h"
#include "engine/metro2/record.h"
#include "engine/store/internal/sqlite_parts.h"

namespace m2 {
namespace {

using sqlite::Database;
using sqlite::Statement;

Period period_of(std::string_view text) {
  const auto period = Period::parse(text);
  M2_CHECK(period.has_value(), "a store holds months");
  return *period;
}

template <class Row>
class RowCursor final : public Cursor<Row> {
 public:
  using Fill = void (*)(const Statement& from, Row& row);
  RowCursor(Statement rows, Fill fill) : rows_(std::move(rows)), fill_(fill) {}

  Result<const Row*> next() override {
    if (is_done_) return static_cast<const Row*>(nullptr);
    M2_TRY(const bool more, rows_.step());
    is_done_ = !more;
    if (!more) return static_cast<const Row*>(nullptr);
    fill_(rows_, row_);
    return static_cast<const Row*>(&row_);
  }

 private:
  Statement rows_;
  Fill fill_;
  Row row_;
  bool is_done_ = false;
};

void fill_consent(const Statement& from, StoredConsent& row) {
  row.account = from.text(0);
  row.customer = from.text(1);
  row.state = from.text(2);
  row.date = from.text(3);
  row.source = from.text(4);
}

void fill_record(const Statement& from, StoredRecord& row) {
  row.account = from.text(0);
  row.outcome = from.text(1);
  row.rule = from.text(2);
  row.record = from.text(3);
}

void fill_document(const Statement& from, StoredDocument& row) {
  row.place = static_cast<std::uint64_t>(from.integer(0));
  row.is_readable = !from.is_null(1);
  row.text = from.text(row.is_readable ? 1 : 2);
}

void fill_imported(const Statement& from, ImportedRecord& row) {
  row.record = static_cast<std::uint64_t>(from.integer(0));
  row.account = from.text(1);
}

class SqliteReader final : public StoreReader {
 public:
  SqliteReader(Database database, std::int64_t tenant)
      : database_(std::move(database)), tenant_(tenant) {}

  Result<void> prepare() {
    // The index is told to SQLite: without statistics it takes the primary key, and reads a month
    // for each account.
    M2_TRY(last_,
           database_.prepare(
               "SELECT record FROM metro2_records INDEXED BY metro2_records_by_account WHERE "
               "tenant_id = ? AND account = ? AND period < ? AND outcome = 'reported' "
               "ORDER BY period DESC LIMIT 1"));
    M2_TRY(consents_, database_.prepare("SELECT account, customer, state, date, source FROM "
                                        "consents WHERE tenant_id = ? AND account = ? ORDER BY "
                                        "date, consent_id"));
    M2_TRY(Statement any, database_.prepare("SELECT 1 FROM consents WHERE tenant_id = ? LIMIT 1"));
    M2_TRY(has_consents_, any.with(tenant_).step());
    return {};
  }

  Result<std::string_view> last_report(std::string_view account, Period before) override {
    M2_TRY_VOID(find_last(account, before));
    return std::string_view(last_base_);
  }

  Result<std::string_view> last_record(std::string_view account, Period before) override {
    M2_TRY_VOID(find_last(account, before));
    return std::string_view(last_record_);
  }

  Result<std::vector<StoredConsent>> consents(std::string_view account) override {
    std::vector<StoredConsent> found;
    if (!has_consents_) return found;
    consents_.with(tenant_, account);
    for (;;) {
      M2_TRY(const bool more, consents_.step());
      if (!more) return found;
      fill_consent(consents_, found.emplace_back());
    }
  }

  Result<std::unique_ptr<Cursor<StoredConsent>>> all_consents() override {
    M2_TRY(Statement rows,
           database_.prepare("SELECT account, customer, state, date, source FROM consents WHERE "
                             "tenant_id = ? ORDER BY account, date, consent_id"));
    rows.with(tenant_);
    return cursor<StoredConsent>(std::move(rows), fill_consent);
  }

  Result<std::unique_ptr<Cursor<StoredRecord>>> records(Period period) override {
    M2_TRY(Statement rows,
           database_.prepare("SELECT account, outcome, rule, record FROM metro2_records "
                             "WHERE tenant_id = ? AND period = ? ORDER BY account"));
    rows.with(tenant_, std::string_view(period.to_string()));
    return cursor<StoredRecord>(std::move(rows), fill_record);
  }

  Result<std::optional<StoredRun>> last_run(Period period) override {
    return find_run("period", period.to_string());
  }
  Result<std::optional<StoredRun>> run_of(std::string_view documents_digest) override {
    return find_run("documents", documents_digest);
  }

  Result<std::vector<StoredRun>> last_runs() override {
    M2_TRY(Statement rows,
           database_.prepare("SELECT run_id, period, documents, manifest, kind FROM runs WHERE "
                             "run_id IN (SELECT max(run_id) FROM runs WHERE tenant_id = ? GROUP BY "
                             "period) ORDER BY period"));
    rows.with(tenant_);
    std::vector<StoredRun> found;
    for (;;) {
      M2_TRY(const bool more, rows.step());
      if (!more) return found;
      found.push_back(run_in(rows));
    }
  }

  Result<std::unique_ptr<Cursor<StoredDocument>>> documents(std::int64_t run) override {
    M2_TRY(Statement rows,
           database_.prepare(
               "SELECT r.place, d.body, r.problem FROM run_documents AS r LEFT JOIN "
               "documents AS d USING (document_id) WHERE r.run_id = ? ORDER BY r.place"));
    rows.with(run);
    return cursor<StoredDocument>(std::move(rows), fill_document);
  }

  Result<std::unique_ptr<Cursor<ImportedRecord>>> imported(std::int64_t run) override {
    M2_TRY(Statement rows, database_.prepare("SELECT place, account FROM run_documents WHERE "
                                             "run_id = ? AND document_id IS NULL AND account IS "
                                             "NOT NULL ORDER BY place"));
    rows.with(run);
    return cursor<ImportedRecord>(std::move(rows), fill_imported);
  }

  Result<std::vector<Period>> periods() override {
    M2_TRY(Statement rows, database_.prepare("SELECT DISTINCT period FROM runs WHERE tenant_id = ? "
                                             "ORDER BY period"));
    rows.with(tenant_);
    std::vector<Period> found;
    for (;;) {
      M2_TRY(const bool more, rows.step());
      if (!more) return found;
      found.push_back(period_of(rows.text(0)));
    }
  }

 private:
  Result<void> find_last(std::string_view account, Period before) {
    if (has_last_ && last_account_ == account && last_before_ == before) return {};
    const std::string month = before.to_string();
    M2_TRY(const bool found, last_.with(tenant_, account, std::string_view(month)).step());
    last_record_ = found ? std::string(last_.text(0)) : std::string();
    last_base_ = found ? base_as_known(last_record_) : std::string();
    last_account_ = account;
    last_before_ = before;
    has_last_ = true;
    return {};
  }

  template <class Row>
  static std::unique_ptr<Cursor<Row>> cursor(Statement rows, typename RowCursor<Row>::Fill fill) {
    return std::make_unique<RowCursor<Row>>(std::move(rows), fill);
  }

  Result<std::optional<StoredRun>> find_run(const std::string& column, std::string_view value) {
    M2_TRY(Statement find,
           database_.prepare("SELECT run_id, period, documents, manifest, kind FROM runs WHERE "
                             "tenant_id = ? AND " +
                             column + " = ? ORDER BY run_id DESC LIMIT 1"));
    M2_TRY(const bool found, find.with(tenant_, value).step());
    return found ? std::optional(run_in(find)) : std::optional<StoredRun>();
  }

  Database database_;
  std::int64_t tenant_;
  Statement last_;
  Statement consents_;
  bool has_consents_ = false;
  // Programs may ask several times for one account.
  bool has_last_ = false;
  std::string last_account_;
  Period last_before_ = Period::of(Date());
  std::string last_base_;
  std::string last_record_;
};

}  // namespace

StoredRun run_in(const Statement& row) {
  return {row.integer(0), period_of(row.text(1)), std::string(row.text(2)),
          std::string(row.text(3)), row.text(4) == "import" ? RunKind::Import : RunKind::Own};
}

Result<std::unique_ptr<StoreReader>> open_sqlite_reader(const std::string& path,
                                                        std::string_view tenant,
                                                        const StoreOptions& options) {
  M2_TRY(Database database, Database::open(path, Database::Mode::Read, options.patience));
  M2_TRY_VOID(database.run("BEGIN"));
  M2_TRY(const std::int64_t id, find_tenant(database, tenant));
  auto reader = std::make_unique<SqliteReader>(std::move(database), id);
  M2_TRY_VOID(reader->prepare());
  return std::unique_ptr<StoreReader>(std::move(reader));
}

}  // namespace m2

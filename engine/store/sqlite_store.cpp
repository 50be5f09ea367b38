// The SQLite store itself: opening it, consents, and whether it is whole.

#include <fmt/format.h>

#include <filesystem>

#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/store/internal/migrations.h"
#include "engine/store/internal/sqlite_parts.h"

namespace m2 {
namespace {

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, const StoreOptions& options, sqlite::Database database)
      : path_(std::move(path)), options_(options), database_(std::move(database)) {}

  [[nodiscard]] const std::string& name() const override { return path_; }

  Result<std::unique_ptr<StoreReader>> reader(std::string_view tenant) override {
    return open_sqlite_reader(path_, tenant, options_);
  }

  Result<std::unique_ptr<RunWriter>> begin_run(std::string_view tenant, Period period,
                                               RunKind kind) override {
    return begin_sqlite_run(path_, tenant, period, kind, options_);
  }

  Result<std::optional<StoredImport>> import_of(std::string_view sha256) override {
    M2_TRY(
        sqlite::Statement find,
        database_.prepare("SELECT run_id, period, documents, manifest, kind, name FROM runs JOIN "
                          "tenants USING (tenant_id) WHERE kind = 'import' AND documents = ? "
                          "ORDER BY run_id DESC LIMIT 1"));
    M2_TRY(const bool found, find.with(sha256).step());
    if (!found) return std::optional<StoredImport>();
    return std::optional(StoredImport{std::string(find.text(5)), run_in(find)});
  }

  Result<std::uint64_t> add_consents(std::string_view tenant,
                                     const std::vector<StoredConsent>& consents) override {
    M2_TRY_VOID(database_.run("BEGIN IMMEDIATE"));
    Result<std::uint64_t> added = add_all(tenant, consents);
    M2_TRY_VOID(database_.run(added ? "COMMIT" : "ROLLBACK"));
    return added;
  }

  Result<std::vector<std::string>> verify() override {
    std::vector<std::string> found;
    M2_TRY(sqlite::Statement pages, database_.prepare("PRAGMA integrity_check(20)"));
    for (;;) {
      M2_TRY(const bool more, pages.step());
      if (!more) break;
      if (pages.text(0) != "ok") found.emplace_back(pages.text(0));
    }
    M2_TRY(sqlite::Statement keys, database_.prepare("PRAGMA foreign_key_check"));
    M2_TRY(const bool has_stray, keys.step());
    if (has_stray) found.push_back(fmt::format("a row of `{}` belongs to nothing", keys.text(0)));
    M2_TRY(sqlite::Statement documents,
           database_.prepare("SELECT document_id, sha256, body FROM documents WHERE key_id = 0"));
    for (;;) {
      M2_TRY(const bool more, documents.step());
      if (!more) return found;
      if (sha256(documents.text(2)) == documents.text(1)) continue;
      found.push_back(fmt::format("document {} is not what was kept", documents.integer(0)));
    }
  }

 private:
  Result<std::uint64_t> add_all(std::string_view tenant,
                                const std::vector<StoredConsent>& consents) {
    M2_TRY(const std::int64_t id, keep_tenant(database_, tenant));
    M2_TRY(ConsentRows rows, ConsentRows::prepare(database_, id));
    std::uint64_t added = 0;
    for (const StoredConsent& consent : consents) {
      M2_TRY(const bool is_new, rows.add(consent));
      added += is_new ? 1 : 0;
    }
    return added;
  }

  std::string path_;
  StoreOptions options_;
  sqlite::Database database_;
};

}  // namespace

Result<std::int64_t> find_tenant(const sqlite::Database& database, std::string_view tenant) {
  M2_TRY(sqlite::Statement find, database.prepare("SELECT tenant_id FROM tenants WHERE name = ?"));
  M2_TRY(const bool found, find.with(tenant).step());
  return found ? find.integer(0) : 0;
}

Result<std::int64_t> keep_tenant(const sqlite::Database& database, std::string_view tenant) {
  M2_TRY(const std::int64_t known, find_tenant(database, tenant));
  if (known != 0) return known;
  M2_TRY(sqlite::Statement insert, database.prepare("INSERT INTO tenants (name) VALUES (?)"));
  M2_TRY_VOID(insert.with(tenant).run());
  return database.last_id();
}

Result<ConsentRows> ConsentRows::prepare(const sqlite::Database& database, std::int64_t tenant) {
  ConsentRows rows;
  rows.database_ = &database;
  rows.tenant_ = tenant;
  M2_TRY(rows.insert_,
         database.prepare("INSERT INTO consents (tenant_id, account, customer, "
                          "state, date, source) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT "
                          "(tenant_id, account, customer, state, date, source) DO "
                          "NOTHING"));
  return rows;
}

Result<bool> ConsentRows::add(const StoredConsent& consent) {
  const std::string_view account = consent.account;
  const std::string_view customer = consent.customer;
  const std::string_view state = consent.state;
  const std::string_view date = consent.date;
  const std::string_view source = consent.source;
  M2_TRY_VOID(insert_.with(tenant_, account, customer, state, date, source).run());
  return database_->changes() > 0;
}

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, StoreAccess access,
                                                 const StoreOptions& options) {
  std::error_code ignored;
  const bool is_there = std::filesystem::exists(path, ignored);
  if (!is_there && access == StoreAccess::Read) {
    return Error{
        ErrorCode::NotFound,
        fmt::format("there is no store `{}`; `metro2 run --store {}` makes one", path, path)};
  }
  if (is_there && !std::filesystem::is_regular_file(path, ignored))
    return Error{ErrorCode::Invalid, fmt::format("store `{}`: it is no file", path)};
  if (!is_there) M2_TRY_VOID(make_private_file(path));
  const bool is_written = access == StoreAccess::Write;
  M2_TRY(sqlite::Database database,
         sqlite::Database::open(
             path, is_written ? sqlite::Database::Mode::Write : sqlite::Database::Mode::Read,
             options.patience));
  M2_TRY_VOID(is_written ? migrate(database, path) : check_version(database, path));
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(path, options, std::move(database)));
}

}  // namespace m2

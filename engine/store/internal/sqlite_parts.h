#pragma once
// The parts of the SQLite store, each in a source of its own.

#include <memory>
#include <string>

#include "engine/store/internal/sqlite.h"
#include "engine/store/store.h"

namespace m2 {

Result<std::unique_ptr<StoreReader>> open_sqlite_reader(const std::string& path,
                                                        std::string_view tenant,
                                                        const StoreOptions& options);
Result<std::unique_ptr<RunWriter>> begin_sqlite_run(const std::string& path,
                                                    std::string_view tenant, Period period,
                                                    RunKind kind, const StoreOptions& options);
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, StoreAccess access,
                                                 const StoreOptions& options);

/// Of a row of run_id, period, documents, manifest and kind, in this order.
StoredRun run_in(const sqlite::Statement& row);
/// The tenant's number; 0 when the store does not know it.
Result<std::int64_t> find_tenant(const sqlite::Database& database, std::string_view tenant);
/// Its number, given now if it has none.
Result<std::int64_t> keep_tenant(const sqlite::Database& database, std::string_view tenant);

/// Adds consents, each once.
class ConsentRows {
 public:
  static Result<ConsentRows> prepare(const sqlite::Database& database, std::int64_t tenant);
  /// Whether it was not there before.
  Result<bool> add(const StoredConsent& consent);

 private:
  const sqlite::Database* database_ = nullptr;
  std::int64_t tenant_ = 0;
  sqlite::Statement insert_;
};

}  // namespace m2

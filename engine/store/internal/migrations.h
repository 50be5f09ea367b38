#pragma once
// Migrations: a new file becomes a store, an older store one of this version.

#include "engine/store/internal/sqlite.h"

namespace m2 {

/// Applies what is missing, each migration whole or not at all. Errors: Invalid (no store of
/// metro2, or of a later version), Unwritable.
Result<void> migrate(sqlite::Database& database, const std::string& name);
/// For reading: refuses what migrate() would have to change. Error: Invalid.
Result<void> check_version(const sqlite::Database& database, const std::string& name);

}  // namespace m2

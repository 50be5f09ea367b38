#include "engine/store/internal/migrations.h"

#include <fmt/format.h>

#include <array>

namespace m2 {
namespace {

struct Migration {
  std::string_view name;
  std::string_view statements;
};

#define M2_MIGRATION(name, statements) Migration{name, statements},
constexpr std::array kMigrations{
#include "engine/store/migrations.inc"
};
#undef M2_MIGRATION

constexpr std::int64_t kThisVersion = kMigrations.size();
constexpr std::int64_t kApplication = 0x4d325354;  // "M2ST", in the file's header

Error refuse(const std::string& name, std::string_view why) {
  return {ErrorCode::Invalid, fmt::format("store `{}`: {}", name, why)};
}

/// The version of a store; 0: an empty file.
Result<std::int64_t> version_of(const sqlite::Database& database, const std::string& name) {
  M2_TRY(const std::int64_t application, database.ask("PRAGMA application_id"));
  M2_TRY(const std::int64_t version, database.ask("PRAGMA user_version"));
  M2_TRY(const std::int64_t tables, database.ask("SELECT count(*) FROM sqlite_schema"));
  if (application == 0 && version == 0 && tables == 0) return 0;
  if (application != kApplication) return refuse(name, "it is no store of metro2");
  if (version > kThisVersion)
    return refuse(name, fmt::format("it is of a later metro2: version {}, and this one knows {}",
                                    version, kThisVersion));
  return version;
}

}  // namespace

Result<void> migrate(sqlite::Database& database, const std::string& name) {
  M2_TRY(std::int64_t version, version_of(database, name));
  if (version == 0) M2_TRY_VOID(database.run("PRAGMA journal_mode = WAL"));
  for (; version < kThisVersion; ++version) {
    const Migration& migration = kMigrations[static_cast<std::size_t>(version)];
    M2_TRY_VOID(database.run("BEGIN IMMEDIATE"));
    // Somebody else may have made the same file a store meanwhile.
    M2_TRY(const std::int64_t now, version_of(database, name));
    const Result<void> done =
        now > version ? database.run("ROLLBACK")
                      : database.run(fmt::format(
                            "{}\nPRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT",
                            migration.statements, kApplication, version + 1));
    if (done) continue;
    Error error = done.error();
    if (const Result<void> back = database.run("ROLLBACK"); !back) return error;
    return std::move(error).within(fmt::format("migration {}", migration.name));
  }
  return {};
}

Result<void> check_version(const sqlite::Database& database, const std::string& name) {
  M2_TRY(const std::int64_t version, version_of(database, name));
  if (version == kThisVersion) return {};
  return refuse(
      name,
      version == 0
          ? "it is empty"
          : "it is of an earlier metro2; the next run that writes to it brings it up to date");
}

}  // namespace m2

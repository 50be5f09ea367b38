#include "engine/store/internal/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>

namespace m2::sqlite {
namespace {

Error error_of(int code, const char* message, const std::string& name) {
  const auto say = [&](ErrorCode kind, std::string_view what) {
    return Error{kind, fmt::format("store `{}`: {}", name, what)};
  };
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return say(ErrorCode::Unavailable,
                 "another metro2 is writing to it; try again when that one is done");
    case SQLITE_NOTADB:
      return say(ErrorCode::Invalid, "it is no store of metro2");
    case SQLITE_CORRUPT:
      return say(ErrorCode::Invalid, "it is damaged; bring back a backup of it");
    case SQLITE_FULL:
      return say(ErrorCode::Unwritable, "no space is left on its disk");
    case SQLITE_READONLY:
      return say(ErrorCode::Unwritable, "it may only be read");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return say(ErrorCode::Unreadable, "it cannot be opened");
    default:
      return say(ErrorCode::Unreadable, message);
  }
}

}  // namespace

// ── Statement ──

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

void Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
}

void Statement::bind(int index, std::string_view value) {
  const char* const bytes = value.data() == nullptr ? "" : value.data();
  sqlite3_bind_text64(statement_.get(), index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind(int index, std::optional<std::int64_t> value) {
  value ? bind(index, *value) : bind(index, Null{});
}

void Statement::bind(int index, Blob value) {
  const char* const bytes = value.bytes.data() == nullptr ? "" : value.bytes.data();
  sqlite3_bind_blob64(statement_.get(), index, bytes, value.bytes.size(), SQLITE_STATIC);
}

void Statement::bind(int index, Null) {
  sqlite3_bind_null(statement_.get(), index);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    reset();
    return false;
  }
  Error error = error_of(code, sqlite3_errmsg(sqlite3_db_handle(statement_.get())), *name_);
  reset();
  return error;
}

Result<void> Statement::run() {
  M2_TRY(const bool has_row, step());
  if (has_row) reset();
  return {};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes == nullptr ? std::string_view()
                          : std::string_view(bytes, static_cast<std::size_t>(size));
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

// ── Database ──

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);  // statements may outlive it for a moment
}

Result<Database> Database::open(const std::string& path, Mode mode, std::uint32_t patience) {
  Database made;
  made.name_ = std::make_unique<std::string>(path);
  const int flags = (mode == Mode::Write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3* opened = nullptr;
  // From the root: SQLite has a meaning of its own for names as `:memory:`.
  const std::string file = std::filesystem::absolute(path).string();
  const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  made.database_.reset(opened);
  if (code != SQLITE_OK) return error_of(code, sqlite3_errstr(code), path);
  sqlite3_busy_timeout(opened, static_cast<int>(patience));
  M2_TRY_VOID(
      made.run("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
               "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"));
  return made;
}

Result<void> Database::run(const std::string& statements) {
  const int code = sqlite3_exec(database_.get(), statements.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  return error_of(code, sqlite3_errmsg(database_.get()), *name_);
}

Result<Statement> Database::prepare(std::string_view statement) const {
  Statement made;
  made.name_ = name_.get();
  sqlite3_stmt* prepared = nullptr;
  const int code =
      sqlite3_prepare_v3(database_.get(), statement.data(), static_cast<int>(statement.size()),
                         SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
  made.statement_.reset(prepared);
  if (code != SQLITE_OK) return error_of(code, sqlite3_errmsg(database_.get()), *name_);
  return made;
}

Result<std::int64_t> Database::ask(std::string_view statement) const {
  M2_TRY(Statement asked, prepare(statement));
  M2_TRY(const bool has_row, asked.step());
  return has_row ? asked.integer(0) : 0;
}

std::int64_t Database::last_id() const {
  return sqlite3_last_insert_rowid(database_.get());
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(database_.get());
}

}  // namespace m2::sqlite

#pragma once
// SQLite as the store uses it: statements that are prepared once, rows, errors that name the file.
//
//   M2_TRY(sqlite::Statement find, database.prepare("SELECT name FROM tenants WHERE tenant_id =
//   ?")); M2_TRY(const bool found, find.with(7).step()); if (found) … find.text(0)

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace m2::sqlite {

/// Bytes, where a text would be read as UTF-8.
struct Blob {
  std::string_view bytes;
};
struct Null {};

/// A statement of a database that outlives it.
class Statement {
 public:
  Statement() = default;

  /// Starts it anew with these values for its question marks; a Blob stays valid until it is
  /// stepped to its end.
  template <class... Values>
  Statement& with(const Values&... values) {
    reset();
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }
  /// Whether there is a row. Errors: Unreadable, Unwritable, Invalid, Unavailable.
  Result<bool> step();
  /// For what has no rows.
  Result<void> run();

  [[nodiscard]] std::int64_t integer(int column) const;
  /// Valid until the next step; a NULL is empty.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  void reset();
  void bind(int index, std::int64_t value);
  void bind(int index, std::uint64_t value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, std::string_view value);
  void bind(int index, std::optional<std::int64_t> value);
  void bind(int index, Blob value);
  void bind(int index, Null value);

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  const std::string* name_ = nullptr;
};

class Database {
 public:
  enum class Mode : std::uint8_t { Read, Write };
  /// `patience`: milliseconds that are waited for somebody else's writing.
  static Result<Database> open(const std::string& path, Mode mode, std::uint32_t patience);

  Result<void> run(const std::string& statements);
  Result<Statement> prepare(std::string_view statement) const;
  /// The first column of the first row; 0 without one.
  Result<std::int64_t> ask(std::string_view statement) const;
  [[nodiscard]] std::int64_t last_id() const;
  [[nodiscard]] std::int64_t changes() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::unique_ptr<std::string> name_;  // statements know it, also when the database is moved
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace m2::sqlite

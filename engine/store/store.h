#pragma once
// Store: what runs were made from and what became of every account, month by month: documents by
// their content, records with their history, consents. One file (SQLite); docs/store.md.
//
//   M2_TRY(std::unique_ptr<Store> store, open_store("metro2.db", StoreAccess::Write));
//   M2_TRY(std::unique_ptr<RunWriter> run, store->begin_run("demo-rent", june));
//   M2_TRY_VOID(run->add({.account = "8200001", .document = text, …}));
//   M2_TRY(const StoredRunCounts counts, run->commit(manifest, digest));
//
// Every error names the store. Documents and records hold personal data: the file is its owner's
// only.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"

namespace m2 {

/// A person's answer to being reported, as account documents hold it.
struct StoredConsent {
  std::string account;
  std::string customer;
  std::string state;   // granted, withdrawn
  std::string date;    // 2025-07-28
  std::string source;  // where it was given
  friend bool operator==(const StoredConsent&, const StoredConsent&) = default;
};

/// What became of an account in a month.
struct StoredRecord {
  std::string account;
  std::string outcome;  // reported, skipped, held
  std::string rule;     // why it is skipped or held; empty: reported
  std::string record;   // base and segments in character form; only of what is reported
};

/// Own: metro2 mapped the month from documents. Import: another system reported it, and its file
/// was taken over; there are no documents.
enum class RunKind : std::uint8_t { Own, Import };

/// A run that is kept: the newest of its month when it is found by the month.
struct StoredRun {
  std::int64_t id = 0;
  Period period = Period::of(Date());
  std::string documents_digest;  // of an import: the SHA-256 of its file
  std::string manifest;
  RunKind kind = RunKind::Own;
};

/// The newest import of a file, whoever's it is.
struct StoredImport {
  std::string tenant;
  StoredRun run;
};

/// An account of an import: where its record stands in the file.
struct ImportedRecord {
  std::uint64_t record = 0;  // from 1, the header included
  std::string account;
};

/// A document of a run, in the order of the run.
struct StoredDocument {
  std::uint64_t place = 0;  // from 1
  bool is_readable = true;
  std::string text;  // of one that is not readable, why
};

/// Reads rows one by one; a row is valid until the next call. Null after the last one.
template <class Row>
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual Result<const Row*> next() = 0;
};

/// One thread's own view of one tenant, as it was when the view was opened.
class StoreReader {
 public:
  virtual ~StoreReader() = default;

  /// The base segment of what was last reported of the account in an earlier month, with the number
  /// under which the bureaus know it since (base_as_known); empty: never.
  /// Valid until the next call.
  virtual Result<std::string_view> last_report(std::string_view account, Period before) = 0;
  /// The whole record that was last reported of the account in an earlier month, as it was
  /// reported; empty: never. Valid until the next call.
  virtual Result<std::string_view> last_record(std::string_view account, Period before) = 0;
  /// Of one account, oldest day first; none is usual and costs nothing in a store without consents.
  virtual Result<std::vector<StoredConsent>> consents(std::string_view account) = 0;
  /// Of all accounts, by account and day.
  virtual Result<std::unique_ptr<Cursor<StoredConsent>>> all_consents() = 0;
  /// Of a month, by account.
  virtual Result<std::unique_ptr<Cursor<StoredRecord>>> records(Period period) = 0;
  /// The newest run of a month, and the newest that had exactly these documents.
  virtual Result<std::optional<StoredRun>> last_run(Period period) = 0;
  virtual Result<std::optional<StoredRun>> run_of(std::string_view documents_digest) = 0;
  /// The newest run of every month, oldest month first.
  virtual Result<std::vector<StoredRun>> last_runs() = 0;
  virtual Result<std::unique_ptr<Cursor<StoredDocument>>> documents(std::int64_t run) = 0;
  /// Of an import, in the order of its file.
  virtual Result<std::unique_ptr<Cursor<ImportedRecord>>> imported(std::int64_t run) = 0;
  /// The months that have records, oldest first.
  virtual Result<std::vector<Period>> periods() = 0;
};

/// One document of a run and what became of it. What has no account is kept, and has no record.
struct RunDocument {
  std::string_view account = {};
  std::string_view document = {};  // of one that is not readable, why
  bool is_readable = true;
  std::string_view sha256 = {};
  std::string_view outcome = {};
  std::string_view rule = {};
  std::string_view record = {};
  std::vector<StoredConsent> consents = {};  // those that the document holds
};

struct StoredRunCounts {
  std::uint64_t added = 0;    // accounts that the month did not have
  std::uint64_t changed = 0;  // what was there is history now
  std::uint64_t unchanged = 0;
  std::uint64_t removed = 0;       // accounts of the month that this run no longer has
  std::uint64_t documents = 0;     // that no run had before
  std::uint64_t consents = 0;      // likewise
  std::vector<std::string> twice;  // accounts with several documents: the first one is kept
  std::uint64_t twice_total = 0;
  bool is_repeated = false;  // the month's newest run or import again: nothing was written
};

/// One run of one month: all of it or nothing. Without commit() nothing is kept.
class RunWriter {
 public:
  static constexpr std::size_t kExamples = 3;

  virtual ~RunWriter() = default;
  virtual Result<void> add(const RunDocument& document) = 0;
  /// Of an import: what another system reported of an account, which it has once.
  virtual Result<void> add_imported(const ImportedRecord& place, std::string_view record) = 0;
  /// The month has the accounts of this run from now on, and no others.
  virtual Result<StoredRunCounts> commit(std::string_view manifest,
                                         std::string_view documents_digest) = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual Result<std::unique_ptr<StoreReader>> reader(std::string_view tenant) = 0;
  /// One at a time; others wait (StoreOptions::patience), and then it is an error (Unavailable).
  [[nodiscard]] virtual Result<std::unique_ptr<RunWriter>> begin_run(
      std::string_view tenant, Period period, RunKind kind = RunKind::Own) = 0;
  /// By the SHA-256 of its file.
  [[nodiscard]] virtual Result<std::optional<StoredImport>> import_of(std::string_view sha256) = 0;
  /// All or none; says how many were not there before.
  virtual Result<std::uint64_t> add_consents(std::string_view tenant,
                                             const std::vector<StoredConsent>& consents) = 0;
  /// What is damaged, in words: pages of the file, documents that do not have their digest.
  virtual Result<std::vector<std::string>> verify() = 0;
};

enum class StoreAccess : std::uint8_t { Read, Write };

struct StoreOptions {
  std::uint32_t patience = 10'000;  // milliseconds that are waited for somebody else's writing
};

/// A file; for writing it is made when it is not there. Errors: NotFound, Unreadable, Unwritable,
/// Invalid (no store, damaged, of a later version), Unavailable (somebody else is writing).
Result<std::unique_ptr<Store>> open_store(const std::string& where, StoreAccess access,
                                          const StoreOptions& options = {});
/// Whether it can be read. Errors: as open_store for reading.
Result<void> check_store(const std::string& where);

}  // namespace m2

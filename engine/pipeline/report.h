#pragma once
// report: the account documents of one tenant and one month become its bureau files.
//
//   RunRequest request{.tenant = "demo-rent", .period = june, .from = "presets/entrata/fixtures",
//   .out = "out"}; M2_TRY(std::optional<RunSummary> summary, run_report(request, presets, found,
//   {})); std::cout << render_text(*summary, Colour::Never);
//
// Every document ends as exactly one of reported, skipped and held. The same documents give the
// same bytes with any number of threads. A run that fails leaves no file and changes none.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "connectors/recorded.h"
#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/presets_folder.h"
#include "engine/pipeline/tally.h"
#include "engine/store/store.h"
#include "engine/write/manifest.h"

namespace m2 {

struct RunRequest {
  std::string tenant;  // name or path
  Period period = Period::of(Date());
  std::optional<Date> as_of = std::nullopt;    // within the period; its last day unless given
  std::optional<Date> created = std::nullopt;  // the day after as_of unless given
  std::string from;   // folder of responses, file of documents, "-"; empty: the store's
  std::string store;  // that the run reads and is kept in; empty: none
  std::filesystem::path out = ".";
  std::vector<Bureau> bureaus = {};  // of those the tenant reports to; empty: all
  unsigned threads = 1;
};

/// Values that were changed so that they fit: in how many accounts, and how many in all.
struct ChangedValues {
  std::uint64_t accounts = 0;
  std::uint64_t values = 0;

  void add(std::uint64_t count) {
    accounts += count > 0 ? 1 : 0;
    values += count;
  }
  void merge(const ChangedValues& other) {
    accounts += other.accounts;
    values += other.values;
  }
};

/// What became of the documents.
struct RunCounts {
  std::uint64_t documents = 0;
  std::uint64_t reported = 0;
  Tally skipped;          // each account once
  Tally held;             // each account once, under the first thing that held it
  Tally held_also;        // and under everything else that would have held it
  Tally warned;           // reported accounts
  ChangedValues cut;      // characters of names and addresses that were cut to their field
  ChangedValues dropped;  // characters the standard refuses
  ChangedValues capped;   // amounts written as all nines

  void merge(const RunCounts& later);
};

struct RunSummary {
  RunRequest request;
  std::string tenant;
  std::vector<std::pair<std::string, std::string>> tenant_parts;  // tenant_parts.h
  Date as_of;
  Date created;
  bool sandbox = false;
  std::string profile;
  std::vector<ManifestPreset> presets;
  std::string documents_digest;
  std::optional<StoredRunCounts> stored;  // of a run that is kept
  RunCounts counts;
  std::vector<WrittenFile> files;                       // none when nothing is reported
  std::filesystem::path manifest;                       // empty likewise
  std::optional<connectors::RecordedReport> responses;  // of a folder
};

/// Told now and then: documents done so far.
using Progress = std::function<void(std::uint64_t documents)>;

/// Empty when `found` has errors: then nothing ran. Errors: Invalid (the request), NotFound,
/// Unreadable, Unwritable, Unavailable (the store).
Result<std::optional<RunSummary>> run_report(const RunRequest& request,
                                             const PresetsFolder& presets, Diagnostics& found,
                                             const Progress& progress);

}  // namespace m2

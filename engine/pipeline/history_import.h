#pragma once
// import_history: what another system reported of a tenant in a month becomes the last report of
// the tenant's accounts, so that histories, dates of first delinquency and numbers go on.
//
//   M2_TRY(std::optional<ImportSummary> done, import_history(request, presets, found, {}));
//
// The file is read three times, in bounded memory: what it holds, whose the records are, and into
// the store. Of each record 16 bytes are remembered, and the numbers and ids of the tenant's
// accounts where they are given. All of it is kept, or nothing.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/presets_folder.h"
#include "engine/metro2/framing.h"
#include "engine/metro2/reader.h"
#include "engine/pipeline/account_numbers.h"
#include "engine/store/store.h"

namespace m2 {

struct ImportRequest {
  std::string tenant;  // name or path
  std::string store;
  std::string file;                                // its name, for people
  std::function<Result<Reader::Source>()> source;  // its bytes from the start, each time
  std::optional<Period> period = std::nullopt;     // empty: what the file says
  std::string accounts = {};  // a CSV file of account_number,account; empty: none
  std::string from = {};      // documents, as a run has them; empty: none
  std::vector<std::string> identification_numbers = {};  // the tenant's, beside those of its file
  std::string replace = {};  // why it takes the place of what the month has; empty: it does not
  bool is_dry_run = false;
};

/// Why a record is not kept.
enum class LeftOut : std::uint8_t {
#define M2_LEFT_OUT(name, key, about, way_out) name,
#include "engine/pipeline/left_out.def"
#undef M2_LEFT_OUT
};
std::string_view to_string(LeftOut why);
std::string_view about(LeftOut why);
std::string_view way_out(LeftOut why);
inline constexpr std::size_t kLeftOutKinds = 0
#define M2_LEFT_OUT(name, key, about, way_out) +1
#include "engine/pipeline/left_out.def"
#undef M2_LEFT_OUT
    ;

struct LeftOutRecord {
  std::uint64_t record = 0;  // from 1, the header included
  std::uint64_t line = 0;
  std::uint64_t offset = 0;
  std::string number;  // its account number; empty: it has none that can be read
  std::string detail;  // what there is to say of this one
};

struct LeftOutRecords {
  static constexpr std::size_t kMost = 10'000;  // that are named
  std::uint64_t count = 0;
  std::vector<LeftOutRecord> named;
};

struct ImportSummary {
  ImportRequest request;
  std::string tenant;
  Period period = Period::of(Date());
  std::string sha256;
  Framing framing;
  std::uint64_t records = 0;
  std::uint64_t kept = 0;
  std::array<std::uint64_t, kNumberKinds> kept_by = {};  // by NumberIs
  std::array<LeftOutRecords, kLeftOutKinds> left_out = {};
  std::vector<Period> own_later;          // months that metro2 ran, and that have to be run again
  std::vector<std::string> problems;      // of the file of account numbers: nothing was done
  std::optional<StoredRunCounts> stored;  // of what is kept

  [[nodiscard]] std::uint64_t left_out_total() const;
};

/// What is being done, and how many documents were mapped so far.
using ImportProgress = std::function<void(std::uint64_t documents)>;

/// Empty when `found` has errors. Errors: Invalid (the file, the months of the store, the request),
/// NotFound, Unreadable, Unwritable, Unavailable.
Result<std::optional<ImportSummary>> import_history(const ImportRequest& request,
                                                    const PresetsFolder& presets,
                                                    Diagnostics& found,
                                                    const ImportProgress& progress);

}  // namespace m2

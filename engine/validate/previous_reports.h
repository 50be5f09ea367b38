#pragma once
// PreviousReports: what was reported of accounts before, for rules that look at months.
//
//   previous.begin();                                        // a new file
//   M2_TRY(const EarlierReport report, previous.find(record));      // for each of its accounts
//   M2_TRY_VOID(previous.each_missing([](std::string_view record) { … }));     // of last month
//
// previous_files.h has it from files.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/validate/portfolio_figures.h"

namespace m2 {

/// Of one account; of one that was never reported the record is empty.
struct EarlierReport {
  std::string_view record;  // its last one, in character form; valid until the next call
  /// As of when it was first reported to be under investigation, if every report since then said
  /// so.
  std::optional<Date> disputed_since;
};

/// The newest month of which there are reports.
struct LastMonth {
  std::string name;  // for messages: "`may.dat`"
  std::optional<Date> activity_date;
  PortfolioFigures figures;
};

class PreviousReports {
 public:
  virtual ~PreviousReports() = default;

  [[nodiscard]] virtual const LastMonth& last_month() const = 0;
  /// Forgets which accounts were asked for.
  virtual void begin() = 0;
  /// What was reported of the account of this record under the numbers in its base segment, or of
  /// the account that took these numbers by an L1 segment. Errors: those of where it is kept.
  virtual Result<EarlierReport> find(std::string_view record) = 0;
  /// The last reports of last month's accounts that were not asked for, in its order.
  virtual Result<void> each_missing(const std::function<void(std::string_view record)>& take) = 0;
};

/// True while a dispute is under investigation (compliance condition XB, XD, XF or XJ).
bool is_disputed(std::string_view record);
/// True when nothing more is due after this report: paid, ended, sold, transferred, deleted, or
/// discharged in bankruptcy.
bool is_final(std::string_view record);

}  // namespace m2

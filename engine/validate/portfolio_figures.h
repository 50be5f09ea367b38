#pragma once
// PortfolioFigures: what is counted of all accounts of a file, for its shares and for the month
// after it.
//
//   PortfolioFigures figures;
//   figures.add(record, activity_date);          // for every account
//   figures.late                                 // of figures.reported()

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/config/thresholds.h"

namespace m2 {

/// How often each day comes; days outside of 1900 to 2100 are left out.
class DayCounts {
 public:
  struct Most {
    Date day;
    std::uint64_t count = 0;
  };

  void add(Date day);
  /// The earliest of the days that come most often; nothing when there is none.
  [[nodiscard]] std::optional<Most> most() const;

 private:
  std::vector<std::uint32_t> counts_;
};

struct PortfolioFigures {
  std::uint64_t accounts = 0;  // deleted ones included
  std::uint64_t deleted = 0;   // status DA or DF; nothing below counts them
  std::uint64_t late = 0;      // status 71, 78, 80, 82, 83, 84, 93 or 97
  std::uint64_t balance = 0;   // sum of the current balances in dollars

  std::uint64_t delinquent = 0;       // with a date of first delinquency
  std::uint64_t late_before = 0;      // of these, late before this report
  std::uint64_t late_since_info = 0;  // of these, with the date of account information in it
  DayCounts first_delinquencies;

  std::uint64_t dated = 0;     // with a date of account information
  std::uint64_t outdated = 0;  // of these, with one long before the activity date
  DayCounts opened;
  std::uint64_t with_date_opened = 0;

  std::uint64_t persons = 0;  // in base segments; companies (ECOA W) are none
  std::uint64_t without_ssn = 0;
  std::uint64_t without_birth_date = 0;

  [[nodiscard]] std::uint64_t reported() const { return accounts - deleted; }

  /// Counts one base record in character form. Without an activity date nothing is outdated.
  void add(std::string_view record, std::optional<Date> activity_date, Days long_ago);
};

}  // namespace m2

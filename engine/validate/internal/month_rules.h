#pragma once
// MonthRules: the rules of C++ about an account and its earlier reports, and which accounts have
// any.
//
//   MonthRules rules(book, previous);
//   rules.begin_file(header.bytes, report);
//   const std::string_view last = rules.judge(record.bytes, report);      // its last report, or
//   nothing rules.end_file(report);
//
// Without previous reports, or with such that are not older than the file, nothing is compared.

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/error.h"
#include "engine/validate/internal/report.h"
#include "engine/validate/internal/whole_rules.h"
#include "engine/validate/previous_reports.h"

namespace m2::internal {

class MonthRules {
 public:
  /// `previous` may be null.
  MonthRules(const RuleBook& book, PreviousReports* previous) : book_(book), previous_(previous) {}

  void begin_file(std::string_view header, Report& report);
  std::string_view judge(std::string_view record, Report& report);
  void end_file(Report& report);

  /// Null when nothing is compared.
  [[nodiscard]] const LastMonth* last_month() const {
    return compares_ ? &previous_->last_month() : nullptr;
  }
  /// Accounts of this file without an earlier report, and last month's open ones without one now.
  [[nodiscard]] std::uint64_t new_accounts() const { return new_accounts_; }
  [[nodiscard]] std::uint64_t missing_accounts() const { return missing_accounts_; }
  /// What kept it from comparing all of the file.
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  void judge_new(std::string_view record, Report& report);
  void judge_dispute(std::string_view record, Date since, Report& report);
  [[nodiscard]] const Rule& rule(Whole name) const { return whole_rule(book_.registry(), name); }

  const RuleBook& book_;
  PreviousReports* previous_;
  bool compares_ = false;
  std::uint64_t new_accounts_ = 0;
  std::uint64_t missing_accounts_ = 0;
  std::optional<Error> failure_;
};

}  // namespace m2::internal

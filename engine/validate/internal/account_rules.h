#pragma once
// AccountRules: the rules of .rules files, asked of every account of a file.
//
//   AccountRules rules(book);
//   rules.begin_file(header.bytes, today, report);
//   rules.judge(record.bytes, previous, facts, report);

#include <memory>
#include <string_view>

#include "engine/base/date.h"
#include "engine/evaluate/record_rules.h"
#include "engine/validate/internal/report.h"
#include "engine/validate/rule_book.h"

namespace m2::internal {

class AccountRules {
 public:
  explicit AccountRules(const RuleBook& book);

  /// `header` may be empty; `today` is `as_of` of the rules.
  /// The silences of the report's day hold for the file.
  void begin_file(std::string_view header, Date today, const Report& report);
  /// `record` is in character form; `previous` its last report, or empty.
  void judge(std::string_view record, std::string_view previous, Report& report);

 private:
  const RuleRegistry& registry_;
  std::unique_ptr<RuleRunner> runner_;  // null: there are no such rules
};

}  // namespace m2::internal

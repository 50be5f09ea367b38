#pragma once
// AccountValidator: the rules over one account, before its record stands in a file.
//
//   AccountValidator validator(book, header, created);
//   for (const Finding& finding : validator.judge(record, last_report)) …
//
// One a thread; the book is shared. Findings are valid until the next call.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/evaluate/record_rules.h"
#include "engine/validate/finding.h"
#include "engine/validate/rule_book.h"

namespace m2 {

class AccountValidator {
 public:
  /// `header` is that of the file to come, 426 bytes, or empty; days after `today` lie in the future.
  AccountValidator(std::shared_ptr<const RuleBook> book, std::string header, Date today);
  ~AccountValidator();
  AccountValidator(AccountValidator&&) noexcept;
  AccountValidator& operator=(AccountValidator&&) noexcept;

  /// `record` is in character form, its descriptor word may be open; `previous` is the account's
  /// last report, or empty. Places of findings count from the record's first byte.
  std::span<const Finding> judge(std::string_view record, std::string_view previous);

 private:
  class Checks;
  std::unique_ptr<Checks> checks_;
};

}  // namespace m2

#pragma once
// FileValidator: the rules over all accounts of a file together (FILE-016 and its kin), before the
// file is written: each account beside those that stand in it already.
//
//   FileValidator validator(book, header, created);
//   for (const Finding& finding : validator.judge(record, number)) …
//
// What an account is known by is remembered, also of one that is held here: of two that are one,
// the first goes. Accounts that were held before are not asked, and so not remembered.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "engine/base/date.h"
#include "engine/validate/finding.h"
#include "engine/validate/rule_book.h"

namespace m2 {

class FileValidator {
 public:
  /// `header` is that of the file to come, 426 bytes.
  FileValidator(std::shared_ptr<const RuleBook> book, std::string_view header, Date today);
  ~FileValidator();
  FileValidator(FileValidator&&) noexcept;
  FileValidator& operator=(FileValidator&&) noexcept;

  /// `record` is in character form, its descriptor word may be open; `number` is its own in the
  /// file, whose header is record 1. Findings are valid until the next call.
  std::span<const Finding> judge(std::string_view record, std::uint64_t number);

 private:
  class Checks;
  std::unique_ptr<Checks> checks_;
};

}  // namespace m2

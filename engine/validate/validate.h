#pragma once
// Validation of a file, whoever wrote it: its bytes against the layout and the code tables, its
// accounts against the rules of the book, month by month where the last report is known.
//
//   M2_TRY(Reader reader, Reader::of_file("june.dat"));
//   M2_TRY(FileSummary summary, validate(reader, {.today = today, .book = book}, sink));
//
// Lengths and descriptor words, order of records and segments, every total of the trailer,
// characters, numbers, days and codes of every field, accounts that stand in the file twice, shares
// of the portfolio. Findings come in the order of the file, those about the file as a whole last,
// and are not kept. Of each account under 60 bytes are remembered.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/metro2/reader.h"
#include "engine/validate/finding.h"
#include "engine/validate/previous_reports.h"
#include "engine/validate/rule_book.h"

namespace m2 {

struct ValidateOptions {
  // What counts as future, and as the day until which silences hold; else the header's date of
  // creation does.
  std::optional<Date> today = {};
  std::shared_ptr<const RuleBook> book = {};  // null: the rules of C++ alone
  PreviousReports* previous = nullptr;        // null: no months are compared
};

/// Findings that were not told, because the profile silences their rule.
struct SilencedFindings {
  const Rule* rule = nullptr;
  std::uint64_t findings = 0;
  const Silence* silence = nullptr;  // valid while the book lives
};

struct FileSummary {
  Framing framing;
  std::uint64_t records = 0;                 // header and trailer included
  std::uint64_t accounts = 0;                // base segments
  std::array<std::uint64_t, 4> findings{};   // by RuleSeverity
  std::vector<SilencedFindings> silenced{};  // by rule, in the order of the registry

  [[nodiscard]] std::uint64_t count(RuleSeverity severity) const {
    return findings[static_cast<std::size_t>(severity)];
  }
  /// No finding that keeps the file from being sent.
  [[nodiscard]] bool is_acceptable() const {
    return count(RuleSeverity::Error) == 0 && count(RuleSeverity::Fatal) == 0;
  }
};

/// Reads the file to its end. Errors: those of the reader and of the previous reports.
Result<FileSummary> validate(Reader& reader, const ValidateOptions& options, FindingSink sink);

}  // namespace m2

#pragma once
// PortfolioDiff: what becomes of the same accounts under two sets of presets: which are reported,
// skipped or held otherwise, which fields change and by how much, and the changed lines behind it.
//
//   M2_TRY(PortfolioDiff diff, diff_portfolio({before, after, as_of}, *source, 2, sink, {}));
//   std::cout << diff.changed << " of " << diff.documents;
//
// The accounts are those whose record or outcome differs, exactly: every document is mapped twice.
// Memory does not grow with their number; `sink` is told each of them in the order of the source.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/changes.h"
#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/pipeline/record_diff.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/setup.h"
#include "engine/pipeline/source.h"
#include "engine/store/store.h"

namespace m2 {

/// The two sides; they outlive the diff, which has spans of both.
struct PortfolioSides {
  const RunSetup& before;
  const RunSetup& after;
  Date as_of;
  Store* store = nullptr;  // last reports and consents of the second side's tenant; null: none
};

/// What an account ends as: "reported", or "skipped" and the rule.
struct ToldOutcome {
  OutcomeKind kind = OutcomeKind::Held;
  std::string rule;      // the first reason; empty: reported
  bool is_known = true;  // else the month that is compared does not have the account

  /// "reported", "skipped", "held", or "not there".
  [[nodiscard]] std::string_view word() const;
  friend auto operator<=>(const ToldOutcome&, const ToldOutcome&) = default;
};

/// An account that does not stay as it is.
struct AccountChange {
  std::string account;
  ToldOutcome before, after;
  bool is_newly_negative = false;
  bool is_no_longer_negative = false;
  /// When both report it; their bytes are not kept.
  std::vector<FieldDifference> fields;
};

/// Accounts, the first of them by name, and the changes of the presets that can be the reason.
struct ChangeGroup {
  static constexpr std::size_t kExamples = 3;
  std::uint64_t accounts = 0;
  std::vector<std::string> examples;
  std::vector<std::size_t> causes;  // of PortfolioDiff::changes

  void add(const std::string& account) {
    ++accounts;
    if (examples.size() < kExamples) examples.push_back(account);
  }
};

struct OutcomeGroup : ChangeGroup {
  ToldOutcome before, after;
};

struct FieldGroup : ChangeGroup {
  static constexpr std::size_t kMostKinds = 10'000;  // of values that are told apart
  Segment segment = Segment::Base;
  const Field* field = nullptr;  // null: whole segments come or go
  // Of amounts, in whole dollars: later less earlier.
  std::int64_t lowest = 0;
  std::int64_t highest = 0;
  std::int64_t sum = 0;
  /// Of codes and dates: from what to what, how often.
  std::map<std::pair<std::string, std::string>, std::uint64_t> kinds;
};

struct PortfolioDiff {
  std::uint64_t documents = 0;
  std::uint64_t changed = 0;
  /// Of the second side's reports: what was nothing bad, or no report, says that somebody was late
  /// or worse (the letter that next month's history begins with, or one in the history).
  FieldGroup newly_negative;
  FieldGroup no_longer_negative;
  std::vector<OutcomeGroup> outcomes;  // by kinds and rules
  std::vector<FieldGroup> fields;      // in the order of the standard
  std::vector<dsl::PresetChange> changes;
};

using AccountSink = std::function<Result<void>(const AccountChange&)>;

/// Errors: Invalid (documents without communities, and they are asked for), those of the source and
/// of the sink.
Result<PortfolioDiff> diff_portfolio(const PortfolioSides& sides, DocumentSource& source,
                                     unsigned threads, const AccountSink& sink,
                                     const Progress& progress);

/// True when a base segment says something bad: late, collected, charged off, repossessed.
bool is_negative(std::string_view base_segment);

}  // namespace m2

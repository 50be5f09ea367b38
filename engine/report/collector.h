#pragma once
// FindingCollector: what is kept of the findings of a file while they go by: counts by rule, the
// inputs of the score, and for each rule a few accounts with all that was found in them.
//
//   FindingCollector collector(book, FindingCollector::Keep::Accounts);
//   collector.begin_file("june.dat");
//   M2_TRY(FileSummary summary, validate(reader, options, [&](const Finding& finding) {
//     collector.add(finding); }));
//   const FileFindings file = collector.end_file(summary);
//
// Memory does not grow with the findings: two bits for each account that has some, at most 20
// accounts a rule. Findings of one rule come in the order of the file; those of different rules in
// any order.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/error.h"
#include "engine/report/account_view.h"
#include "engine/report/score.h"
#include "engine/validate/finding.h"
#include "engine/validate/rule_book.h"
#include "engine/validate/validate.h"

namespace m2 {

/// An account that stands for others with the same findings.
struct SampleAccount {
  std::uint64_t record = 0;
  std::uint64_t line = 0;
  std::string account;
  AccountView view;
  std::vector<Finding> findings;  // in the order they came; without bytes
  std::uint64_t left_out = 0;     // further findings, not kept
};

/// What a rule found in a file.
struct RuleFindings {
  const Rule* rule = nullptr;
  std::uint64_t findings = 0;
  std::uint64_t accounts = 0;             // with at least one of them
  std::uint64_t outside = 0;              // findings outside of the accounts: header, trailer, file
  std::vector<std::uint64_t> samples;     // records of accounts, spread over the file
  std::vector<Finding> outside_findings;  // the first of them
};

struct FileFindings {
  std::string file;                          // the name as it is shown
  std::optional<Error> error = {};           // why it could not be read to its end
  FileSummary summary = {};                  // zero when it could not
  ScoreInputs inputs = {};                   // zero when it could not
  std::vector<RuleFindings> rules = {};      // those that found something, by harm: the worst first
  std::vector<SampleAccount> accounts = {};  // that samples name, by record

  /// None where the file could not be read.
  [[nodiscard]] std::optional<Score> score() const {
    return error ? std::nullopt : std::optional(score_of(inputs));
  }
  /// The account that a sample names, or null.
  [[nodiscard]] const SampleAccount* account(std::uint64_t record) const;
};

class FindingCollector {
 public:
  enum class Keep : std::uint8_t { Counts, Accounts };
  static constexpr std::size_t kMostSamples = 20;   // accounts of a rule
  static constexpr std::size_t kMostFindings = 50;  // findings of an account that are kept

  FindingCollector(std::shared_ptr<const RuleBook> book, Keep keep);

  void begin_file(std::string name);
  void add(const Finding& finding);
  FileFindings end_file(const FileSummary& summary);
  /// Of a file that could not be read to its end, with what was found until then.
  FileFindings end_file(Error error);

 private:
  // The worst severity of each account, two bits a record: remarks are as nothing.
  class Severities {
   public:
    /// Notes the worse of this and what was noted before, which it returns.
    RuleSeverity note(std::uint64_t record, RuleSeverity severity);

   private:
    static constexpr std::uint64_t kInWord = 32;
    using Page = std::array<std::uint64_t, 64>;
    // By page, so that a file of a billion empty lines and one account costs no more than one.
    std::unordered_map<std::uint64_t, std::unique_ptr<Page>> pages_;
  };
  // What is counted for a rule beside its tally.
  struct Progress {
    RuleFindings tally;
    std::uint64_t last_record = 0;
    std::uint64_t stride = 1;  // of the accounts that are kept
  };
  struct Kept {
    SampleAccount account;
    std::size_t uses = 0;
  };

  void add_outside(const Finding& finding, Progress& progress);
  void add_to_account(const Finding& finding);
  void close_account();
  void keep_sample(Progress& progress);
  FileFindings take();

  std::shared_ptr<const RuleBook> book_;
  Keep keep_;
  std::string name_;
  std::vector<Progress> rules_;  // by the index of the rule
  BySeverity worst_{};
  BySeverity outside_{};
  Severities severities_;
  SampleAccount current_;               // the account whose findings come now; record 0: none
  std::vector<std::uint32_t> counted_;  // the rules that count it
  std::map<std::uint64_t, Kept> kept_;
};

}  // namespace m2

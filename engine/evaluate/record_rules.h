#pragma once
// Rules over finished records: compiled once, then run over any number of them.
//
//   M2_TRY(auto program, lower_rules(checked, as_of));
//   RuleRunner runner(program);
//   for (const RuleHit& hit : runner.run(record)) std::cout << hit.rule->id << hit.because << "\n";
//
// One runner a thread; its memory is reused, so hits are valid until the next call, and a record in
// which nothing is found allocates nothing. Programs are shared.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/rules.h"
#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/metro2/field.h"

namespace m2 {

struct RuleProgram;

/// Error: TooLarge, when the rules need more registers or code than a program has (65,535).
Result<std::shared_ptr<const RuleProgram>> lower_rules(
    std::shared_ptr<const dsl::CheckedRules> rules, Date as_of);

/// What nobody finds in a file, by fact: yes as 1, days, cents. Nothing told is `no` or missing.
using RuleFacts = std::vector<std::pair<const dsl::RuleFact*, std::int64_t>>;

/// A rule whose condition is true of a record. Personal data in the texts is masked.
struct RuleHit {
  const dsl::RecordRule* rule = nullptr;
  std::size_t place = 0;            // of the rule in its set
  Segment segment = Segment::Base;  // the one the rule is about
  std::size_t offset = 0;           // of that segment in the record
  std::string_view because, harm, fix;
};

/// Which rules of those that are asked are really run: those that a record leaves possible, or
/// every one, to hold the first against.
enum class Asking : std::uint8_t { Possible, All };

class RuleRunner {
 public:
  /// `asked` says by place which rules of the set are asked; empty: all of them.
  explicit RuleRunner(std::shared_ptr<const RuleProgram> program,
                      const std::vector<std::uint8_t>& asked = {},
                      Asking asking = Asking::Possible);
  ~RuleRunner();
  RuleRunner(RuleRunner&&) noexcept;
  RuleRunner& operator=(RuleRunner&&) noexcept;

  /// What day it is when the file is looked at: `as_of`. Until told, that of the program.
  void set_as_of(Date as_of);
  /// The header of the file, 426 bytes, or nothing. Until told, nothing.
  void set_header(std::string_view header);
  /// By place: rules of which it is enough to know that they found something. Their hits have no
  /// texts, which cost more than the question. Empty: none.
  void set_textless(std::vector<std::uint8_t> rules);
  /// Told anew for every record that has others.
  void set_facts(const RuleFacts& facts);

  /// Rules for the record, then for each of its consumers, in the order of the file. `record` is in
  /// character form: 426 bytes and what is appended. A rule that reads a field whose bytes mean
  /// nothing (letters in an amount, no real day in a date) is not asked: that is a finding of its
  /// own.
  std::span<const RuleHit> run(std::string_view record);
  /// The same and the rules for a month, beside the account's last report. Of an account that is
  /// deleted (status DA, DF) only rules that say so are asked.
  std::span<const RuleHit> run(std::string_view record, std::string_view previous);

 private:
  class Run;
  std::unique_ptr<Run> run_;
};

}  // namespace m2

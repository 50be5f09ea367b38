#pragma once
// One demo as its tests ask about it: every account mapped by the preset that ships, as its tenant
// sets it up, and open to any question that the preset's author could ask.
//
//   DemoFacts loans(loan_demo());
//   loans.mapped("2015").outcome()                          // "held bankruptcy"
//   loans.ask("snapshot.payoff")                            // one answer an account

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/inquiry.h"
#include "engine/pipeline/setup.h"
#include "tests/integration/demo_runs.h"
#include "tests/support/mapping.h"

namespace m2::test {

class DemoFacts {
 public:
  explicit DemoFacts(const Demo& demo);

  /// In the order of the fixtures.
  [[nodiscard]] const std::vector<std::string>& accounts() const { return accounts_; }
  [[nodiscard]] const Mapped& mapped(std::string_view account) const;
  /// The answers to a line by the preset that takes each account, in the order of the accounts:
  /// "$1,450", "2026-05-31", nothing for what is missing, "held: why"; a list has an item a line.
  /// What a `let` names, later lines know.
  std::vector<std::string> ask(const std::string& line);

 private:
  void ask(const std::string& line, std::size_t preset, std::vector<std::string>& answers);

  Date as_of_;
  PresetsFolder folder_;
  RunSetup setup_;
  std::vector<dsl::Inquiry> inquiries_;  // one a preset
  std::vector<std::string> documents_;
  std::vector<std::string> accounts_;
  std::vector<std::size_t> takers_;  // which of the presets takes the account
  std::vector<Mapped> mapped_;
};

}  // namespace m2::test

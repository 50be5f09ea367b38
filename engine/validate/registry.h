#pragma once
// RuleRegistry: every rule there is, for every surface: validate, run, rules, help, reports.
//
//   M2_TRY(auto registry, RuleRegistry::load(presets.rules_folder(), found));
//   for (const Rule& rule : registry->rules()) std::cout << rule.id << " " << rule.title << "\n";
//
// Immutable and shared. The rules of C++ come first, in the order of their tables, then those of
// the .rules files, file by file.

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "dsl/rules.h"
#include "engine/base/diagnostic.h"
#include "engine/evaluate/record_rules.h"
#include "engine/validate/field_checks.h"
#include "engine/validate/rule.h"

namespace m2 {

class RuleRegistry {
 public:
  /// The rules of C++ and of all .rules files at `folder`, by name; a folder that is not there has
  /// none. Null when `found` has errors: a rule that is wrong, or more rules than a program holds.
  static std::shared_ptr<const RuleRegistry> load(const std::filesystem::path& folder,
                                                  Diagnostics& found);
  /// The rules of C++ alone.
  static std::shared_ptr<const RuleRegistry> built_in();

  [[nodiscard]] std::span<const Rule> rules() const { return rules_; }
  /// The rule with this id, letters compared without case; or null.
  [[nodiscard]] const Rule* find(std::string_view id) const;
  /// The declaration of a rule of a .rules file; null for those of C++.
  [[nodiscard]] const dsl::RecordRule* declaration_of(const Rule& rule) const {
    const bool is_declared = declared_ != nullptr && rule.index >= first_declared_ &&
                             rule.index - first_declared_ < declared_->rules.size();
    return is_declared ? &declared_->rules[rule.index - first_declared_] : nullptr;
  }
  /// What the .rules files say; null when there are none.
  [[nodiscard]] const std::shared_ptr<const dsl::CheckedRules>& declared() const {
    return declared_;
  }
  /// The same to run; until told otherwise, no day lies in the future. Null when there are none.
  [[nodiscard]] const std::shared_ptr<const RuleProgram>& program() const { return program_; }
  /// The entry of the rule of portfolio.def with this place in it.
  [[nodiscard]] const Rule& of_whole(std::size_t place) const {
    return rules_[first_whole_ + place];
  }
  /// The entry of the declared rule with this place in declared()->rules.
  [[nodiscard]] const Rule& of_declared(std::size_t place) const {
    return rules_[first_declared_ + place];
  }

 private:
  explicit RuleRegistry(std::shared_ptr<const dsl::CheckedRules> declared);

  std::shared_ptr<const dsl::CheckedRules> declared_;
  std::shared_ptr<const RuleProgram> program_;
  std::vector<Rule> rules_;
  std::size_t first_whole_ = 0;
  std::size_t first_declared_ = 0;
};

}  // namespace m2

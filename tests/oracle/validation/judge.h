#pragma once
// Judge: every rule there is, asked of a file and of its accounts beside their last reports.
//
//   Judge judge;
//   for (const Verdict& verdict : judge.of_file(bytes, today)) …   // rules over bytes, files
//   for (const Verdict& verdict : judge.of_account(header, record, previous, today)) …
//
// The .rules files' rules of low confidence are asked, too.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/record_rules.h"
#include "engine/validate/registry.h"
#include "engine/validate/rule_book.h"

namespace m2::oracle {

struct Verdict {
  const Rule* rule = nullptr;
  std::uint64_t record = 0;  // from 1, of the file
  std::string message;
};

class Judge {
 public:
  /// `only`, when it is not empty: the ids of the .rules files' rules that are asked.
  explicit Judge(std::span<const std::string_view> only = {});

  [[nodiscard]] const RuleRegistry& registry() const { return *registry_; }
  /// Whether the rule is asked where nobody says otherwise: those of low confidence are not.
  [[nodiscard]] bool is_on(const Rule& rule) const { return all_->asks(rule); }
  /// The rules of C++, those of low confidence, too. `previous`: files of earlier months.
  std::vector<Verdict> of_file(std::string_view bytes, std::optional<Date> today = std::nullopt,
                               const std::vector<std::string>& previous = {});
  /// The rules of the .rules files. `header` and `previous` may be empty.
  std::vector<Verdict> of_account(std::string_view header, std::string_view record,
                                  std::string_view previous, Date today,
                                  const RuleFacts& facts = {});

 private:
  std::shared_ptr<const RuleRegistry> registry_;
  std::shared_ptr<const RuleBook> all_, built_in_;
  std::optional<RuleRunner> runner_;
};

}  // namespace m2::oracle

#pragma once
// RuleBook: the rules that are asked of a file, as a profile has it.
//
//   const auto book = RuleBook::of(registry, profile);
//   book->asks(*registry->find("B24-003"))

#include <memory>
#include <vector>

#include "engine/config/thresholds.h"
#include "engine/validate/registry.h"

namespace m2 {

class RuleBook {
 public:
  /// Every rule but those of low confidence.
  static std::shared_ptr<const RuleBook> of(std::shared_ptr<const RuleRegistry> registry);
  /// Every rule, those of low confidence too.
  static std::shared_ptr<const RuleBook> of_all(std::shared_ptr<const RuleRegistry> registry);

  [[nodiscard]] const RuleRegistry& registry() const { return *registry_; }
  /// From which shares and swings on the portfolio rules speak.
  [[nodiscard]] const Thresholds& thresholds() const { return thresholds_; }
  [[nodiscard]] bool asks(const Rule& rule) const { return asks_[rule.index] != 0; }

 private:
  explicit RuleBook(std::shared_ptr<const RuleRegistry> registry);

  std::shared_ptr<const RuleRegistry> registry_;
  Thresholds thresholds_;
  std::vector<std::uint8_t> asks_;  // by the index of the rule
};

}  // namespace m2

#pragma once
// RuleBook: the rules that are asked of a file, as a profile has it.
//
//   const auto book = RuleBook::of(registry, profile);
//   book->asks(*registry->find("B24-003"))
//   book->silence_of(rule)                     // who silenced it, why, where and until when
//
// A silenced rule is asked, too; its findings are counted and not told.

#include <memory>
#include <optional>
#include <vector>

#include "engine/config/profile.h"
#include "engine/config/thresholds.h"
#include "engine/evaluate/record_rules.h"
#include "engine/validate/registry.h"

namespace m2 {

class RuleBook {
 public:
  /// Every rule but those of low confidence.
  static std::shared_ptr<const RuleBook> of(std::shared_ptr<const RuleRegistry> registry);
  /// Every rule, those of low confidence too.
  static std::shared_ptr<const RuleBook> of_all(std::shared_ptr<const RuleRegistry> registry);
  /// The same as the profile changes it. Rules of the profile that the registry does not have are
  /// passed over: whoever loaded it had them told.
  static std::shared_ptr<const RuleBook> of(std::shared_ptr<const RuleRegistry> registry,
                                            std::shared_ptr<const EffectiveProfile> profile);

  [[nodiscard]] const RuleRegistry& registry() const { return *registry_; }
  [[nodiscard]] bool asks(const Rule& rule) const { return asks_[rule.index] != 0; }
  /// Null without a profile.
  [[nodiscard]] const EffectiveProfile* profile() const { return profile_.get(); }
  /// The entry that silences the rule, also after its last day; null when there is none. Valid
  /// while the book lives.
  [[nodiscard]] const Silence* silence_of(const Rule& rule) const { return silences_[rule.index]; }
  /// Whether findings of the rule are not told on that day. Without a day nothing has ended.
  [[nodiscard]] bool is_silenced(const Rule& rule, std::optional<Date> day) const {
    const Silence* silence = silence_of(rule);
    return silence != nullptr && (!day || *day <= silence->until);
  }
  /// From which shares and swings on the portfolio rules speak.
  [[nodiscard]] const Thresholds& thresholds() const { return thresholds_; }
  /// Of the programme, for every account alike.
  [[nodiscard]] const RuleFacts& facts() const { return facts_; }

 private:
  RuleBook(std::shared_ptr<const RuleRegistry> registry,
           std::shared_ptr<const EffectiveProfile> profile);

  std::shared_ptr<const RuleRegistry> registry_;
  std::shared_ptr<const EffectiveProfile> profile_;
  std::vector<std::uint8_t> asks_;        // by the index of the rule
  std::vector<const Silence*> silences_;  // by the index of the rule
  Thresholds thresholds_;
  RuleFacts facts_;
};

/// The rules that a profile may name.
std::vector<KnownRule> known_rules(const RuleRegistry& registry);

}  // namespace m2

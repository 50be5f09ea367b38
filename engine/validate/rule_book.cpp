#include "engine/validate/rule_book.h"

#include <algorithm>

namespace m2 {

RuleBook::RuleBook(std::shared_ptr<const RuleRegistry> registry,
                   std::shared_ptr<const EffectiveProfile> profile)
    : registry_(std::move(registry)), profile_(std::move(profile)) {
  for (const Rule& rule : registry_->rules())
    asks_.push_back(rule.confidence == Confidence::Low ? 0 : 1);
  silences_.resize(asks_.size());
  if (profile_ == nullptr) return;
  for (const auto& [id, entry] : profile_->rules) {
    if (const Rule* rule = registry_->find(id)) asks_[rule->index] = entry.is_on ? 1 : 0;
  }
  for (const auto& [id, silence] : profile_->silences) {
    if (const Rule* rule = registry_->find(id)) silences_[rule->index] = &silence;
  }
  thresholds_ = profile_->thresholds;
  for (const ProgramFact& fact : profile_->program) facts_.emplace_back(fact.fact, fact.value);
}

std::shared_ptr<const RuleBook> RuleBook::of(std::shared_ptr<const RuleRegistry> registry) {
  return of(std::move(registry), nullptr);
}

std::shared_ptr<const RuleBook> RuleBook::of(std::shared_ptr<const RuleRegistry> registry,
                                             std::shared_ptr<const EffectiveProfile> profile) {
  return std::shared_ptr<const RuleBook>(new RuleBook(std::move(registry), std::move(profile)));
}

std::vector<KnownRule> known_rules(const RuleRegistry& registry) {
  std::vector<KnownRule> known;
  for (const Rule& rule : registry.rules())
    known.push_back({std::string(rule.id), rule.severity == RuleSeverity::Fatal});
  return known;
}

std::shared_ptr<const RuleBook> RuleBook::of_all(std::shared_ptr<const RuleRegistry> registry) {
  std::shared_ptr<RuleBook> book(new RuleBook(std::move(registry), nullptr));
  book->asks_.assign(book->asks_.size(), 1);
  return book;
}

}  // namespace m2

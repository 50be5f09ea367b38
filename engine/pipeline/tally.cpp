#include "engine/pipeline/tally.h"

#include <algorithm>

namespace m2 {

RuleTally& Tally::of(std::string_view rule) {
  const auto known = std::find_if(rules_.begin(), rules_.end(),
                                  [&](const RuleTally& tally) { return tally.rule == rule; });
  if (known != rules_.end()) return *known;
  rules_.emplace_back().rule = rule;
  return rules_.back();
}

void Tally::add(std::string_view rule, std::string_view account, std::string_view reason) {
  RuleTally& tally = of(rule);
  if (tally.accounts++ == 0) tally.reason = reason;
  if (tally.examples.size() < kExamples) tally.examples.emplace_back(account);
}

void Tally::merge(const Tally& later) {
  for (const RuleTally& more : later.rules_) {
    RuleTally& tally = of(more.rule);
    if (tally.accounts == 0) tally.reason = more.reason;
    tally.accounts += more.accounts;
    for (const std::string& account : more.examples) {
      if (tally.examples.size() < kExamples) tally.examples.push_back(account);
    }
  }
}

std::uint64_t Tally::total() const {
  std::uint64_t count = 0;
  for (const RuleTally& tally : rules_) count += tally.accounts;
  return count;
}

std::vector<RuleTally> Tally::rules() const {
  std::vector<RuleTally> sorted = rules_;
  std::sort(sorted.begin(), sorted.end(), [](const RuleTally& a, const RuleTally& b) {
    return a.accounts != b.accounts ? a.accounts > b.accounts : a.rule < b.rule;
  });
  return sorted;
}

}  // namespace m2

#include "dsl/rule_facts.h"

#include <algorithm>
#include <array>

namespace m2::dsl {
namespace {

#define M2_RULE_FACT(head, name, kind, about) RuleFact{head, name, Kind::kind, about},
constexpr auto kRuleFacts = std::to_array<RuleFact>({
#include "dsl/rule_facts.def"
});
#undef M2_RULE_FACT

}  // namespace

std::span<const RuleFact> rule_facts() {
  return kRuleFacts;
}

const RuleFact* find_rule_fact(std::string_view head, std::string_view name) {
  const auto found = std::find_if(kRuleFacts.begin(), kRuleFacts.end(), [&](const RuleFact& fact) {
    return fact.head == head && fact.name == name;
  });
  return found == kRuleFacts.end() ? nullptr : &*found;
}

}  // namespace m2::dsl

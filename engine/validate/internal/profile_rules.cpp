#include "engine/validate/internal/profile_rules.h"

#include <array>
#include <cstddef>

#include "engine/base/check.h"

namespace m2::internal {
namespace {

#define M2_PROFILE_RULE(name, id_, severity_, kind_, title_, when_, harm_, fix_, source_) \
  Rule{.id = id_,                                                                         \
       .severity = RuleSeverity::severity_,                                               \
       .kind = RuleKind::kind_,                                                           \
       .title = title_,                                                                   \
       .when = when_,                                                                     \
       .harm = harm_,                                                                     \
       .fix = fix_,                                                                       \
       .source = source_},
constexpr auto kProfileRules = std::to_array<Rule>({
#include "engine/validate/profile.def"
});
#undef M2_PROFILE_RULE

}  // namespace

std::span<const Rule> profile_rules() {
  return kProfileRules;
}

const Rule& profile_rule(const RuleRegistry& registry, ProfileRule name) {
  const Rule* rule = registry.find(kProfileRules[static_cast<std::size_t>(name)].id);
  M2_CHECK(rule != nullptr, "every registry has the rules of profile.def");
  return *rule;
}

}  // namespace m2::internal

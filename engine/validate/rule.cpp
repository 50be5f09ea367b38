#include "engine/validate/rule.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/validate/internal/structural_rules.h"

namespace m2 {
namespace {

#define M2_RULE(name, id_, severity_, title_, fix_, source_) \
  Rule{.id = id_,                                            \
       .severity = RuleSeverity::severity_,                  \
       .title = title_,                                      \
       .fix = fix_,                                          \
       .source = source_},
constexpr auto kStructural = std::to_array<Rule>({
#include "engine/validate/structural.def"
});
#undef M2_RULE

}  // namespace

std::string_view to_string(RuleSeverity severity) {
  constexpr std::array<std::string_view, 4> kNames = {"info", "warning", "error", "fatal"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::span<const Rule> rules() {
  return kStructural;
}

const Rule* find_rule(std::string_view id) {
  const std::string wanted = lower(id);
  const auto found = std::find_if(kStructural.begin(), kStructural.end(),
                                  [&](const Rule& rule) { return lower(rule.id) == wanted; });
  return found == kStructural.end() ? nullptr : &*found;
}

namespace internal {

const Rule& rule(Structural name) {
  return kStructural[static_cast<std::size_t>(name)];
}

}  // namespace internal
}  // namespace m2

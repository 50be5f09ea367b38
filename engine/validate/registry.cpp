#include "engine/validate/registry.h"

#include <algorithm>
#include <array>

#include "dsl/on_one_line.h"
#include "engine/base/check.h"
#include "engine/base/text.h"
#include "engine/validate/internal/profile_rules.h"
#include "engine/validate/internal/structural_rules.h"

namespace m2 {
namespace {

#define M2_RULE(name, ...) Rule{__VA_ARGS__},
constexpr auto kStructural = [] {
  using enum RuleSeverity;
  using enum Confidence;
  return std::to_array<Rule>({
#include "engine/validate/structural.def"
  });
}();
#undef M2_RULE

#define M2_WHOLE_RULE(name, ...) Rule{__VA_ARGS__},
constexpr auto kWhole = std::to_array<Rule>({
#include "engine/validate/portfolio.def"
});
#undef M2_WHOLE_RULE

RuleSeverity severity_of(dsl::RecordSeverity severity) {
  switch (severity) {
    case dsl::RecordSeverity::Fatal:
      return RuleSeverity::Fatal;
    case dsl::RecordSeverity::Error:
      return RuleSeverity::Error;
    case dsl::RecordSeverity::Warning:
      return RuleSeverity::Warning;
    case dsl::RecordSeverity::Info:
      break;
  }
  return RuleSeverity::Info;
}

RuleKind kind_of(dsl::RuleScope scope) {
  switch (scope) {
    case dsl::RuleScope::Record:
      return RuleKind::Record;
    case dsl::RuleScope::Consumer:
      return RuleKind::Consumer;
    case dsl::RuleScope::Month:
      break;
  }
  return RuleKind::Month;
}

// What a rule does not say is as if it said `high`.
Confidence confidence_of(std::string_view word) {
  return word == "low" ? Confidence::Low : word == "medium" ? Confidence::Medium : Confidence::High;
}

Rule declared_rule(const dsl::RecordRule& rule) {
  return {.id = rule.id,
          .severity = severity_of(rule.severity),
          .confidence = confidence_of(rule.confidence),
          .kind = kind_of(rule.scope),
          .title = rule.title,
          .when = rule.texts.when,
          .message = rule.texts.because,
          .harm = rule.texts.harm,
          .perhaps = rule.texts.perhaps,
          .fix = rule.texts.fix,
          .source = rule.source,
          .disputed = rule.disputed};
}

}  // namespace

RuleRegistry::RuleRegistry(std::shared_ptr<const dsl::CheckedRules> declared)
    : declared_(std::move(declared)), rules_(kStructural.begin(), kStructural.end()) {
  first_whole_ = rules_.size();
  rules_.insert(rules_.end(), kWhole.begin(), kWhole.end());
  const std::span<const Rule> of_profiles = internal::profile_rules();
  rules_.insert(rules_.end(), of_profiles.begin(), of_profiles.end());
  first_declared_ = rules_.size();
  if (declared_ != nullptr) {
    for (const dsl::RecordRule& rule : declared_->rules) rules_.push_back(declared_rule(rule));
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) rules_[i].index = static_cast<std::uint32_t>(i);
}

std::shared_ptr<const RuleRegistry> RuleRegistry::built_in() {
  static const std::shared_ptr<const RuleRegistry> kBuiltIn(new RuleRegistry(nullptr));
  return kBuiltIn;
}

std::shared_ptr<const RuleRegistry> RuleRegistry::load(const std::filesystem::path& folder,
                                                       Diagnostics& found) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".rules") files.push_back(entry.path());
  }
  if (files.empty()) return built_in();
  std::sort(files.begin(), files.end());
  auto declared = dsl::check_rules(files, found);
  if (declared == nullptr || found.has_errors()) return nullptr;
  std::shared_ptr<RuleRegistry> registry(new RuleRegistry(std::move(declared)));
  const auto built_in_rules = registry->rules().first(registry->first_declared_);
  for (std::size_t i = registry->first_declared_; i < registry->rules_.size(); ++i) {
    const Rule& rule = registry->rules_[i];
    const bool is_taken =
        std::any_of(built_in_rules.begin(), built_in_rules.end(),
                    [&](const Rule& own) { return lower(own.id) == lower(rule.id); });
    if (is_taken)
      found
          .error("name-twice", registry->declared_->rules[i - registry->first_declared_].span,
                 std::string("the id `") + std::string(rule.id) + "` is that of a built-in rule")
          .with_help("give each rule an id of its own; a released id is never used again");
  }
  auto program = lower_rules(registry->declared_, Date::from_days(Date::kLastDay));
  if (program) {
    registry->program_ = std::move(*program);
  } else {
    found.error("too-large", registry->declared_->rules.front().span, program.error().message)
        .with_help("move some of them to a folder of their own");
  }
  return found.has_errors() ? nullptr : registry;
}

const Rule* RuleRegistry::find(std::string_view id) const {
  const std::string wanted = lower(id);
  const auto found = std::find_if(rules_.begin(), rules_.end(),
                                  [&](const Rule& rule) { return lower(rule.id) == wanted; });
  return found == rules_.end() ? nullptr : &*found;
}

}  // namespace m2

#pragma once
// Rule: something that must hold in a Metro 2 file, and the registry of all of them.
//
//   const Rule* rule = find_rule("FILE-006");
//   rule->title                                  // "the record descriptor word is not the length
//   …"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace m2 {

enum class RuleSeverity : std::uint8_t {
  Info,
  Warning,  ///< data quality; needs review
  Error,    ///< inaccurate or contradictory; do not send before it is corrected
  Fatal,    ///< bureaus reject the file or the record
};
std::string_view to_string(RuleSeverity severity);  // "info", "warning", "error", "fatal"

struct Rule {
  std::string_view id;  // "B17A-001"; a released id is never reused
  RuleSeverity severity = RuleSeverity::Error;
  std::string_view title;   // what is wrong: lower case, no final stop
  std::string_view fix;     // how to mend it
  std::string_view source;  // where the rule comes from
};

/// Every rule that `validate` knows, in the order of its declaration.
std::span<const Rule> rules();
/// The rule with this id, letters compared without case; or null.
const Rule* find_rule(std::string_view id);

}  // namespace m2

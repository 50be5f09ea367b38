#include "engine/validate/rule.h"

#include <array>
#include <cstddef>

namespace m2 {

std::string_view to_string(RuleSeverity severity) {
  constexpr std::array<std::string_view, 4> kNames = {"info", "warning", "error", "fatal"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::string_view to_string(RuleKind kind) {
  constexpr std::array<std::string_view, 6> kNames = {"bytes", "record", "consumer",
                                                      "month", "file",   "portfolio"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Confidence confidence) {
  constexpr std::array<std::string_view, 3> kNames = {"high", "medium", "low"};
  return kNames[static_cast<std::size_t>(confidence)];
}

}  // namespace m2

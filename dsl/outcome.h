#pragma once
// What an account can end as, and what metro2 itself ends it for.
//
//   to_string(OutcomeKind::Held)                 // "held"
//   to_string(EngineReason::NoPreset)            // "no_preset"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace m2 {

enum class OutcomeKind : std::uint8_t { Reported, Skipped, Held };

constexpr std::array<std::string_view, 3> kOutcomes = {"reported", "skipped", "held"};

constexpr std::string_view to_string(OutcomeKind kind) {
  return kOutcomes[static_cast<std::size_t>(kind)];
}
constexpr std::optional<OutcomeKind> find_outcome(std::string_view word) {
  for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
    if (kOutcomes[i] == word) return static_cast<OutcomeKind>(i);
  }
  return std::nullopt;
}

enum class EngineReason : std::uint8_t {
#define M2_ENGINE_REASON(enumerator, name) enumerator,
#include "dsl/engine_reasons.def"
#undef M2_ENGINE_REASON
};

constexpr auto kEngineReasons = std::to_array<std::string_view>({
#define M2_ENGINE_REASON(enumerator, name) name,
#include "dsl/engine_reasons.def"
#undef M2_ENGINE_REASON
});

constexpr std::string_view to_string(EngineReason reason) {
  return kEngineReasons[static_cast<std::size_t>(reason)];
}

}  // namespace m2

#pragma once
// Bureaus: who receives files, and which header field holds the furnisher's number there.
//
//   find_bureau("experian")                         // Bureau::Experian
//   facts(Bureau::Experian).program                 // HeaderField::ExperianProgramIdentifier

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/metro2/field.h"

namespace m2 {

enum class Bureau : std::uint8_t {
#define M2_BUREAU(name, key, program, title) name,
#include "engine/metro2/bureau.def"
#undef M2_BUREAU
};

struct BureauFacts {
  std::string_view key;  // "transunion": tenants, file names, JSON
  HeaderField program = HeaderField::EquifaxProgramIdentifier;
  std::string_view title;  // "TransUnion"
};

inline constexpr auto kBureaus = std::to_array<BureauFacts>({
#define M2_BUREAU(name_, key_, program_, title_) \
  BureauFacts{.key = key_, .program = HeaderField::program_, .title = title_},
#include "engine/metro2/bureau.def"
#undef M2_BUREAU
});

constexpr const BureauFacts& facts(Bureau bureau) {
  return kBureaus[static_cast<std::size_t>(bureau)];
}
constexpr std::string_view to_string(Bureau bureau) {
  return facts(bureau).key;
}
constexpr std::optional<Bureau> find_bureau(std::string_view key) {
  for (std::size_t i = 0; i < kBureaus.size(); ++i) {
    if (kBureaus[i].key == key) return static_cast<Bureau>(i);
  }
  return std::nullopt;
}

}  // namespace m2

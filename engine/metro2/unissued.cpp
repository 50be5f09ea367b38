#include "engine/metro2/unissued.h"

#include <fmt/format.h>

namespace m2 {

std::string unissued_ssn(std::uint64_t number) {
  constexpr std::uint64_t kFirstArea = 900;
  constexpr std::uint64_t kGroups = 49;
  constexpr std::uint64_t kSerials = 9'999;
  const std::uint64_t serial = number % kSerials + 1;
  const std::uint64_t group = number / kSerials % kGroups + 1;
  const std::uint64_t area = number / kSerials / kGroups + kFirstArea;
  return fmt::format("{:03}{:02}{:04}", area, group, serial);
}

}  // namespace m2

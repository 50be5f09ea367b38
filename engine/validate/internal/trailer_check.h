#pragma once
// Every total of the trailer, compared with what was counted.
//
//   check_trailer(record.bytes, totals, {.records = 5, .blocks = 1}, report);

#include <cstdint>
#include <string_view>

#include "engine/metro2/totals.h"
#include "engine/validate/internal/report.h"

namespace m2::internal {

struct BlockTotals {
  std::uint64_t records = 0;  // header and trailer included
  std::uint64_t blocks = 0;   // 0: the file has no block descriptor words
};

void check_trailer(std::string_view trailer, const Totals& totals, BlockTotals blocks,
                   Report& report);

}  // namespace m2::internal

#pragma once
// ChangedFields: which fields of a base segment are others than those of the base segment before
// it. Accounts of a file have most of theirs in common with their neighbours, and what was found
// out about a value need not be found out again.
//
//   ChangedFields changes;
//   for (std::uint64_t bits = changes.of(record); bits != 0; bits &= bits - 1)
//     … kBaseFields[std::countr_zero(bits)] …

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/metro2/field.h"

namespace m2 {

class ChangedFields {
 public:
  static constexpr std::uint64_t kAll = (std::uint64_t{1} << kBaseFields.size()) - 1;
  static_assert(kBaseFields.size() < 64, "one bit for each");

  /// One bit for each field, in the order of the layout: those in which the base segment, which the
  /// record begins with, differs from that of the last call; the first time all of them.
  std::uint64_t of(std::string_view record);

 private:
  std::array<char, kBaseLength> last_{};
  bool is_first_ = true;
};

}  // namespace m2

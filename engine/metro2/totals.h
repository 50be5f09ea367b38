#pragma once
// Totals: the counts of the trailer, from the records of the file.
//
//   totals.add(record);                      // for every account; the totals of several workers
//   merge std::string trailer = trailer_record(totals, totals.base_records() + 2);
//
// SSNs that are blank, all zeros or all nines are none; birth dates and telephone numbers that are
// blank or zero are none; a segment of blanks only keeps its place and does not count.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/metro2/field.h"

namespace m2 {

class Totals {
 public:
  /// Counts one base record in character form. Nothing is allocated.
  void add(std::string_view record);
  void merge(const Totals& other);

  /// The count that a trailer field holds; 0 for the block count and for fields that are no counts.
  [[nodiscard]] std::uint64_t count(TrailerField field) const {
    return counts_[static_cast<std::size_t>(field)];
  }
  [[nodiscard]] std::uint64_t base_records() const { return count(TrailerField::TotalBaseRecords); }
  /// Length of the longest record, for fixed-length files.
  [[nodiscard]] std::size_t longest_record() const { return longest_; }

 private:
  template <class ConsumerField>
  void add_consumer(std::string_view bytes, TrailerField ssn, TrailerField date_of_birth);
  void bump(TrailerField field) { ++counts_[static_cast<std::size_t>(field)]; }
  std::array<std::uint64_t, kTrailerFields.size()> counts_{};
  std::size_t longest_ = kBaseLength;
};

/// The trailer, 426 bytes. `block_count` is the number of blocks, in a file without block
/// descriptors the number of its records, header and trailer included.
std::string trailer_record(const Totals& totals, std::uint64_t block_count);

}  // namespace m2

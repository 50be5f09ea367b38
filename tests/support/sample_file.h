#pragma once
// A small Metro 2 file in which everything is as the standard asks, to be broken in one place by a
// test.
//
//   SampleFile file;
//   file.set(2, Segment::Base, "account_status", "99");
//   validate(file.bytes());
//
// Record 0 is the header; 1 a plain account, 2 one with every appended segment, 3 one that is
// deleted; 4 the trailer.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/metro2/field.h"
#include "engine/metro2/framing.h"

namespace m2::test {

class SampleFile {
 public:
  SampleFile();

  /// Overwrites a field, in the first such segment of the record; the value is padded with blanks.
  void set(std::size_t record, Segment segment, std::string_view key, std::string_view value);
  /// The totals of the trailer, counted again from the accounts.
  void count_again();
  /// The records as a file with right descriptor words.
  [[nodiscard]] std::string bytes(Framing framing = {}) const;

  std::vector<std::string> records;  // in character form, without line ends
};

/// Where a segment begins in a record.
std::size_t offset_of(std::string_view record, Segment segment);

}  // namespace m2::test

#pragma once
// Rows of a CSV text (RFC 4180) read piece by piece, and cells written.
//
//   CsvStream stream(source);
//   M2_TRY(bool more, stream.next(cells));      // cells of one row

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/metro2/reader.h"

namespace m2 {

class CsvStream {
 public:
  explicit CsvStream(const Reader::Source& source) : source_(source) {}
  /// The cells of the next row that is not empty; false at the end. Errors: Invalid (a quote that
  /// is not closed, or stands within a cell), TooLarge.
  Result<bool> next(std::vector<std::string>& cells);
  /// Line on which the last row began, from 1.
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  Result<int> peek();  // -1 at the end
  Result<void> read_cell(std::string& cell);
  [[nodiscard]] Error problem(const char* what) const;

  const Reader::Source& source_;
  std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 16);
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t next_line_ = 1;
  std::size_t row_size_ = 0;
};

/// Appends a cell, quoted where it must be.
void append_cell(std::string_view cell, std::string& row);

}  // namespace m2

#include "engine/metro2/csv_stream.h"

#include <fmt/format.h>

namespace m2 {
namespace {

constexpr std::size_t kLongestRow = std::size_t{1} << 20;

}  // namespace

Error CsvStream::problem(const char* what) const {
  return Error{ErrorCode::Invalid, fmt::format("line {} of the CSV text: {}", line_, what)};
}

Result<int> CsvStream::peek() {
  if (at_ == size_) {
    at_ = 0;
    M2_TRY(size_, source_(buffer_));
    if (size_ == 0) return -1;
  }
  return static_cast<int>(static_cast<unsigned char>(buffer_[at_]));
}

// A cell up to the comma, line end or end of text that closes it, which is left.
Result<void> CsvStream::read_cell(std::string& cell) {
  M2_TRY(int c, peek());
  const bool is_quoted = c == '"';
  bool is_open = is_quoted;
  if (is_quoted) ++at_;
  for (;; ++at_) {
    M2_TRY(c, peek());
    if (c < 0 && is_open) return problem("a quote is not closed");
    if (c == '"' && is_open) {
      ++at_;
      M2_TRY(c, peek());
      is_open = c == '"';
    }
    if (!is_open && (c < 0 || c == ',' || c == '\n' || c == '\r')) return {};
    if (!is_open && (is_quoted || c == '"')) return problem("a quote stands within a cell");
    if (c == '\n') ++next_line_;
    if (++row_size_ > kLongestRow)
      return Error{ErrorCode::TooLarge, problem("a row is too long").message};
    cell += static_cast<char>(c);
  }
}

Result<bool> CsvStream::next(std::vector<std::string>& cells) {
  cells.clear();
  row_size_ = 0;
  M2_TRY(int c, peek());
  while (c == '\n' || c == '\r') {
    if (c == '\n') ++next_line_;
    ++at_;
    M2_TRY(c, peek());
  }
  if (c < 0) return false;
  line_ = next_line_;
  for (;;) {
    M2_TRY_VOID(read_cell(cells.emplace_back()));
    M2_TRY(c, peek());
    if (c != ',') return true;
    ++at_;
    if (++row_size_ > kLongestRow)
      return Error{ErrorCode::TooLarge, problem("a row is too long").message};
  }
}

void append_cell(std::string_view cell, std::string& row) {
  const bool is_padded = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
  if (!is_padded && cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    row += cell;
    return;
  }
  row += '"';
  for (const char c : cell) {
    if (c == '"') row += '"';
    row += c;
  }
  row += '"';
}

}  // namespace m2

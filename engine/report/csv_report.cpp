// Every finding as a row of CSV (RFC 4180), safe to open in a spreadsheet.

#include <array>

#include "engine/base/text.h"
#include "engine/report/finding_columns.h"
#include "engine/report/internal/writers.h"

namespace m2::internal {
namespace {

// A spreadsheet takes a cell for a formula by its first sign, also behind blanks and a quote; an
// apostrophe before it says that it is text.
bool starts_formula(std::string_view cell) {
  constexpr std::string_view kSigns = "=+-@|%";
  const std::size_t first = cell.find_first_not_of(" \"'");
  return first != std::string_view::npos && kSigns.find(cell[first]) != std::string_view::npos;
}

void append_text(std::string_view value, std::string& row) {
  std::string cell = readable(value);
  if (starts_formula(cell)) cell.insert(0, 1, '\'');
  const bool is_plain = cell.find_first_of(",;\"\t\r\n'") == std::string::npos &&
                        !cell.starts_with(' ') && !cell.ends_with(' ');
  if (is_plain) {
    row += cell;
    return;
  }
  row += '"';
  for (const char c : cell) row.append(c == '"' ? 2 : 1, c);
  row += '"';
}

void append_value(std::string_view value, std::string& row) {
  append_text(value, row);
}
void append_value(std::uint64_t value, std::string& row) {
  row += std::to_string(value);
}

class CsvReport final : public ReportWriter {
 public:
  explicit CsvReport(OutputFile& out) : out_(out) {}

  void begin() override {
    for (const std::string_view column : kFindingColumns) {
      row_ += row_.empty() ? "" : ",";
      row_ += column;
    }
    end_row();
  }

  void add(const std::string& file, const Finding& finding) override {
    bool is_first = true;
    each_column(file, finding, [&](std::string_view, auto value) {
      if (!is_first) row_ += ',';
      is_first = false;
      append_value(value, row_);
    });
    end_row();
  }

  void end_file(const FileFindings&) override {}
  Result<void> finish() override { return {}; }

 private:
  void end_row() {
    row_ += "\r\n";
    out_.write(row_);
    row_.clear();
  }

  OutputFile& out_;
  std::string row_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_csv_report(OutputFile& out) {
  return std::make_unique<CsvReport>(out);
}

}  // namespace m2::internal

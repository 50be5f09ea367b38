#pragma once
// ReportWriter: one form of a report, written while the findings go by.
//
//   M2_TRY(auto writer, make_report_writer(ReportKind::Csv, facts, file));
//   writer->add("june.dat", finding);              // in the order of the file
//   writer->end_file(collector.end_file(summary));
//   M2_TRY_VOID(writer->finish());
//
// Texts may hold any bytes: each form escapes them as it must, and shows those that cannot be seen.
// The same findings give the same bytes.

#include <memory>
#include <string>
#include <vector>

#include "engine/base/file.h"
#include "engine/report/collector.h"
#include "engine/report/kinds.h"

namespace m2 {

/// What a report says beside what was found.
struct ReportFacts {
  std::shared_ptr<const RuleBook> book;
  std::string version;  // of metro2
};

class ReportWriter {
 public:
  ReportWriter() = default;
  ReportWriter(const ReportWriter&) = delete;
  ReportWriter& operator=(const ReportWriter&) = delete;
  virtual ~ReportWriter() = default;

  virtual void begin() {}
  virtual void add(const std::string& file, const Finding& finding);
  virtual void end_file(const FileFindings& file) = 0;
  /// After the last file. Errors: Unreadable, Unwritable.
  virtual Result<void> finish() = 0;
};

/// Writes to `out`, which outlives it and is not committed here. Error: Unwritable, of a file
/// beside `out` that is gone once the writer is.
Result<std::unique_ptr<ReportWriter>> make_report_writer(ReportKind kind, const ReportFacts& facts,
                                                         OutputFile& out);

}  // namespace m2

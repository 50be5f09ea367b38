#pragma once
// Reports: the files that `metro2 validate --report` writes, all from one reading of the input.
//
//   M2_TRY(Reports reports, Reports::open({"june.html", "june.csv"}, facts));
//   reports.begin_file("june.dat");
//   … reports.add(finding) …
//   const FileFindings& file = reports.end_file(summary);      // also without any report
//   M2_TRY_VOID(reports.commit());
//
// A report appears whole, with its last byte on the disk, or not at all.

#include <memory>
#include <string>
#include <vector>

#include "engine/report/collector.h"
#include "engine/report/report_writer.h"

namespace m2 {

/// What is wrong with the names of reports, and the way out; empty when nothing is: an ending that
/// tells no kind, one file twice, or one of the files that are read.
std::string fault_of_report_names(const std::vector<std::string>& reports,
                                  const std::vector<std::string>& inputs);

class Reports {
 public:
  /// No report is needed to have what was collected. Error: Unwritable.
  static Result<Reports> open(const std::vector<std::string>& paths, const ReportFacts& facts);
  Reports(Reports&&) noexcept;
  Reports& operator=(Reports&&) = delete;
  ~Reports();

  void begin_file(const std::string& name);
  void add(const Finding& finding);
  /// Valid until the next file begins.
  const FileFindings& end_file(const FileSummary& summary);
  const FileFindings& fail_file(const Error& error);
  /// Writes what is left and gives the files their names. Errors: Unreadable, Unwritable.
  Result<void> commit();

 private:
  struct Output;
  explicit Reports(FindingCollector collector);
  const FileFindings& give(FileFindings file);

  FindingCollector collector_;
  std::string name_;
  FileFindings last_;
  std::vector<std::unique_ptr<Output>> outputs_;
};

}  // namespace m2

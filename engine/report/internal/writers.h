#pragma once
// The forms of a report, one file each; make_report_writer() knows which is which.

#include <memory>
#include <string>
#include <string_view>

#include "engine/report/report_writer.h"

namespace m2::internal {

std::unique_ptr<ReportWriter> make_csv_report(OutputFile& out);
/// Findings wait in `spool` until the summary that stands before them is known.
std::unique_ptr<ReportWriter> make_json_report(const ReportFacts& facts, OutputFile& out,
                                               OutputFile spool);
std::unique_ptr<ReportWriter> make_sarif_report(const ReportFacts& facts, OutputFile& out);
std::unique_ptr<ReportWriter> make_junit_report(const ReportFacts& facts, OutputFile& out);
std::unique_ptr<ReportWriter> make_html_report(const ReportFacts& facts, OutputFile& out);

/// "3 findings", "1 account"
std::string counted_words(std::uint64_t number, std::string_view noun);
/// "12 accounts, 15 findings", "2 findings outside of the accounts", or both.
std::string reach_of(const RuleFindings& tally);

}  // namespace m2::internal

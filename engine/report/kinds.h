#pragma once
// ReportKind: the forms of a report, told by the ending of its file.
//
//   kind_of_report("june.html")     // ReportKind::Html

#include <cstdint>
#include <optional>
#include <string>

namespace m2 {

enum class ReportKind : std::uint8_t {
  Json,   ///< .json: everything, for programs
  Csv,    ///< .csv: every finding, for spreadsheets
  Sarif,  ///< .sarif: every finding, for code scanners (SARIF 2.1.0)
  Junit,  ///< .xml: a test case for each rule, for CI
  Html,   ///< .html: one page, for people
};

/// By the ending, letters compared without case; empty for any other.
std::optional<ReportKind> kind_of_report(const std::string& path);

}  // namespace m2

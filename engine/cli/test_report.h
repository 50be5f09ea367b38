#pragma once
// What `metro2 test` says of its cases: for people, as JSON, as JUnit XML and as TAP.
//
//   const TestReport report{results, found, seed};
//   context.out << report_text(report, colour);

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/pipeline/cases.h"

namespace m2::cli {

struct TestReport {
  const std::vector<CaseResult>& results;
  std::vector<Diagnostic> found;  // of files whose cases did not run
  std::uint64_t seed = 0;

  [[nodiscard]] std::uint64_t failed() const;
};

/// Every file with its cases; of those that fail, what was expected, what came, and why.
std::string report_text(const TestReport& report, Colour colour);
/// One object; `coverage` is JSON text for its member of that name, or empty.
std::string report_json(const TestReport& report, const std::string& coverage);
/// What is not covered, with its source, then how much is.
std::string coverage_text(const CoverageReport& coverage, Colour colour);
std::string report_junit(const TestReport& report);
std::string report_tap(const TestReport& report);

/// The name of a test in TAP, where a `#` begins a directive.
std::string tap_name(std::string_view text);
/// What stands below a test that failed.
std::string tap_block(const std::string& text);

}  // namespace m2::cli

#pragma once
// CoverageReport: what the cases of presets came by, put together over all of them: a row of a
// library that one preset's cases meet is met.
//
//   CoverageReport report;
//   report.add(*program, counts);
//   report.percent()                       // 99 of 999 out of 1000: never rounded up
//   for (const CoverItem& item : report.uncovered()) …

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/evaluate/program.h"

namespace m2 {

struct CoverItem {
  CoverPoint point;
  std::uint64_t count = 0;
  std::uint64_t cases = 0;  // that ran with a preset that has it

  [[nodiscard]] const std::string& file() const { return point.span.source->name(); }
  [[nodiscard]] std::uint32_t line() const {
    return point.span.source->place(point.span.begin).line;
  }
  /// "row 3 of `lateness` never matched": what is to be said of one that was not met.
  [[nodiscard]] std::string told() const;
};

struct CoverTotal {
  std::string_view name;  // "rows", "lookup keys", "conditions", "otherwise", "rules", "fields"
  std::uint64_t covered = 0;
  std::uint64_t total = 0;
};

class CoverageReport {
 public:
  /// What so many cases came by. The program's preset must live as long as this.
  void add(const Program& program, const CoverCounts& counts, std::uint64_t cases);

  /// By file and place; those that count.
  [[nodiscard]] std::vector<CoverItem> items() const;
  [[nodiscard]] std::vector<CoverItem> uncovered() const;
  [[nodiscard]] std::vector<CoverTotal> totals() const;
  /// Whole percent, rounded down; 100 when there is nothing to cover.
  [[nodiscard]] std::uint64_t percent() const;
  /// Takes what no case came by within this text out of the count: an author said why.
  void excuse(const Span& text);
  /// The same of the row or key that answers with this `hold`.
  void excuse_answer(const Span& hold);
  /// never-fires, always-fires and never-held.
  void warn(Diagnostics& found) const;

 private:
  using Key = std::tuple<std::string, std::uint32_t, CoverKind, std::string>;
  std::map<Key, CoverItem> items_;  // file, place, kind, what
};

/// Lines of source with how often they were met, branches and rules; for tools that show coverage.
std::string to_lcov(const CoverageReport& report);
/// One page: totals, what is not covered, and everything by file.
std::string to_html(const CoverageReport& report);
/// One object.
std::string to_json(const CoverageReport& report);

}  // namespace m2

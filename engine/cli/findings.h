#pragma once
// Findings as they come, for people or for programs.
//
//   FindingPrinter printer(context, {.limit = 5});
//   printer.begin_file("june.dat"); printer.print(finding); printer.end_file(file);
//   printer.end();
//
// Nothing is kept but a count for each rule.

#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include "engine/cli/command.h"
#include "engine/report/collector.h"
#include "engine/validate/finding.h"

namespace m2::cli {

class FindingPrinter {
 public:
  struct Options {
    bool names_file = false;  // of several files each finding says where it belongs
    std::uint64_t limit = 5;  // findings of one rule that are printed in full, as text
  };
  static constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

  /// Text for people, or one JSON array over all files.
  FindingPrinter(Context& context, Options options);

  void begin_file(std::string name);
  void print(const Finding& finding);
  /// The findings by severity, the score and the worst rules.
  void end_file(const FileFindings& file);
  /// After the last file, however it went.
  void end();

 private:
  void print_silenced(const FileSummary& summary);
  void print_json(const Finding& finding);
  void print_text(const Finding& finding, bool is_first);
  void print_score(const FileFindings& file);

  Context& context_;
  Options options_;
  std::string name_;
  std::map<std::string_view, std::uint64_t> counts_;  // by rule, in this file
  bool is_first_ = true;
};

}  // namespace m2::cli

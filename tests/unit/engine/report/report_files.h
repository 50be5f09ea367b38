#pragma once
// Reports of files that a test made, as they stand on the disk.
//
//   const ReportTexts texts = reports_of({{"june.dat", SampleFile().bytes()}});
//   CHECK(texts.csv == "file,rule,…");

#include <string>
#include <utility>
#include <vector>

#include "engine/report/reports.h"

namespace m2::test {

struct ReportTexts {
  std::string json, csv, sarif, junit, html;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> all() const {
    return {{"json", json}, {"csv", csv}, {"sarif", sarif}, {"xml", junit}, {"html", html}};
  }
};

/// The book of the rules of C++ alone, and that of all rules that ship.
std::shared_ptr<const RuleBook> structural_book();
std::shared_ptr<const RuleBook> whole_book();

/// Name and bytes of each input.
using Inputs = std::vector<std::pair<std::string, std::string>>;
ReportTexts reports_of(const Inputs& inputs,
                       const std::shared_ptr<const RuleBook>& book = structural_book());
/// The reports of findings that no file has.
ReportTexts reports_of_findings(const std::string& file, const std::vector<Finding>& findings,
                                const FileSummary& summary);
/// What is collected of a file.
FileFindings collected(const std::string& bytes);

}  // namespace m2::test

#include "tests/unit/engine/report/report_files.h"

#include "engine/base/check.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2::test {
namespace {

template <class Feed>
ReportTexts written(const std::shared_ptr<const RuleBook>& book, Feed&& feed) {
  std::vector<std::string> paths;
  for (const char* ending : {"json", "csv", "sarif", "xml", "html"})
    paths.push_back(scratch(std::string("report.") + ending).string());
  auto reports = Reports::open(paths, {.book = book, .version = "1.2.3"});
  M2_CHECK(reports.has_value(), "reports can be opened in the scratch folder");
  feed(*reports);
  M2_CHECK(reports->commit().has_value(), "reports can be written to the scratch folder");
  return {read(paths[0]), read(paths[1]), read(paths[2]), read(paths[3]), read(paths[4])};
}

}  // namespace

std::shared_ptr<const RuleBook> structural_book() {
  return RuleBook::of(RuleRegistry::built_in());
}

std::shared_ptr<const RuleBook> whole_book() {
  Diagnostics found;
  auto registry = RuleRegistry::load(project_path("presets/rules"), found);
  M2_CHECK(registry != nullptr, "the rules that ship are right");
  return RuleBook::of(std::move(registry));
}

ReportTexts reports_of(const Inputs& inputs, const std::shared_ptr<const RuleBook>& book) {
  return written(book, [&](Reports& reports) {
    for (const auto& [name, bytes] : inputs) {
      reports.begin_file(name);
      Reader reader = Reader::of_bytes(bytes);
      const auto summary = validate(reader, {.today = {}, .book = book},
                                    [&](const Finding& finding) { reports.add(finding); });
      M2_CHECK(summary.has_value(), "bytes in memory can be read");
      reports.end_file(*summary);
    }
  });
}

ReportTexts reports_of_findings(const std::string& file, const std::vector<Finding>& findings,
                                const FileSummary& summary) {
  return written(structural_book(), [&](Reports& reports) {
    reports.begin_file(file);
    for (const Finding& finding : findings) reports.add(finding);
    reports.end_file(summary);
  });
}

FileFindings collected(const std::string& bytes) {
  const auto book = structural_book();
  FindingCollector collector(book, FindingCollector::Keep::Accounts);
  collector.begin_file("file.dat");
  Reader reader = Reader::of_bytes(bytes);
  const auto summary = validate(reader, {.today = {}, .book = book},
                                [&](const Finding& finding) { collector.add(finding); });
  M2_CHECK(summary.has_value(), "bytes in memory can be read");
  return collector.end_file(*summary);
}

}  // namespace m2::test

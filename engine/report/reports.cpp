#include "engine/report/reports.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/base/text.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  if (fs::equivalent(a, b, error)) return true;
  // One that is not there yet is known by where it will stand.
  const fs::path one = fs::weakly_canonical(fs::absolute(a, error), error);
  const fs::path other = fs::weakly_canonical(fs::absolute(b, error), error);
  return one == other;
}

// Only they show single accounts.
bool shows_accounts(const std::vector<std::string>& paths) {
  return std::any_of(paths.begin(), paths.end(), [](const std::string& path) {
    const auto kind = kind_of_report(path);
    return kind == ReportKind::Html || kind == ReportKind::Json || kind == ReportKind::Junit;
  });
}

}  // namespace

std::string fault_of_report_names(const std::vector<std::string>& reports,
                                  const std::vector<std::string>& inputs) {
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const std::string shown_path = printable(reports[i]);
    if (!kind_of_report(reports[i])) {
      return fmt::format(
          "`{}` does not say which kind of report it is; let it end with .html, .json, .csv, "
          ".sarif or .xml (JUnit)",
          shown_path);
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (is_same_file(reports[i], reports[j]))
        return fmt::format("`{}` is to be written twice; give each report a name of its own",
                           shown_path);
    }
    for (const std::string& input : inputs) {
      if (input != "-" && is_same_file(reports[i], input))
        return fmt::format(
            "`{}` is a file that is validated, and the report would replace it; give the report "
            "another name",
            shown_path);
    }
  }
  return {};
}

struct Reports::Output {
  explicit Output(OutputFile opened) : file(std::move(opened)) {}
  OutputFile file;
  std::unique_ptr<ReportWriter> writer;
};

Reports::Reports(FindingCollector collector) : collector_(std::move(collector)) {}
Reports::Reports(Reports&&) noexcept = default;
Reports::~Reports() = default;

Result<Reports> Reports::open(const std::vector<std::string>& paths, const ReportFacts& facts) {
  using Keep = FindingCollector::Keep;
  Reports reports(
      FindingCollector(facts.book, shows_accounts(paths) ? Keep::Accounts : Keep::Counts));
  for (const std::string& path : paths) {
    M2_TRY(OutputFile file, OutputFile::create(path));
    auto output = std::make_unique<Output>(std::move(file));
    M2_TRY(output->writer, make_report_writer(*kind_of_report(path), facts, output->file));
    output->writer->begin();
    reports.outputs_.push_back(std::move(output));
  }
  return reports;
}

void Reports::begin_file(const std::string& name) {
  name_ = name;
  collector_.begin_file(name);
}

void Reports::add(const Finding& finding) {
  collector_.add(finding);
  for (const auto& output : outputs_) output->writer->add(name_, finding);
}

const FileFindings& Reports::give(FileFindings file) {
  last_ = std::move(file);
  for (const auto& output : outputs_) output->writer->end_file(last_);
  return last_;
}

const FileFindings& Reports::end_file(const FileSummary& summary) {
  return give(collector_.end_file(summary));
}

const FileFindings& Reports::fail_file(const Error& error) {
  return give(collector_.end_file(error));
}

// All are seen to the disk before the first one has its name.
Result<void> Reports::commit() {
  for (const auto& output : outputs_) {
    M2_TRY_VOID(output->writer->finish());
    M2_TRY_VOID(output->file.sync());
  }
  for (const auto& output : outputs_) M2_TRY_VOID(output->file.commit());
  return {};
}

}  // namespace m2

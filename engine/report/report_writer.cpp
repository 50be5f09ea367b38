#include "engine/report/report_writer.h"

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/report/internal/writers.h"

namespace m2 {

void ReportWriter::add(const std::string&, const Finding&) {}

Result<std::unique_ptr<ReportWriter>> make_report_writer(ReportKind kind, const ReportFacts& facts,
                                                         OutputFile& out) {
  switch (kind) {
    case ReportKind::Csv:
      return internal::make_csv_report(out);
    case ReportKind::Sarif:
      return internal::make_sarif_report(facts, out);
    case ReportKind::Junit:
      return internal::make_junit_report(facts, out);
    case ReportKind::Html:
      return internal::make_html_report(facts, out);
    case ReportKind::Json:
      break;
  }
  std::filesystem::path beside = out.path();
  M2_TRY(OutputFile spool, OutputFile::create(beside += ".findings"));
  return internal::make_json_report(facts, out, std::move(spool));
}

namespace internal {

std::string counted_words(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", with_separators(number), noun, number == 1 ? "" : "s");
}

std::string reach_of(const RuleFindings& tally) {
  std::string reach;
  if (tally.accounts > 0) {
    reach = counted_words(tally.accounts, "account");
    const std::uint64_t within = tally.findings - tally.outside;
    if (within != tally.accounts) reach += ", " + counted_words(within, "finding");
  }
  if (tally.outside > 0) {
    reach += reach.empty() ? "" : ", and ";
    reach += counted_words(tally.outside, "finding") + " outside of the accounts";
  }
  return reach;
}

}  // namespace internal

}  // namespace m2

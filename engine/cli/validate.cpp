// metro2 validate: what is wrong in Metro 2 files, whoever wrote them.

#include "engine/validate/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/findings.h"
#include "engine/cli/input.h"
#include "engine/cli/program.h"
#include "engine/cli/render.h"
#include "engine/cli/rule_files.h"
#include "engine/report/reports.h"

namespace m2::cli {
namespace {

class Validate final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        arguments("FILE", "a Metro 2 file in any framing, - for standard input", files_)
            .completes_files());
    parameters.push_back(option(
        "--today", "DATE", "what counts as today (default: the day the file was created)", today_));
    parameters.push_back(
        flag("--all", "print every finding, not just the first of each rule", all_));
    parameters.push_back(
        option("--report", "OUT",
               "write a report, too; its kind is its ending: .html, .json, .csv, .sarif, or .xml "
               "for JUnit",
               reports_)
            .completes_files());
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 validate june.dat", "what keeps this file from being sent"},
            {"metro2 validate *.dat --today 2026-06-15", "several, with dates judged from a day"},
            {"metro2 validate june.dat --format json", "a JSON array with one object a finding"},
            {"metro2 validate june.dat --report june.html", "a page to click through"},
            {"metro2 validate june.dat --report june.csv --report june.xml",
             "every finding for a spreadsheet, and a result for CI"},
            {"metro2 help FILE-006", "what a rule means"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "Exit code 1 says that there are findings of severity error or fatal. Offsets count the "
           "bytes of the file from 0, records and lines from 1; line 0 is the file as a whole. The "
           "score is from 0.000 to 1.000, by the worst finding of each account and by what is "
           "wrong "
           "outside of them. Reports mask personal data as the output does.";
  }
  Result<Exit> run(Context& context) override;

 private:
  Result<FileSummary> check(const std::string& file, Context& context, FindingPrinter& printer,
                            Reports& reports);

  std::vector<std::string> files_;
  std::optional<Date> today_;
  bool all_ = false;
  std::vector<std::string> reports_;
  std::shared_ptr<const RuleBook> book_;
};

Result<FileSummary> Validate::check(const std::string& file, Context& context,
                                    FindingPrinter& printer, Reports& reports) {
  reports.begin_file(shown_name(file));
  M2_TRY(Reader::Source source, open_input(file, context));
  printer.begin_file(shown_name(file));
  Reader reader(std::move(source));
  return validate(reader, {.today = today_, .book = book_}, [&](const Finding& finding) {
    printer.print(finding);
    reports.add(finding);
  });
}

Result<Exit> Validate::run(Context& context) {
  if (const std::string fault = fault_of_report_names(reports_, files_); !fault.empty())
    return usage_error(context, "metro2 validate: --report: " + fault,
                       "see metro2 validate --help");
  const auto rules = find_rules(context);
  if (rules == nullptr) return Exit::Findings;
  book_ = RuleBook::of(rules);
  M2_TRY(Reports reports,
         Reports::open(reports_, {.book = book_, .version = std::string(version())}));
  FindingPrinter printer(
      context, {.names_file = files_.size() > 1, .limit = all_ ? FindingPrinter::kNoLimit : 5});
  Exit exit = Exit::Done;
  for (const std::string& file : files_) {
    const Result<FileSummary> summary = check(file, context, printer, reports);
    if (!summary) {
      // The other files are still worth a look.
      print_error(context, summary.error());
      reports.fail_file(summary.error());
      exit = Exit::Failed;
      continue;
    }
    printer.end_file(reports.end_file(*summary));
    if (!summary->is_acceptable()) exit = std::max(exit, Exit::Findings);
  }
  printer.end();
  M2_TRY_VOID(reports.commit());
  return exit;
}

}  // namespace

std::unique_ptr<Command> make_validate() {
  return std::make_unique<Validate>();
}

}  // namespace m2::cli

// metro2 validate: what is wrong in Metro 2 files, whoever wrote them.

#include "engine/validate/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/findings.h"
#include "engine/cli/input.h"
#include "engine/cli/presets.h"
#include "engine/cli/profile_files.h"
#include "engine/cli/program.h"
#include "engine/cli/render.h"
#include "engine/cli/rule_files.h"
#include "engine/pipeline/run_profile.h"
#include "engine/report/reports.h"
#include "engine/validate/previous_files.h"

namespace m2::cli {
namespace {

class Validate final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        arguments("FILE", "a Metro 2 file in any framing, - for standard input", files_)
            .completes_files());
    parameters.push_back(option("--profile", "NAME",
                                "a profile or its file; of several all hold (default: that of the "
                                "run that wrote FILE, else default)",
                                profiles_)
                             .such_as(shipped_profiles())
                             .completes_files());
    parameters.push_back(option(
        "--today", "DATE", "what counts as today (default: the day the file was created)", today_));
    parameters.push_back(option("--previous", "FILE",
                                "a file of an earlier month, to compare accounts with their last "
                                "report; any number, in any order",
                                previous_)
                             .completes_files());
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
            {"metro2 validate june.dat --previous may.dat --previous april.dat",
             "with the rules that compare months"},
            {"metro2 validate june.dat --profile rent --profile equifax",
             "as the rent of this reporter, and as this bureau wants it"},
            {"metro2 validate june.dat --format json", "a JSON array with one object a finding"},
            {"metro2 validate june.dat --report june.html", "a page to click through"},
            {"metro2 validate june.dat --report june.csv --report june.xml",
             "every finding for a spreadsheet, and a result for CI"},
            {"metro2 help FILE-006", "what a rule means"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "Exit code 1 says that there are findings of severity error or fatal. Offsets count the "
           "bytes of the file from 0, records and lines from 1; line 0 is the file as a whole. "
           "Every FILE is compared with all previous ones: give a month that is in several files "
           "file by file, each with its own. The score is from 0.000 to 1.000, by the worst "
           "finding "
           "of each account and by what is wrong outside of them. Reports mask personal data as "
           "the "
           "output does.";
  }
  Result<Exit> run(Context& context) override;

 private:
  void choose_profile(Context& context);
  Result<bool> open_book(Context& context);
  /// Null when there are none.
  Result<std::unique_ptr<PreviousFiles>> read_previous(Context& context);
  Result<FileSummary> check(const std::string& file, Context& context, FindingPrinter& printer,
                            Reports& reports);

  std::vector<std::string> files_;
  std::vector<std::string> profiles_;
  std::vector<std::string> previous_;
  std::optional<Date> today_;
  bool all_ = false;
  std::vector<std::string> reports_;
  std::shared_ptr<const RuleBook> book_;
  std::unique_ptr<PreviousFiles> earlier_;
};

Result<std::unique_ptr<PreviousFiles>> Validate::read_previous(Context& context) {
  if (previous_.empty()) return std::unique_ptr<PreviousFiles>();
  std::vector<PreviousFile> files;
  for (const std::string& name : previous_) {
    if (name == "-") {
      return Error{ErrorCode::Invalid,
                   "a previous file is read twice, so it cannot be standard input; give a path"};
    }
    files.push_back({.name = fmt::format("`{}`", shown_name(name)),
                     .open = [&context, name] { return open_input(name, context); }});
  }
  return PreviousFiles::read(std::move(files), book_->thresholds().long_ago);
}

// Files of a run are judged as the run judged them, when all of them are of one profile. Without
// presets there are no profiles.
void Validate::choose_profile(Context& context) {
  const auto presets = find_presets(context);
  if (!presets) return;
  std::string of_runs = profile_of_written(files_.front());
  for (std::size_t i = 1; i < files_.size() && !of_runs.empty(); ++i) {
    if (profile_of_written(files_[i]) != of_runs) of_runs.clear();
  }
  if (!of_runs.empty() && expects_profile(*presets, of_runs)) {
    profiles_.push_back(std::move(of_runs));
  } else if (has_default_profile(context)) {
    profiles_.emplace_back(kDefaultProfile);
  }
}

// The rules under the profiles that are named, else under `default`; false after telling what is
// wrong with them. Presets without profiles ask every rule that is sure.
Result<bool> Validate::open_book(Context& context) {
  const auto rules = find_rules(context);
  if (rules == nullptr) return false;
  if (profiles_.empty()) choose_profile(context);
  std::shared_ptr<const EffectiveProfile> profile;
  if (!profiles_.empty()) {
    M2_TRY(profile, find_profile(context, profiles_, *rules));
    if (profile == nullptr) return false;
  }
  book_ = RuleBook::of(rules, std::move(profile));
  return true;
}

Result<FileSummary> Validate::check(const std::string& file, Context& context,
                                    FindingPrinter& printer, Reports& reports) {
  reports.begin_file(shown_name(file));
  M2_TRY(Reader::Source source, open_input(file, context));
  printer.begin_file(shown_name(file));
  Reader reader(std::move(source));
  return validate(reader, {.today = today_, .book = book_, .previous = earlier_.get()},
                  [&](const Finding& finding) {
                    printer.print(finding);
                    reports.add(finding);
                  });
}

Result<Exit> Validate::run(Context& context) {
  if (const std::string fault = fault_of_report_names(reports_, files_); !fault.empty())
    return usage_error(context, "metro2 validate: --report: " + fault,
                       "see metro2 validate --help");
  M2_TRY(const bool is_open, open_book(context));
  if (!is_open) return Exit::Findings;
  M2_TRY(earlier_, read_previous(context));
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

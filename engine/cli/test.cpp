// metro2 test: runs the cases that stand beside the presets.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <ostream>
#include <thread>

#include "engine/base/file.h"
#include "engine/cli/command.h"
#include "engine/cli/language_files.h"
#include "engine/cli/mutation_report.h"
#include "engine/cli/presets.h"
#include "engine/cli/progress.h"
#include "engine/cli/record_options.h"
#include "engine/cli/render.h"
#include "engine/cli/test_report.h"
#include "engine/pipeline/cases.h"
#include "engine/pipeline/mutation.h"
#include "engine/pipeline/record_diff.h"

namespace m2::cli {
namespace {

namespace fs = std::filesystem;

bool is_cases(const fs::path& path) {
  return path.filename().string().ends_with(".test.yaml");
}

class Test final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        arguments("PATH", "files of cases (NAME.test.yaml), or folders of them", paths_)
            .or_none()
            .completes_files());
    parameters.push_back(option("--filter", "TEXT",
                                "only cases with this in their name, or in that of their file",
                                filter_));
    parameters.push_back(
        flag("--coverage", "tell which parts of the presets no case came by", coverage_));
    parameters.push_back(flag(
        "--mutate", "make small mistakes in the presets, and tell which no case notices", mutate_));
    parameters.push_back(
        option("--min", "PERCENT", "fail below this much coverage, or this score of a file", min_));
    parameters.push_back(
        option("--lcov", "FILE", "also write the coverage as LCOV", lcov_).completes_files());
    parameters.push_back(
        option("--html", "FILE", "also write the coverage as a page", html_).completes_files());
    parameters.push_back(
        flag("--update", "write goldens anew, after showing what changes", update_));
    parameters.push_back(
        flag("--watch", "run again whenever a file changes, until Ctrl-C", watch_));
    parameters.push_back(
        option("--seed", "N", "the order in which cases run (default: another each time)", seed_));
    parameters.push_back(option("--jobs", "N", "threads (default: one a processor)", jobs_));
    parameters.push_back(
        option("--junit", "FILE", "also write the results as JUnit XML", junit_).completes_files());
    parameters.push_back(
        option("--tap", "FILE", "also write the results as TAP", tap_).completes_files());
    for (Parameter& parameter : record_.parameters()) parameters.push_back(std::move(parameter));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {
        {"metro2 test", "all cases under presets/"},
        {"metro2 test presets/entrata --filter late", "those of a folder that speak of lateness"},
        {"metro2 test --watch", "again after every change"},
        {"metro2 test --coverage --min 100", "what no case came by; it fails when there is any"},
        {"metro2 test --mutate", "what the cases would not notice; it fails when there is any"},
        {"metro2 test --junit results.xml", "for a build server"},
        {"metro2 test --update", "write the goldens anew, and look at what changes"},
        {"metro2 test presets/entrata/late.test.yaml --record 8200004 --tenant demo-rent --period "
         "2026-06 --as-of 2026-06-15 --from presets/entrata/fixtures",
         "a case from an account, with invented identity"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "All cases run, also after a failure. They are independent, so they run in a random "
           "order; "
           "the seed that is printed gives the same order again. A file with a mistake in it, or "
           "whose preset does not check, is reported and none of its cases runs. --mutate asks the "
           "cases that were named, all of which must pass, and writes nothing. --update is "
           "refused where the variable CI is set: goldens are looked at by people. --record writes "
           "NAME.test.yaml and cases/NAME.json, and no file that is there already: of the document "
           "what the shape reads, people, numbers and addresses invented, and what comes out of "
           "it, "
           "which must be what comes out of the account.";
  }
  Result<Exit> run(Context& context) override;

 private:
  Result<Exit> run_once(Context& context);
  Result<Exit> mutate(CaseRunner& runner, Context& context) const;
  [[nodiscard]] std::optional<std::string> why_not_mutate() const;
  Result<void> write_reports(const TestReport& report, const CoverageReport& coverage) const;
  [[nodiscard]] bool counts_coverage() const { return coverage_ || min_ || lcov_ || html_; }
  bool is_enough(const CoverageReport& coverage, Context& context) const;
  Result<std::size_t> update_goldens(const std::vector<CaseResult>& results,
                                     Context& context) const;
  Result<Exit> keep_watching(Context& context);

  std::vector<std::string> paths_;
  std::optional<std::string> filter_;
  bool update_ = false;
  bool watch_ = false;
  std::optional<std::uint64_t> seed_;
  std::optional<std::uint64_t> jobs_;
  std::optional<std::string> junit_;
  std::optional<std::string> tap_;
  bool coverage_ = false;
  bool mutate_ = false;
  std::optional<std::uint64_t> min_;
  std::optional<std::string> lcov_;
  std::optional<std::string> html_;
  RecordOptions record_;
};

std::uint64_t seed_of_now() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  return static_cast<std::uint64_t>(now) % 1'000'000 + 1;
}

std::size_t processors() {
  return std::max(1U, std::thread::hardware_concurrency());
}

// Asked only where somebody can answer.
bool agrees(std::ostream& out, const std::string& question) {
  if (isatty(STDIN_FILENO) == 0) return true;
  out << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "yes";
}

// Shows what would change, field by field, and writes what is agreed to.
Result<std::size_t> Test::update_goldens(const std::vector<CaseResult>& results,
                                         Context& context) const {
  std::size_t written = 0;
  std::ostream& told = context.form == OutputForm::Json ? context.err : context.out;
  std::map<fs::path, std::string> seen;
  for (const CaseResult& result : results) {
    const ReadyCase& ready = *result.test;
    if (!ready.test.expect.golden || result.outcome != OutcomeKind::Reported) continue;
    const auto [before, is_new] = seen.emplace(ready.golden, result.record);
    if (!is_new && before->second != result.record)
      return Error{ErrorCode::Invalid,
                   fmt::format("two cases with different records share the golden `{}`",
                               ready.golden.string())};
    if (!is_new || (ready.golden_text && *ready.golden_text == result.record)) continue;
    told << paint(context.out_colour, Ink::Bold, ready.golden.string()) << "   " << ready.test.name
         << "\n";
    Table table;
    const std::string before_text = ready.golden_text.value_or("");
    if (!ready.golden_text) {
      told << "  new\n";
    } else {
      for (const FieldDifference& d : record_diff(before_text, result.record))
        table.add({d.what, d.before, "→", d.after});
      told << table.text(context.out_colour, "  ");
    }
    if (!agrees(told, "Write it?")) continue;
    M2_TRY_VOID(make_folder(ready.golden.parent_path()));
    M2_TRY_VOID(write_file(ready.golden, result.record + "\n"));
    ++written;
  }
  told << fmt::format("{} written\n", counted(written, "golden"));
  return written;
}

Result<void> Test::write_reports(const TestReport& report, const CoverageReport& coverage) const {
  if (lcov_) M2_TRY_VOID(write_file(*lcov_, to_lcov(coverage)));
  if (html_) M2_TRY_VOID(write_file(*html_, to_html(coverage)));
  if (junit_) M2_TRY_VOID(write_file(*junit_, report_junit(report)));
  if (tap_) M2_TRY_VOID(write_file(*tap_, report_tap(report)));
  return {};
}

Result<Exit> Test::run_once(Context& context) {
  M2_TRY(PresetsFolder folder, find_presets(context));
  M2_TRY(const std::vector<fs::path> files, find_files(paths_, folder.path(), is_cases));
  if (files.empty())
    return usage_error(context,
                       fmt::format("no file of cases in {}",
                                   paths_.empty() ? folder.path().string() : paths_.front()),
                       "cases stand in files that end with .test.yaml");
  CaseRunner runner(std::move(folder), update_ ? Goldens::Written : Goldens::Compared);
  for (const fs::path& file : files) runner.load(file);
  CaseRunOptions options;
  options.threads = jobs_ ? static_cast<std::size_t>(*jobs_) : processors();
  options.seed = seed_.value_or(seed_of_now());
  options.filter = filter_.value_or("");
  options.counts_coverage = counts_coverage();
  M2_TRY(const std::vector<CaseResult> results, runner.run(options));
  const CoverageReport& coverage = runner.coverage();
  if (counts_coverage()) runner.warn_of_coverage(paths_.empty() && !filter_);
  const TestReport report{results, runner.found().sorted(), options.seed};
  if (results.empty() && report.found.empty() && filter_)
    return usage_error(context, fmt::format("no case or file has `{}` in its name", *filter_));
  if (mutate_ && report.failed() == 0 && !runner.found().has_errors())
    return mutate(runner, context);
  M2_TRY_VOID(write_reports(report, coverage));
  if (context.form == OutputForm::Json) {
    context.out << report_json(report, counts_coverage() ? to_json(coverage) : std::string());
  } else {
    context.out << render(report.found, context.out_colour) << (report.found.empty() ? "" : "\n")
                << report_text(report, context.out_colour);
    if (counts_coverage()) context.out << coverage_text(coverage, context.out_colour);
  }
  if (mutate_) {
    context.err << "no mutant was tried: that needs cases that all pass\n";
    return Exit::Findings;
  }
  if (update_) M2_TRY_VOID(update_goldens(results, context));
  const bool is_right = report.failed() == 0 && !runner.found().has_errors();
  return is_enough(coverage, context) && is_right ? Exit::Done : Exit::Findings;
}

// What every mutant is told from must be right itself.
Result<Exit> Test::mutate(CaseRunner& runner, Context& context) const {
  MutationRun mutation(runner);
  {
    Progress progress(context, "mutants", 0, Progress::Unit::Mutants);
    MutationOptions options;
    options.threads = jobs_ ? static_cast<std::size_t>(*jobs_) : processors();
    options.progress = [&](std::size_t done, std::size_t of) { progress.reach(done, of); };
    M2_TRY_VOID(mutation.run(options));
  }
  mutation.check_reasons(runner.found());
  if (junit_) M2_TRY_VOID(write_file(*junit_, mutation_junit(mutation)));
  if (tap_) M2_TRY_VOID(write_file(*tap_, mutation_tap(mutation)));
  const std::vector<Diagnostic> found = runner.found().sorted();
  if (context.form == OutputForm::Json) {
    context.out << mutation_json(mutation, found);
  } else {
    context.out << mutation_text(mutation, context.out_colour) << render(found, context.out_colour);
  }
  bool is_enough = !runner.found().has_errors();
  for (const MutationScore& score : mutation.scores()) {
    if (min_ ? score.percent() >= *min_ : score.survived == 0) continue;
    is_enough = false;
    if (!min_ || score.file.empty()) continue;
    context.err << fmt::format("the score of {} is {} %, and --min asks for {} %\n", score.file,
                               score.percent(), *min_);
  }
  return is_enough ? Exit::Done : Exit::Findings;
}

// Mutants are told by all cases, once.
std::optional<std::string> Test::why_not_mutate() const {
  if (filter_) return "--filter: the cases it leaves out may be those that notice";
  if (update_) return "--update: a golden is written for the preset as it is";
  if (watch_) return "--watch: name the files whose presets are to be tried, and run it again";
  if (coverage_ || lcov_ || html_)
    return "--coverage, --lcov and --html: they speak of the presets as they are";
  return std::nullopt;
}

bool Test::is_enough(const CoverageReport& coverage, Context& context) const {
  if (!min_ || coverage.percent() >= *min_) return true;
  context.err << fmt::format("coverage is {} %, and --min asks for {} %\n", coverage.percent(),
                             *min_);
  return false;
}

// Everything that a run reads, and when each was written last.
std::map<fs::path, fs::file_time_type> times_of(const std::vector<fs::path>& roots) {
  std::map<fs::path, fs::file_time_type> times;
  std::error_code error;
  for (const fs::path& root : roots) {
    if (!fs::is_directory(root, error)) {
      times[root] = fs::last_write_time(root, error);
      continue;
    }
    for (auto entry = fs::recursive_directory_iterator(root, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (entry->is_regular_file(error)) times[entry->path()] = entry->last_write_time(error);
    }
  }
  return times;
}

Result<Exit> Test::keep_watching(Context& context) {
  constexpr std::chrono::milliseconds kPause{250};
  M2_TRY(const PresetsFolder folder, find_presets(context));
  std::vector<fs::path> roots = {folder.path()};
  for (const std::string& path : paths_) {
    const fs::path given(path);
    roots.push_back(given);
    // The documents of a single file stand around it.
    std::error_code error;
    if (!fs::is_directory(given, error) && given.has_parent_path())
      roots.push_back(given.parent_path());
  }
  for (;;) {
    const auto before = times_of(roots);
    const Result<Exit> exit = run_once(context);
    if (!exit) print_error(context, exit.error());
    context.out << fmt::format("\nwatching {}; Ctrl-C ends it\n", counted(before.size(), "file"))
                << std::flush;
    while (times_of(roots) == before) std::this_thread::sleep_for(kPause);
    context.out << "\n";
  }
}

Result<Exit> Test::run(Context& context) {
  if (record_.is_asked()) {
    if (filter_ || update_ || watch_ || mutate_ || junit_ || tap_ || counts_coverage())
      return usage_error(context, "--record writes a case and runs no others",
                         "run `metro2 test` afterwards");
    return record_.run(paths_, context);
  }
  if (!record_.stray().empty())
    return usage_error(context, fmt::format("{} goes together with --record", record_.stray()),
                       "a file of cases says its own tenant and day");
  if (min_ && *min_ > 100)
    return usage_error(context, fmt::format("--min {} is more than everything", *min_),
                       "a percentage from 0 to 100");
  if (mutate_) {
    if (const auto why = why_not_mutate())
      return usage_error(context, "--mutate does not go together with " + *why);
  }
  const char* ci = std::getenv("CI");
  if (update_ && ci != nullptr && *ci != '\0')
    return usage_error(context, "--update is refused where CI is set",
                       "run it yourself, look at what changes, and commit it");
  if (update_ && watch_)
    return usage_error(context, "--update and --watch do not go together", "update once");
  return watch_ ? keep_watching(context) : run_once(context);
}

}  // namespace

std::unique_ptr<Command> make_test() {
  return std::make_unique<Test>();
}

}  // namespace m2::cli

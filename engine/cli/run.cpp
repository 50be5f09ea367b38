// metro2 run: the documents of one tenant and one month become its bureau files.

#include <fmt/format.h>

#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/documents.h"
#include "engine/cli/presets.h"
#include "engine/cli/progress.h"
#include "engine/cli/render.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/summary.h"

namespace m2::cli {
namespace {

std::vector<std::string> bureau_keys() {
  std::vector<std::string> keys;
  for (const BureauFacts& bureau : kBureaus) keys.emplace_back(bureau.key);
  return keys;
}

class Run final : public Command {
 public:
  std::vector<Parameter> parameters() override;
  [[nodiscard]] std::vector<Example> examples() const override {
    return {
        {"metro2 run --tenant demo-rent --period 2026-06 --as-of 2026-06-15 --from "
         "presets/entrata/fixtures",
         "a folder of recorded vendor responses"},
        {"metro2 run --tenant demo-loans --period 2025-10 --from accounts.ndjson --out files "
         "--bureau equifax",
         "account documents, one a line, for one bureau"},
        {"gunzip -c accounts.gz | metro2 run --tenant demo-loans --period 2025-10 --from - "
         "--format json",
         "from another program, for another program"},
        {"metro2 run --tenant demo-loans --period 2025-11 --from accounts.ndjson --store loans.db",
         "the month after, on top of what was reported the month before"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "Every document ends as reported, skipped or held, each for a named reason. Files "
           "appear under their names only "
           "when all of them are complete; when something fails, what was there before is "
           "untouched. With --store the run is kept: its documents, what became of every account, "
           "and the consents; the months after build on it. A store holds personal data.";
  }
  Result<Exit> run(Context& context) override;

 private:
  std::string tenant_;
  std::optional<Period> period_;
  std::optional<Date> as_of_;
  std::optional<Date> created_;
  std::optional<std::string> from_;
  std::optional<std::string> store_;
  std::optional<std::string> out_;
  std::vector<std::string> bureaus_;
  std::optional<std::uint64_t> threads_;
  bool strict_ = false;
};

Result<std::optional<RunSummary>> report_with_progress(Context& context, const RunRequest& request,
                                                       const PresetsFolder& folder,
                                                       Diagnostics& found) {
  Progress progress(context, request.tenant, 0, Progress::Unit::Documents);
  return run_report(request, folder, found,
                    [&](std::uint64_t documents) { progress.reach(documents); });
}

std::vector<Parameter> Run::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(option("--tenant", "T", "name of a tenant, or the path of its file", tenant_)
                           .completes_files());
  parameters.push_back(option(
      "--period", "MONTH", "the month to report, as 2026-10 (default: that of --as-of)", period_));
  parameters.push_back(option("--as-of", "DATE",
                              "the day the records describe (default: the last day of the month)",
                              as_of_));
  parameters.push_back(documents_option(from_));
  parameters.push_back(store_option(store_));
  parameters.push_back(
      option("--out", "DIR", "where the files go (default: the working directory)", out_)
          .completes_files());
  parameters.push_back(
      option("--bureau", "B", "only this bureau of those the tenant reports to", bureaus_)
          .one_of(bureau_keys()));
  parameters.push_back(option("--created", "DATE",
                              "the day the files are made (default: the day after --as-of)",
                              created_));
  parameters.push_back(option(
      "--threads", "N",
      "how many accounts are mapped at a time (default: 1); the files are the same", threads_));
  parameters.push_back(flag("--strict", "held accounts fail the run", strict_));
  return parameters;
}

Result<Exit> Run::run(Context& context) {
  if (!from_ && !store_) return ask_for_documents_or_store(context);
  if (!period_ && !as_of_)
    return usage_error(context, "which month is reported?", "say --period 2026-10");
  M2_TRY(const PresetsFolder folder, find_presets(context));
  RunRequest request;
  request.tenant = tenant_;
  request.period = period_.value_or(Period::of(as_of_.value_or(Date())));
  request.as_of = as_of_;
  request.created = created_;
  request.from = from_.value_or("");
  request.store = store_.value_or("");
  request.out = out_.value_or(".");
  for (const std::string& key : bureaus_) request.bureaus.push_back(*find_bureau(key));
  request.threads = static_cast<unsigned>(threads_.value_or(1));
  Diagnostics found;
  M2_TRY(const std::optional<RunSummary> summary,
         report_with_progress(context, request, folder, found));
  if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
  if (!summary) {
    context.err << "\nNothing was run.\n";
    return Exit::Findings;
  }
  context.out << (context.form == OutputForm::Json ? render_json(*summary)
                                                   : render_text(*summary, context.out_colour));
  const bool held = summary->counts.held.total() > 0;
  return strict_ && held ? Exit::Findings : Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_run() {
  return std::make_unique<Run>();
}

}  // namespace m2::cli

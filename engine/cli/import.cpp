// metro2 import: another system's Metro 2 file becomes the history that the next month goes on
// from.

#include <fmt/format.h>

#include <array>
#include <ostream>

#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/import_view.h"
#include "engine/cli/input.h"
#include "engine/cli/presets.h"
#include "engine/cli/progress.h"
#include "engine/cli/render.h"
#include "engine/cli/spool.h"
#include "engine/pipeline/history_import.h"

namespace m2::cli {
namespace {

constexpr std::size_t kMostProblems = 20;

class Import final : public Command {
 public:
  std::vector<Parameter> parameters() override;
  [[nodiscard]] std::vector<Example> examples() const override {
    return {
        {"metro2 import may.m2 --as-history --tenant demo-rent --store rent.db --from may "
         "--dry-run",
         "what would be kept, and which numbers no account has"},
        {"metro2 import may.m2 --as-history --tenant demo-rent --store rent.db --from may",
         "accounts by the numbers that the tenant's preset gives them"},
        {"metro2 import may.m2 --as-history --tenant demo-rent --store rent.db --accounts "
         "numbers.csv",
         "by a table of account_number,account, where the old system had other numbers"},
        {"gunzip -c may.m2.gz | metro2 import - --as-history --tenant demo-rent --store rent.db "
         "--format json",
         "from another program, for another program"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "What another system reported in a month becomes what `previous` says in the months "
           "after: histories, dates of first delinquency, days of opening and account numbers go "
           "on. The month is that of the header's activity date, where the latest record says the "
           "same. Records that no account has, that come twice, that are to be deleted or cannot "
           "be read are named and left out. All is kept, or nothing; the same file again changes "
           "nothing. A store holds personal data.";
  }
  Result<Exit> run(Context& context) override;

 private:
  [[nodiscard]] std::optional<Exit> usage_problem(Context& context) const;
  Result<std::optional<ImportSummary>> import(Context& context, Diagnostics& found) const;
  Exit show_problems(Context& context, const ImportSummary& summary) const;

  std::string file_;
  bool as_history_ = false;
  std::string tenant_;
  std::string store_;
  std::optional<Period> period_;
  std::optional<std::string> accounts_;
  std::optional<std::string> from_;
  std::vector<std::string> identification_numbers_;
  std::optional<std::string> replace_;
  bool dry_run_ = false;
  bool strict_ = false;
};

std::vector<Parameter> Import::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(
      argument("FILE", "a Metro 2 file in any framing, - for standard input", file_)
          .completes_files());
  parameters.push_back(
      flag("--as-history", "as what was reported last (it has to be said)", as_history_));
  parameters.push_back(option("--tenant", "T", "name of a tenant, or the path of its file", tenant_)
                           .completes_files());
  parameters.push_back(
      option("--store", "FILE", "the store; it is made when it is not there", store_)
          .completes_files());
  parameters.push_back(option("--accounts", "CSV",
                              "whose numbers these are: the columns account_number,account",
                              accounts_)
                           .completes_files());
  parameters.push_back(option("--from", "PATH",
                              "the tenant's documents: a folder of recorded responses, a file of "
                              "one document a line, or -",
                              from_)
                           .completes_files());
  parameters.push_back(
      option("--period", "MONTH",
             "the month that was reported, as 2026-05 (default: what the file says)", period_));
  parameters.push_back(option("--identification-number", "N",
                              "an identification number (field 5) under which the tenant reported, "
                              "beside those of its file",
                              identification_numbers_));
  parameters.push_back(option("--replace", "WHY",
                              "put it in the place of what the store has of the month, and why",
                              replace_));
  parameters.push_back(flag("--dry-run", "tell what would be kept, and write nothing", dry_run_));
  parameters.push_back(flag("--strict",
                            "records that are left out end with 1; those to be deleted "
                            "do not",
                            strict_));
  return parameters;
}

std::optional<Exit> Import::usage_problem(Context& context) const {
  if (!as_history_)
    return usage_error(context, "as what is the file imported?", "say --as-history");
  if (file_ == "-" && from_ == "-")
    return usage_error(context, "the file and the documents cannot both be standard input");
  if (replace_ && trim(*replace_).empty())
    return usage_error(context, "why does it take the place of what the month has?",
                       "say --replace \"the file of May was sent again\"");
  return std::nullopt;
}

Result<std::optional<ImportSummary>> Import::import(Context& context, Diagnostics& found) const {
  M2_TRY(const PresetsFolder folder, find_presets(context));
  ImportRequest request;
  request.tenant = tenant_;
  request.store = store_;
  request.file = shown_name(file_);
  request.period = period_;
  request.accounts = accounts_.value_or("");
  request.from = from_.value_or("");
  request.identification_numbers = identification_numbers_;
  request.replace = replace_.value_or("");
  request.is_dry_run = dry_run_;
  std::optional<Spool> spool;  // standard input can be read once
  if (file_ == "-") {
    M2_TRY(Spool made, Spool::create());
    spool.emplace(std::move(made));
    M2_TRY(const Reader::Source input, open_input(file_, context));
    M2_TRY_VOID(spool->write_all(input));
    request.source = [&] { return spool->read(); };
  } else {
    request.source = [&] { return open_input(file_, context); };
  }
  Progress progress(context, tenant_, 0, Progress::Unit::Documents);
  return import_history(request, folder, found,
                        [&](std::uint64_t documents) { progress.reach(documents); });
}

Exit Import::show_problems(Context& context, const ImportSummary& summary) const {
  const std::vector<std::string>& problems = summary.problems;
  const std::size_t shown = std::min(problems.size(), kMostProblems);
  for (std::size_t i = 0; i < shown; ++i)
    context.err << fmt::format("{}: {}\n", printable(*accounts_), problems[i]);
  if (problems.size() > shown)
    context.err << fmt::format("{}: {} more\n", printable(*accounts_), problems.size() - shown);
  context.err << "\nNothing was imported.\n";
  return Exit::Findings;
}

Result<Exit> Import::run(Context& context) {
  if (const auto exit = usage_problem(context)) return *exit;
  Diagnostics found;
  M2_TRY(const std::optional<ImportSummary> summary, import(context, found));
  if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
  if (!summary) {
    context.err << "\nNothing was imported.\n";
    return Exit::Findings;
  }
  if (!summary->problems.empty()) return show_problems(context, *summary);
  context.out << (context.form == OutputForm::Json ? import_json(*summary)
                                                   : import_text(*summary, context.out_colour));
  if (summary->kept == 0) return Exit::Findings;
  const std::uint64_t deleted =
      summary->left_out[static_cast<std::size_t>(LeftOut::ToBeDeleted)].count;
  return strict_ && summary->left_out_total() > deleted ? Exit::Findings : Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_import() {
  return std::make_unique<Import>();
}

}  // namespace m2::cli

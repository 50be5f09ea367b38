// metro2 diff: what a change of presets changes in the records of real accounts.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <thread>

#include "engine/base/file.h"
#include "engine/cli/command.h"
#include "engine/cli/diff_view.h"
#include "engine/cli/documents.h"
#include "engine/cli/presets.h"
#include "engine/cli/progress.h"
#include "engine/cli/render.h"
#include "engine/cli/revision.h"
#include "engine/pipeline/period_diff.h"
#include "engine/pipeline/portfolio_diff.h"
#include "engine/pipeline/stored_documents.h"

namespace m2::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostListed = 10'000;  // accounts that are kept for a list or a page

/// OLD or NEW, found.
struct Side {
  std::string asked;
  PresetsFolder folder;
  std::string who;         // tenant or preset, in the folder
  bool is_preset = false;  // without a tenant
  std::optional<Revision> revision = std::nullopt;

  /// A file of a revision as git names it: "HEAD~1:rent.preset".
  [[nodiscard]] std::string known_as(std::string name) const {
    if (!revision) return name;
    const std::string copy = revision->folder().string();
    for (std::size_t at = name.find(copy); at != std::string::npos; at = name.find(copy, at))
      name.replace(at, copy.size() + 1, asked + ":");
    return name;
  }
  Result<std::optional<RunSetup>> set_up(Date as_of, Diagnostics& found) const {
    return is_preset ? set_up_preset(who, folder, as_of, found)
                     : m2::set_up(who, folder, as_of, found);
  }
};

class Diff final : public Command {
 public:
  std::vector<Parameter> parameters() override;
  [[nodiscard]] std::vector<Example> examples() const override {
    return {
        {"metro2 diff HEAD~1 presets --tenant demo-rent --from presets/entrata/fixtures --as-of "
         "2026-06-15",
         "what the last commit changes"},
        {"metro2 diff demo-rent edited.yaml --from accounts.ndjson --as-of 2026-06-15 --list",
         "what other parameters change, account by account"},
        {"metro2 diff old/rent.preset presets/entrata/rent.preset --from accounts.ndjson "
         "--as-of 2026-06-15 --csv changes.csv",
         "two presets with their own defaults"},
        {"metro2 diff 2026-05 2026-06 --tenant demo-rent --store rent.db",
         "what became of every account from one month to the next"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "OLD and NEW are each a tenant (name or file), a preset (name, NAME@VERSION or file), a "
           "folder of presets, or a revision of the git repository that the presets are in; "
           "of folders and revisions --tenant says whose accounts are mapped. Two months are "
           "compared "
           "by what a store keeps of them. Every account is "
           "mapped both ways, so those that are told are exactly those that change. The lines "
           "named "
           "as causes are those on which the field or rule depends and that differ. An account is "
           "negative when its status or history says that somebody was late, or worse.";
  }
  Result<Exit> run(Context& context) override;

 private:
  Result<std::optional<Side>> find(const std::string& asked, const Result<PresetsFolder>& known,
                                   Context& context, Exit& exit) const;
  Result<std::optional<Side>> in_folder(const std::string& asked, const fs::path& folder,
                                        Context& context, Exit& exit) const;
  using Comparing = std::function<Result<PortfolioDiff>(const AccountSink& sink)>;
  Result<PortfolioDiff> compare(std::vector<AccountChange>& listed,
                                const Comparing& comparing) const;
  Result<Exit> months(Period before, Period after, Context& context);
  Result<Exit> presets(Date as_of, Context& context);
  Result<Exit> accounts(const PortfolioSides& sides, const TellPlace& place, Context& context);
  Result<Exit> tell(const DiffView& view, Context& context) const;

  std::string before_;
  std::string after_;
  std::optional<std::string> from_;
  std::optional<std::string> store_;
  std::optional<std::string> tenant_;
  std::optional<Date> as_of_;
  std::optional<Period> period_;
  bool list_ = false;
  std::optional<std::string> csv_;
  std::optional<std::string> html_;
  std::optional<std::uint64_t> threads_;
  bool strict_ = false;
};

std::vector<Parameter> Diff::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(
      argument("OLD", "a tenant, preset, folder of presets, revision or month", before_)
          .completes_files());
  parameters.push_back(argument("NEW", "what it is compared with", after_).completes_files());
  parameters.push_back(documents_option(from_));
  parameters.push_back(store_option(store_));
  parameters.push_back(option("--as-of", "DATE", "the day the records describe", as_of_));
  parameters.push_back(option("--period", "MONTH", "its last day, as 2026-10", period_));
  parameters.push_back(option("--tenant", "T",
                              "whose accounts, where OLD or NEW is a folder, a revision or a month",
                              tenant_)
                           .completes_files());
  parameters.push_back(flag("--list", "every account that changes, newly negative first", list_));
  parameters.push_back(
      option("--csv", "FILE", "also write every changed field of every account", csv_)
          .completes_files());
  parameters.push_back(option("--html", "FILE", "also write a page", html_).completes_files());
  parameters.push_back(option("--threads", "N",
                              "how many accounts are mapped at a time (default: the processors)",
                              threads_));
  parameters.push_back(flag("--strict", "an account that changes ends with 1", strict_));
  return parameters;
}

Result<std::optional<Side>> Diff::in_folder(const std::string& asked, const fs::path& folder,
                                            Context& context, Exit& exit) const {
  if (!tenant_) {
    exit =
        usage_error(context, fmt::format("`{}` holds presets; whose accounts are mapped?", asked),
                    "say --tenant T");
    return std::optional<Side>();
  }
  const fs::path inner = fs::is_directory(folder / "presets") ? folder / "presets" : folder;
  M2_TRY(PresetsFolder presets, PresetsFolder::find({.given = inner}));
  return std::optional(Side{asked, std::move(presets), *tenant_});
}

// What somebody means by a word, the plainest first: what stands on the disk, then names of the
// presets, then git's.
Result<std::optional<Side>> Diff::find(const std::string& asked, const Result<PresetsFolder>& known,
                                       Context& context, Exit& exit) const {
  std::error_code ignored;
  if (fs::is_directory(asked, ignored)) return in_folder(asked, asked, context, exit);
  if (!known) return known.error();
  const PresetsFolder& here = *known;
  const std::vector<std::string> tenants = here.tenant_names();
  const std::string extension = fs::path(asked).extension().string();
  const bool is_tenant = extension == ".yaml" || extension == ".yml" ||
                         std::find(tenants.begin(), tenants.end(), asked) != tenants.end();
  if (is_tenant) return std::optional(Side{asked, here, asked});
  const std::string name = asked.substr(0, asked.rfind('@'));
  const bool is_file = extension == ".preset" && fs::exists(asked, ignored);
  if (is_file || !here.workspace().presets_named(name).empty())
    return std::optional(Side{asked, here, asked, /*is_preset=*/true});
  M2_TRY(std::optional<Revision> revision, Revision::find(asked, here.path()));
  if (revision) {
    M2_TRY(std::optional<Side> side, in_folder(asked, revision->folder(), context, exit));
    if (side) side->revision.emplace(std::move(*revision));
    return side;
  }
  std::string help = did_you_mean(asked, tenants);
  if (help.empty()) help = "`metro2 help diff` says what can be compared";
  exit = usage_error(context,
                     fmt::format("no tenant, preset, folder or git revision is called `{}`", asked),
                     help);
  return std::optional<Side>();
}

Result<PortfolioDiff> Diff::compare(std::vector<AccountChange>& listed,
                                    const Comparing& comparing) const {
  std::optional<OutputFile> csv;
  if (csv_) {
    M2_TRY(OutputFile file, OutputFile::create(*csv_));
    csv.emplace(std::move(file));
    csv->write(csv_head());
  }
  const AccountSink sink = [&](const AccountChange& change) -> Result<void> {
    if (csv) csv->write(csv_rows(change));
    if ((list_ || html_) && listed.size() < kMostListed) listed.push_back(change);
    return csv ? csv->status() : Result<void>();
  };
  M2_TRY(PortfolioDiff diff, comparing(sink));
  if (csv) M2_TRY_VOID(csv->commit());
  sort_by_harm(listed);
  return diff;
}

Result<Exit> Diff::tell(const DiffView& view, Context& context) const {
  if (html_) M2_TRY_VOID(write_file(*html_, to_html(diff_page(view))));
  context.out << (context.form == OutputForm::Json ? diff_json(view, list_)
                                                   : diff_text(view, context.out_colour, list_));
  return strict_ && view.diff.changed > 0 ? Exit::Findings : Exit::Done;
}

Result<Exit> Diff::months(Period before, Period after, Context& context) {
  if (!tenant_) return usage_error(context, "whose months are compared?", "say --tenant T");
  if (!store_) return usage_error(context, "which store has the months?", "say --store FILE");
  if (from_)
    return usage_error(context, "months are compared by what the store keeps of them",
                       "leave --from out");
  M2_TRY(const std::optional<std::string> tenant, name_of_tenant(context, *tenant_));
  if (!tenant) return Exit::Findings;
  M2_TRY(const std::unique_ptr<Store> store, open_store(*store_, StoreAccess::Read));
  std::vector<AccountChange> listed;
  M2_TRY(const PortfolioDiff diff, compare(listed, [&](const AccountSink& sink) {
           return diff_periods({*store, *tenant, before, after}, sink);
         }));
  return tell({diff, listed, before_, after_, place_of, /*are_months=*/true}, context);
}

Result<Exit> Diff::run(Context& context) {
  std::error_code ignored;
  const auto month = [&](const std::string& asked) {
    return fs::exists(asked, ignored) ? std::nullopt : Period::parse(asked);
  };
  const std::optional<Period> before = month(before_);
  const std::optional<Period> after = month(after_);
  if (before && after) return months(*before, *after, context);
  if (before || after)
    return usage_error(context, "a month is compared with a month",
                       "metro2 diff 2026-05 2026-06 --tenant T --store FILE");
  if (!from_ && !store_) return ask_for_documents_or_store(context);
  if (!as_of_ && !period_)
    return usage_error(context, "which day do the records describe?",
                       "say --as-of 2026-10-31, or --period 2026-10");
  return presets(as_of_.value_or(period_ ? period_->last_day() : Date()), context);
}

Result<Exit> Diff::presets(Date as_of, Context& context) {
  const Result<PresetsFolder> here = find_presets(context);  // two folders do without
  Exit exit = Exit::Usage;
  M2_TRY(const std::optional<Side> old, find(before_, here, context, exit));
  if (!old) return exit;
  M2_TRY(const std::optional<Side> fresh, find(after_, here, context, exit));
  if (!fresh) return exit;

  std::vector<RunSetup> setups;
  for (const Side* side : {&*old, &*fresh}) {
    Diagnostics found;
    M2_TRY(std::optional<RunSetup> setup, side->set_up(as_of, found));
    context.err << side->known_as(render(found.sorted(), context.err_colour));
    if (!setup) {
      context.err << fmt::format("\nNothing was compared: `{}` does not check.\n", side->asked);
      return Exit::Findings;
    }
    setups.push_back(std::move(*setup));
  }
  M2_TRY(const std::unique_ptr<Store> store, open_given_store(store_));
  const auto place = [&](const Span& span) {
    return old->known_as(fresh->known_as(place_of(span)));
  };
  return accounts({setups[0], setups[1], as_of, store.get()}, place, context);
}

Result<Exit> Diff::accounts(const PortfolioSides& sides, const TellPlace& place, Context& context) {
  M2_TRY(const std::unique_ptr<DocumentSource> source,
         open_documents({from_.value_or(""), sides.store}, sides.after.tenant.name.text,
                        Period::of(sides.as_of)));
  const auto threads =
      static_cast<unsigned>(threads_.value_or(std::max(1U, std::thread::hardware_concurrency())));
  Progress progress(context, "accounts", 0, Progress::Unit::Documents);
  std::vector<AccountChange> listed;
  M2_TRY(const PortfolioDiff diff, compare(listed, [&](const AccountSink& sink) {
           return diff_portfolio(sides, *source, threads, sink,
                                 [&](std::uint64_t documents) { progress.reach(documents); });
         }));
  return tell({diff, listed, before_, after_, place}, context);
}

}  // namespace

std::unique_ptr<Command> make_diff() {
  return std::make_unique<Diff>();
}

}  // namespace m2::cli

// metro2 demo: the whole way from recorded vendor responses to bureau files, on data that comes
// with the program.

#include <fmt/format.h>

#include <array>
#include <ostream>

#include "engine/base/file.h"
#include "engine/cli/command.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/summary.h"

namespace m2::cli {
namespace {

struct DemoTenant {
  std::string_view tenant;
  std::string_view title;
  std::string_view responses;  // below the presets folder
  std::string_view folder;     // below --out
  CivilDate as_of;
};

constexpr auto kTenants = std::to_array<DemoTenant>({
    {"demo-rent", "Rent: leases recorded from Entrata", "entrata/fixtures", "rent", {2026, 6, 15}},
    {"demo-loans",
     "Loans: installment loans recorded from LoanPro",
     "loanpro/fixtures",
     "loans",
     {2025, 10, 31}},
});

class Demo final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(option("--out", "DIR", "where the files go (default: metro2-demo)", out_)
                             .completes_files());
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 demo", "four files for each of two tenants, in metro2-demo/"},
            {"metro2 demo --out tmp/first-look", "somewhere else"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "It needs no account, no network and no configuration. Every person and number in it is "
           "invented.";
  }
  Result<Exit> run(Context& context) override;

 private:
  std::optional<std::string> out_;
};

Result<std::optional<RunSummary>> run_tenant(const DemoTenant& demo, const PresetsFolder& folder,
                                             const std::filesystem::path& out, Diagnostics& found) {
  RunRequest request;
  request.tenant = demo.tenant;
  request.as_of = Date::from_civil(demo.as_of.year, demo.as_of.month, demo.as_of.day);
  request.period = Period::of(*request.as_of);
  request.from = (folder.path() / demo.responses).string();
  request.out = out / demo.folder;
  return run_report(request, folder, found, {});
}

Result<Exit> Demo::run(Context& context) {
  M2_TRY(const PresetsFolder folder, find_presets(context));
  const std::filesystem::path out = out_.value_or("metro2-demo");
  std::vector<RunSummary> summaries;
  for (const DemoTenant& demo : kTenants) {
    Diagnostics found;
    M2_TRY(std::optional<RunSummary> summary, run_tenant(demo, folder, out, found));
    if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
    if (!summary) return Exit::Findings;
    M2_TRY_VOID(
        write_file(out / demo.folder / "summary.txt", render_text(*summary, Colour::Never)));
    summaries.push_back(std::move(*summary));
  }
  if (context.form == OutputForm::Json) {
    context.out << "[\n"
                << render_json(summaries[0]) << ",\n"
                << render_json(summaries[1]) << "]\n";
    return Exit::Done;
  }
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    context.out << paint(context.out_colour, Ink::Bold, kTenants[i].title) << "\n\n"
                << render_text(summaries[i], context.out_colour) << "\n";
  }
  return Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_demo() {
  return std::make_unique<Demo>();
}

}  // namespace m2::cli

// metro2 doc: the data dictionary of a preset, as Markdown or as one HTML page.

#include <fmt/format.h>

#include <ostream>

#include "dsl/check.h"
#include "engine/base/file.h"
#include "engine/cli/command.h"
#include "engine/cli/presets.h"
#include "engine/evaluate/lower.h"
#include "engine/pipeline/dictionary.h"
#include "engine/pipeline/setup.h"

namespace m2::cli {
namespace {

class Doc final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        argument("PRESET", "a preset's name or its file", preset_).completes_files());
    parameters.push_back(flag("--md", "as Markdown (default)", md_));
    parameters.push_back(flag("--html", "as one HTML page that needs nothing else", html_));
    parameters.push_back(option("--out", "FILE", "where it goes (default: standard output)", out_)
                             .completes_files());
    parameters.push_back(
        option("--from", "PATH",
               "documents for samples and counts: a folder of recorded responses, a file of one "
               "document a line, or -",
               from_)
            .completes_files());
    parameters.push_back(option("--as-of", "DATE", "the day that counts as today", as_of_));
    parameters.push_back(
        option("--account", "A", "the account that samples are taken from", account_));
    parameters.push_back(
        option("--tenant", "T", "whose parameters hold for samples and counts", tenant_)
            .completes_files());
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 doc entrata_rent > dictionary.md", "rules, sources, tables, as Markdown"},
            {"metro2 doc entrata_rent --html --out rent.html --from presets/entrata/fixtures "
             "--as-of 2026-06-15 --tenant demo-rent",
             "with samples and counts"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "For every field the rule in the preset's own words, and where its value comes from; "
           "rules, tables, lookups, parameters and the members of the source. Samples of personal "
           "fields are masked. The same files give the same bytes.";
  }
  Result<Exit> run(Context& context) override;

 private:
  using Data = std::optional<DictionaryData>;
  Result<Data> data(std::shared_ptr<const dsl::CheckedPreset>& preset, const PresetsFolder& folder,
                    Diagnostics& found) const;

  std::string preset_;
  bool md_ = false;
  bool html_ = false;
  std::optional<std::string> out_;
  std::optional<std::string> from_;
  std::optional<Date> as_of_;
  std::optional<std::string> account_;
  std::optional<std::string> tenant_;
};

// Empty when no documents are given, or when `found` has errors. Of a tenant, `preset` becomes the
// version that it uses, so that the page is of what was counted.
Result<Doc::Data> Doc::data(std::shared_ptr<const dsl::CheckedPreset>& preset,
                            const PresetsFolder& folder, Diagnostics& found) const {
  if (!from_) return Data();
  std::shared_ptr<const Program> program;
  if (tenant_) {
    M2_TRY(const std::optional<RunSetup> setup, set_up(*tenant_, folder, *as_of_, found));
    if (!setup) return Data();
    for (const auto& one : setup->programs) {
      if (one->preset->name == preset->name) program = one;
    }
    if (program == nullptr) {
      return Error{ErrorCode::NotFound,
                   fmt::format("tenant `{}` does not use `{}`", *tenant_, preset->name)};
    }
    preset = program->preset;
  } else {
    M2_TRY(program, lower(preset, {}, *as_of_));
  }
  M2_TRY(const std::unique_ptr<DocumentSource> source, open_source(*from_));
  M2_TRY(DictionaryData data, collect_dictionary_data(*source, program, account_.value_or("")));
  return Data(std::move(data));
}

Result<Exit> Doc::run(Context& context) {
  if (md_ && html_) return usage_error(context, "one form at a time: --md or --html");
  if (context.form == OutputForm::Json) {
    return usage_error(context, "a dictionary is Markdown or HTML",
                       "for programs: metro2 fields --format json, metro2 check --format json");
  }
  if (from_ && !as_of_)
    return usage_error(context, "which day do the documents show?", "say --as-of 2026-05-31");
  if (!from_ && (account_ || tenant_))
    return usage_error(context, "samples and counts need documents", "say --from PATH");
  M2_TRY(const PresetsFolder folder, find_presets(context));
  M2_TRY(const std::filesystem::path file, folder.preset_file(preset_, folder.path()));
  Diagnostics found;
  auto preset = dsl::check(file, folder.workspace(), found);
  Data collected;
  if (preset != nullptr) {
    M2_TRY(collected, data(preset, folder, found));
  }
  if (found.has_errors()) {
    context.err << render(found.sorted(), context.err_colour);
    return Exit::Findings;
  }
  if (account_ && collected && collected->samples.empty()) {
    return Error{ErrorCode::NotFound,
                 fmt::format("account `{}` is not reported, so it has no samples", *account_)};
  }
  const Page page = dictionary(*preset, collected ? &*collected : nullptr);
  const std::string text = html_ ? to_html(page) : to_markdown(page);
  if (!out_) {
    context.out << text;
  } else {
    M2_TRY_VOID(write_file(*out_, text));
    context.out << "wrote " << *out_ << "\n";
  }
  return Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_doc() {
  return std::make_unique<Doc>();
}

}  // namespace m2::cli

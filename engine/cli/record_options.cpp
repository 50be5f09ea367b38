#include "engine/cli/record_options.h"

#include <fmt/format.h>

#include <ostream>

#include "engine/base/json_writer.h"
#include "engine/cli/documents.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/pipeline/case_recording.h"

namespace m2::cli {

std::vector<Parameter> RecordOptions::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(option("--record", "ACCOUNT",
                              "write a case from this account, with invented identity: to PATH, or "
                              "beside the preset",
                              account_));
  parameters.push_back(documents_option(from_));
  parameters.push_back(store_option(store_));
  parameters.push_back(option("--tenant", "T", "of --record: a tenant's name or its file", tenant_)
                           .completes_files());
  parameters.push_back(option("--preset", "P",
                              "of --record: a preset without a tenant; its parameters keep their "
                              "defaults",
                              preset_)
                           .completes_files());
  parameters.push_back(
      option("--period", "MONTH", "of --record: the month that is reported, as 2026-10", period_));
  parameters.push_back(option("--as-of", "DATE",
                              "of --record: the day the record describes (default: the last day of "
                              "the month)",
                              as_of_));
  return parameters;
}

std::string_view RecordOptions::stray() const {
  if (from_) return "--from";
  if (store_) return "--store";
  if (tenant_) return "--tenant";
  if (preset_) return "--preset";
  if (period_) return "--period";
  return as_of_ ? "--as-of" : "";
}

Result<Exit> RecordOptions::run(const std::vector<std::string>& paths, Context& context) const {
  if (paths.size() > 1 || (paths.size() == 1 && !paths.front().ends_with(".test.yaml")))
    return usage_error(context, "--record writes one file of cases",
                       "name it as NAME.test.yaml, or none: it is written beside the preset then");
  if (tenant_ && preset_)
    return usage_error(context, "a tenant says which preset it has: give --tenant or --preset");
  if (!tenant_ && !preset_)
    return usage_error(context, "whose account is that?", "say --tenant T or --preset P");
  if (!period_ && !as_of_)
    return usage_error(context, "of which month is the case?", "say --period 2026-10");
  if (store_ && !tenant_)
    return usage_error(context, "a store knows accounts by their tenant", "say --tenant T");
  if (!from_ && !store_) return ask_for_documents_or_store(context);
  RecordRequest request;
  request.as_of = as_of_ ? *as_of_ : period_->last_day();
  if (period_ && Period::of(request.as_of) != *period_) {
    return usage_error(context, fmt::format("the day {} is not in {}", request.as_of.to_string(),
                                            period_->to_string()));
  }
  request.account = *account_;
  request.from = from_.value_or("");
  request.store = store_.value_or("");
  request.tenant = tenant_;
  request.preset = preset_;
  if (!paths.empty()) request.file = paths.front();
  M2_TRY(const PresetsFolder folder, find_presets(context));
  Diagnostics found;
  M2_TRY(const std::optional<RecordedCase> made, record_case(request, folder, found));
  if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
  if (!made) return Exit::Findings;
  if (context.form == OutputForm::Json) {
    JsonWriter json;
    json.begin_object().key("cases").text(made->cases.string());
    json.key("base").text(made->base.string());
    json.key("outcome").text(made->outcome);
    json.key("values").number(static_cast<std::int64_t>(made->values_before));
    json.key("kept").number(static_cast<std::int64_t>(made->values_after));
    json.key("replaced").number(static_cast<std::int64_t>(made->replaced)).end_object();
    context.out << json.take();
    return Exit::Done;
  }
  context.out << fmt::format(
      "{}   {}\n{}   {} of the document's {} are in it, {} of these invented\n"
      "The case passes. Look at both files before you keep them, and say in the case what it "
      "shows.\n",
      made->cases.string(), made->outcome, made->base.string(), made->values_after,
      counted(made->values_before, "value"), made->replaced);
  return Exit::Done;
}

}  // namespace m2::cli

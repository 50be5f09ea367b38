#include "engine/cli/inquiry_options.h"

#include <algorithm>
#include <ostream>

#include "engine/cli/documents.h"
#include "engine/cli/presets.h"

namespace m2::cli {

std::vector<Parameter> InquiryOptions::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(
      option("--tenant", "T", "whose presets and parameters: a tenant's name or its file", tenant_)
          .completes_files());
  parameters.push_back(option("--preset", "P",
                              "a preset without a tenant; its parameters keep their defaults",
                              preset_)
                           .completes_files());
  parameters.push_back(option("--account", "A", "the account it is asked of", account_));
  parameters.push_back(documents_option(from_));
  parameters.push_back(store_option(store_));
  parameters.push_back(option("--as-of", "DATE", "the day that counts as today", as_of_));
  parameters.push_back(
      option("--period", "MONTH", "its last day counts as today, as 2026-10", period_));
  parameters.push_back(flag("--reveal", "show personal data instead of masking it", reveal_));
  return parameters;
}

Result<std::optional<AccountInquiry>> InquiryOptions::open(Context& context, Exit& exit) {
  using Nothing = std::optional<AccountInquiry>;
  if (tenant_ && preset_) {
    exit = usage_error(context, "a tenant says which preset it has: give --tenant or --preset");
    return Nothing();
  }
  if (store_ && !tenant_) {
    exit = usage_error(context, "a store knows accounts by their tenant", "say --tenant T");
    return Nothing();
  }
  if (store_ && !as_of_ && !period_) {
    exit = usage_error(context, "what a store has was reported before a day: before which?",
                       "say --as-of 2026-05-31, or --period 2026-05");
    return Nothing();
  }
  if (account_ && !from_ && !store_) {
    exit = ask_for_documents_or_store(context);
    return Nothing();
  }
  if (account_ && !tenant_ && !preset_) {
    exit = usage_error(context, "whose account is that?", "say --tenant T or --preset P");
    return Nothing();
  }
  M2_TRY(PresetsFolder folder, find_presets(context));
  M2_TRY(opened_, open_given_store(store_));
  std::optional<AccountInquiry> inquiry(AccountInquiry(std::move(folder), opened_.get()));
  Diagnostics found;
  bool is_right = true;
  if (as_of_ || period_) {
    M2_TRY(is_right, inquiry->use_day(as_of_ ? *as_of_ : period_->last_day(), found));
  }
  if (tenant_) {
    M2_TRY(is_right, inquiry->use_tenant(*tenant_, found));
  }
  if (!is_right) {
    context.err << render(found.sorted(), context.err_colour);
    exit = Exit::Findings;
    return Nothing();
  }
  if (preset_) M2_TRY_VOID(inquiry->use_preset(*preset_));
  if (account_) M2_TRY_VOID(inquiry->use_account(from_.value_or(""), *account_));
  return inquiry;
}

void print_problems(Context& context, const Diagnostics& found, const AccountInquiry& inquiry) {
  context.err << render(found.sorted(), context.err_colour);
  const bool lacks_name = std::any_of(found.all().begin(), found.all().end(),
                                      [](const Diagnostic& d) { return d.slug == "unknown-name"; });
  if (lacks_name && !inquiry.has_preset())
    context.err << "Only what libraries say is known; a tenant or a preset brings its own names.\n";
}

}  // namespace m2::cli

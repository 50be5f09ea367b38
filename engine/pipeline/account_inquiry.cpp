#include "engine/pipeline/account_inquiry.h"

#include "dsl/sources.h"
#include "engine/evaluate/lower.h"
#include "engine/pipeline/account_mapper.h"
#include "engine/pipeline/find_account.h"
#include "engine/pipeline/stored_documents.h"

namespace m2 {

AccountInquiry::AccountInquiry(PresetsFolder folder, Store* store)
    : folder_(std::move(folder)), store_(store), inquiry_(folder_.workspace()) {}

// A store knows accounts by their tenant.
Result<std::unique_ptr<StoreView>> AccountInquiry::open_view() const {
  if (!setup_) return StoreView::open(nullptr, "", period());
  return StoreView::open(store_, setup_->tenant.name.text, period());
}

void AccountInquiry::about(const dsl::CheckedPreset& preset) {
  inquiry_.set_preset(preset.sources.front()->name());
}

Result<bool> AccountInquiry::use_tenant(std::string_view name_or_path, Diagnostics& found) {
  tenant_ = name_or_path;
  preset_.reset();
  setup_.reset();
  document_.reset();
  return set_up_tenant(found);
}

Result<bool> AccountInquiry::use_day(Date as_of, Diagnostics& found) {
  as_of_ = as_of;
  if (tenant_.empty()) return true;
  M2_TRY(const bool is_right, set_up_tenant(found));
  if (is_right && document_) M2_TRY_VOID(choose_preset(*document_));
  return is_right;
}

Result<bool> AccountInquiry::set_up_tenant(Diagnostics& found) {
  Diagnostics of_tenant;
  M2_TRY(std::optional<RunSetup> setup,
         set_up(tenant_, folder_, as_of_.value_or(Date::from_days(Date::kLastDay)), of_tenant));
  of_tenant.remove_if([](const Diagnostic& d) { return d.severity != Severity::Error; });
  found.append(std::move(of_tenant));
  if (!setup) return false;
  setup_ = std::move(setup);
  chosen_ = 0;
  about(*setup_->presets.front());
  return true;
}

Result<void> AccountInquiry::use_preset(std::string_view name_or_path) {
  M2_TRY(const std::filesystem::path file, folder_.preset_file(name_or_path, folder_.path()));
  Diagnostics ignored;  // what is wrong with it is told with the first line
  tenant_.clear();
  setup_.reset();
  document_.reset();
  preset_ = dsl::check(file, folder_.workspace(), ignored);
  inquiry_.set_preset(file);
  return {};
}

Result<void> AccountInquiry::use_account(const std::string& from, std::string_view account) {
  if (!has_preset())
    return Error{ErrorCode::Invalid,
                 "an account is read by a preset: say whose it is, with --tenant or --preset"};
  const dsl::CheckedPreset& preset = setup_ ? *setup_->presets.front() : *preset_;
  const std::string tenant = setup_ ? setup_->tenant.name.text : "";
  M2_TRY(const std::unique_ptr<DocumentSource> source,
         open_documents({from, setup_ ? store_ : nullptr}, tenant, period()));
  M2_TRY(std::string document, find_account(*source, account_path(preset), account));
  M2_TRY(const std::unique_ptr<StoreView> view, open_view());
  document = view->with_consents(document);
  M2_TRY_VOID(view->status());
  M2_TRY_VOID(choose_preset(document));
  document_ = std::move(document);  // not before: answers are about the account that was chosen
  return {};
}

Result<void> AccountInquiry::choose_preset(const std::string& document) {
  if (!setup_ || setup_->presets.size() < 2) return {};
  std::string text = document;
  AccountMapper mapper(setup_->programs, {});
  const auto taker = mapper.taker(mapper.map(text.data(), text.size()));
  if (!taker) return Error{ErrorCode::NotFound, "no preset of this tenant takes the account"};
  chosen_ = *taker;
  about(*setup_->presets[chosen_]);
  return {};
}

// The tenant's values for what was asked, which stands in the place of its preset.
ParamLiterals AccountInquiry::values(std::shared_ptr<const dsl::CheckedPreset> asked,
                                     Diagnostics& found) const {
  if (!setup_) return {};
  std::vector<std::shared_ptr<const dsl::CheckedPreset>> all = setup_->presets;
  all[chosen_] = std::move(asked);
  const Date day = as_of_.value_or(Date::from_days(Date::kLastDay));
  return setup_->tenant.values_for(all, day, found)[chosen_];
}

AccountInquiry::Checked AccountInquiry::check(std::string_view line, std::string name,
                                              Diagnostics& found) {
  Checked checked;
  checked.preset = inquiry_.ask(line, std::move(name), found);
  if (checked.preset == nullptr) return checked;
  const dsl::CheckedPreset& preset = *checked.preset;
  const bool is_let = preset.question == dsl::kNoExpr;
  checked.asked.form = is_let ? Asked::Form::Named : Asked::Form::Answered;
  const dsl::Type type = is_let ? preset.lets.back().type : preset.expr(preset.question).type;
  checked.asked.type = (type.unsettled ? "unsettled " : "") + preset.types.name(type);
  return checked;
}

Result<Asked> AccountInquiry::type_of(std::string_view line, std::string name, Diagnostics& found) {
  return check(line, std::move(name), found).asked;
}

Result<Asked> AccountInquiry::ask(std::string_view line, std::string name, Masking masking,
                                  Diagnostics& found) {
  auto [asked, preset] = check(line, std::move(name), found);
  if (asked.form != Asked::Form::Answered) return asked;
  if (!as_of_ && dsl::SourceIndex(*preset).of(preset->question).as_of) {
    asked.form = Asked::Form::NeedsDay;
    return asked;
  }
  const ParamLiterals given = values(preset, found);
  if (found.has_errors()) return Asked{};
  M2_TRY(const auto program, lower(preset, given, as_of_.value_or(Date())));
  if (!document_ && program->reads_document()) {
    asked.form = Asked::Form::NeedsAccount;
    return asked;
  }
  MapperOptions options;
  if (setup_) options.tenant = setup_->tenant.name.text;
  M2_TRY(const std::unique_ptr<StoreView> view, open_view());
  options.last_report = view->last_report();
  asked.answer = Mapper(program, options).answer(document_.value_or("{}"), masking);
  M2_TRY_VOID(view->status());
  return asked;
}

}  // namespace m2

#pragma once
// AccountInquiry: lines of `metro2 eval` and `metro2 repl` about one account of one tenant.
//
//   AccountInquiry inquiry(folder);
//   M2_TRY(bool is_right, inquiry.use_tenant("demo-rent", found));
//   M2_TRY_VOID(inquiry.use_account("presets/entrata/fixtures", "8200001"));
//   M2_TRY(Asked asked, inquiry.ask("lease.status", "EXPR", Masking::Masked, found));

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/inquiry.h"
#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/presets_folder.h"
#include "engine/evaluate/answer.h"
#include "engine/pipeline/setup.h"
#include "engine/pipeline/store_view.h"

namespace m2 {

struct Asked {
  enum class Form : std::uint8_t {
    Wrong,         // the line, or what it speaks of: `found` says how
    Named,         // a `let`
    NeedsAccount,  // it reads an account, and none was chosen
    NeedsDay,      // it asks what day it is
    Answered,
  };
  Form form = Form::Wrong;
  std::string type;  // as an author writes it; of a `let`, that of its value
  AccountAnswer answer;
};

class AccountInquiry {
 public:
  /// With a store as a run with it: last reports and consents are its, and the documents where
  /// nobody says where they are. It outlives the inquiry; null: none.
  explicit AccountInquiry(PresetsFolder folder, Store* store = nullptr);

  /// The tenant's presets in the versions of the day, and the values of its parameters; without a
  /// day, those that are in force last. False when `found` has errors. Errors: NotFound,
  /// Unreadable.
  Result<bool> use_tenant(std::string_view name_or_path, Diagnostics& found);
  /// A preset without a tenant: parameters keep their defaults. Error: NotFound.
  Result<void> use_preset(std::string_view name_or_path);
  /// As use_tenant, which it does again for the day.
  Result<bool> use_day(Date as_of, Diagnostics& found);
  /// The account that later lines are about; of several presets of a tenant, the one that takes it.
  /// `from` may be empty where there is a store. Errors: Invalid (neither tenant nor preset),
  /// NotFound, Unreadable.
  Result<void> use_account(const std::string& from, std::string_view account);

  /// One line: an expression, or a `let`. `found` gains what is wrong with it. Errors: TooLarge.
  Result<Asked> ask(std::string_view line, std::string name, Masking masking, Diagnostics& found);
  /// Checks it only.
  Result<Asked> type_of(std::string_view line, std::string name, Diagnostics& found);
  /// Whether the names of a preset are known, or those of the libraries only.
  [[nodiscard]] bool has_preset() const { return preset_ != nullptr || setup_; }
  [[nodiscard]] std::vector<std::string> names() const { return inquiry_.names(); }

 private:
  struct Checked {
    Asked asked;
    std::shared_ptr<const dsl::CheckedPreset> preset;
  };
  Checked check(std::string_view line, std::string name, Diagnostics& found);
  [[nodiscard]] ParamLiterals values(std::shared_ptr<const dsl::CheckedPreset> asked,
                                     Diagnostics& found) const;
  Result<bool> set_up_tenant(Diagnostics& found);
  Result<std::unique_ptr<StoreView>> open_view() const;
  [[nodiscard]] Period period() const { return Period::of(as_of_.value_or(Date())); }
  Result<void> choose_preset(const std::string& document);
  void about(const dsl::CheckedPreset& preset);

  PresetsFolder folder_;
  Store* store_;
  std::string tenant_;                                // name or path; empty: none
  std::optional<RunSetup> setup_;                     // of the tenant, for the day
  std::size_t chosen_ = 0;                            // of its presets
  std::shared_ptr<const dsl::CheckedPreset> preset_;  // without a tenant
  dsl::Inquiry inquiry_;
  std::optional<Date> as_of_;
  std::optional<std::string> document_;
};

}  // namespace m2

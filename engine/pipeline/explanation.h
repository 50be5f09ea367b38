#pragma once
// Explainer: how the accounts of one tenant came about on one day.
//
//   M2_TRY(auto explainer, Explainer::open("demo-rent", presets, june_15, june_16, found));
//   M2_TRY(std::string document, explainer->find("presets/entrata/fixtures", "8200001"));
//   const Explanation why = explainer->explain(document, {});

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/presets_folder.h"
#include "engine/evaluate/trace.h"
#include "engine/pipeline/account_mapper.h"
#include "engine/pipeline/setup.h"
#include "engine/pipeline/store_view.h"

namespace m2 {

/// A parameter of a preset, its value on the day, and who said so.
struct ParamOrigin {
  std::string name;
  std::string value;     // as an author writes it
  bool is_set = false;   // by the tenant
  Span place;            // in the tenant's file, else in the preset
  std::string standard;  // what the preset says itself, where the tenant says something else
};

/// The parameters of one of a tenant's presets, in the order of the preset.
std::vector<ParamOrigin> param_origins(const RunSetup& setup, std::size_t preset, Date day);

/// Why a field that no preset answers holds what it holds, as far as the field alone says it.
std::string why_filled(const Field& field);

struct Explanation {
  AccountTrace trace;
  std::string document_sha256;
  std::size_t chosen = 0;  // of the tenant's presets: the one that takes the account
};

class Quarantine;

class Explainer {
 public:
  ~Explainer();
  Explainer(Explainer&&) noexcept;
  Explainer& operator=(Explainer&&) noexcept;

  /// With a store as a run with it: last reports and consents are its. Empty when `found` has
  /// errors. Errors: NotFound, Unreadable, TooLarge.
  static Result<std::optional<Explainer>> open(std::string_view tenant,
                                               const PresetsFolder& presets, Date as_of,
                                               Date created, Diagnostics& found,
                                               Store* store = nullptr);

  /// From now on accounts are asked the rules of a run, too: what they hold is explained as held.
  /// Without bureaus, or when `found` gained errors, nothing changes. Errors: those of
  /// load_run_profile.
  Result<void> ask_rules(const PresetsFolder& presets, Diagnostics& found);

  /// The document of an account; `from` may be empty where there is a store. Errors: NotFound,
  /// Unreadable, Invalid (the tenant names communities, and these documents have none).
  Result<std::string> find(const std::string& from, std::string_view account);
  /// Through the preset that takes the account. When none does, or two do, or when the account that
  /// was found is of a community that the tenant does not report, the trace says so and has no
  /// fields.
  [[nodiscard]] Explanation explain(const std::string& document, const TraceOptions& options);

  /// What of the store could not be read. Without one, nothing.
  [[nodiscard]] Result<void> status() const { return view_->status(); }
  [[nodiscard]] StoreView& view() const { return *view_; }

  [[nodiscard]] const RunSetup& setup() const { return setup_; }
  [[nodiscard]] const dsl::CheckedPreset& preset(const Explanation& of) const {
    return *setup_.presets[of.chosen];
  }
  [[nodiscard]] std::vector<ParamOrigin> params(std::size_t preset) const {
    return param_origins(setup_, preset, as_of_);
  }
  [[nodiscard]] Date as_of() const { return as_of_; }

 private:
  Explainer(RunSetup setup, Date as_of, Date created, Store* store,
            std::unique_ptr<StoreView> view);
  void judge(AccountTrace& trace);

  RunSetup setup_;
  Store* store_;                     // null: none
  std::unique_ptr<StoreView> view_;  // of it
  std::string vendor_;               // of the documents that were found
  Date as_of_;
  Date created_;
  AccountMapper mapper_;
  std::unique_ptr<Quarantine> quarantine_;  // null: rules are not asked
};

}  // namespace m2

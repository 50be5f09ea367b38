#pragma once
// StoreView: what a store adds to the documents of one tenant and month: the accounts' last reports
// and the consents on record. Without a store nothing was reported before, and nothing is on
// record. One a thread; the store outlives it.
//
//   M2_TRY(std::unique_ptr<StoreView> view, StoreView::open(store, "demo-rent", june));
//   options.last_report = view->last_report();
//   … view->with_consents(document) …
//   M2_TRY_VOID(view->status());

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/mapper.h"
#include "engine/store/store.h"

namespace m2 {

class StoreView {
 public:
  /// `store` may be null: there is none. Errors: those of Store::reader.
  static Result<std::unique_ptr<StoreView>> open(Store* store, std::string_view tenant,
                                                 Period period);
  /// As many views as there are threads.
  static Result<std::vector<std::unique_ptr<StoreView>>> open_several(Store* store,
                                                                      std::string_view tenant,
                                                                      Period period,
                                                                      unsigned count);

  /// Asks this view, which outlives it. What it cannot read is no report, and told by status().
  LastReport last_report();
  /// Its whole record, as it was reported. The same holds of it.
  LastReport last_record();
  /// The document, with the consents on record behind its own: of two of one day the later row
  /// counts. What is no object stays as it is.
  std::string with_consents(std::string_view document);
  /// The first error so far.
  [[nodiscard]] Result<void> status() const;

 private:
  StoreView(std::unique_ptr<StoreReader> reader, Period period)
      : reader_(std::move(reader)), period_(period) {}

  LastReport asking(Result<std::string_view> (StoreReader::*of)(std::string_view, Period));

  std::unique_ptr<StoreReader> reader_;  // null: no store
  Period period_;
  std::optional<Error> error_;
};

/// One of them, of which there is one.
std::unique_ptr<StoreView> take_view(std::vector<std::unique_ptr<StoreView>>& views);

/// The consents that a document holds; those that cannot be read grant nothing and are left out.
std::vector<StoredConsent> consents_in(std::string_view document, std::string_view account);

}  // namespace m2

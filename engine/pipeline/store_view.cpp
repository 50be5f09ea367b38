#include "engine/pipeline/store_view.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/json_slice.h"
#include "engine/base/json_writer.h"

namespace m2 {
namespace {

constexpr std::string_view kConsents = "consents";

std::string json_of(const StoredConsent& consent) {
  JsonWriter json(JsonWriter::Style::Compact);
  json.begin_object().key("customer").text(consent.customer).key("state").text(consent.state);
  json.key("date").text(consent.date).key("source").text(consent.source).end_object();
  return json.take();
}

/// Puts `rows` behind the items of the list `consents`, or adds the list.
std::string put_consents(std::string_view document, const JsonSlice& list, bool is_empty,
                         const std::string& rows) {
  std::string out(document);
  if (list.is_absent()) {
    const std::size_t end = out.rfind('}');
    return out.insert(end, ",\"consents\":[" + rows + "]");
  }
  const std::string_view raw = list.raw();
  const auto begin = static_cast<std::size_t>(raw.data() - document.data());
  return out.insert(begin + raw.rfind(']'), (is_empty ? "" : ",") + rows);
}

}  // namespace

Result<std::unique_ptr<StoreView>> StoreView::open(Store* store, std::string_view tenant,
                                                   Period period) {
  std::unique_ptr<StoreReader> reader;
  if (store != nullptr) {
    M2_TRY(reader, store->reader(tenant));
  }
  return std::unique_ptr<StoreView>(new StoreView(std::move(reader), period));
}

Result<std::vector<std::unique_ptr<StoreView>>> StoreView::open_several(Store* store,
                                                                        std::string_view tenant,
                                                                        Period period,
                                                                        unsigned count) {
  std::vector<std::unique_ptr<StoreView>> views;
  for (unsigned i = 0; i < count; ++i) {
    M2_TRY(std::unique_ptr<StoreView> view, open(store, tenant, period));
    views.push_back(std::move(view));
  }
  return views;
}

LastReport StoreView::asking(Result<std::string_view> (StoreReader::*of)(std::string_view,
                                                                         Period)) {
  if (reader_ == nullptr) return {};
  return [this, of](std::string_view account) -> std::string_view {
    if (account.empty()) return {};
    Result<std::string_view> found = (*reader_.*of)(account, period_);
    if (found) return *found;
    if (!error_) error_ = found.error();
    return {};
  };
}

LastReport StoreView::last_report() {
  return asking(&StoreReader::last_report);
}

LastReport StoreView::last_record() {
  return asking(&StoreReader::last_record);
}

std::string StoreView::with_consents(std::string_view document) {
  if (reader_ == nullptr) return std::string(document);
  const JsonSlice root = JsonSlice::trusted(document);
  if (!root.is_object()) return std::string(document);
  const std::string account = root.member("account").text();
  Result<std::vector<StoredConsent>> stored = reader_->consents(account);
  if (!stored) {
    if (!error_) error_ = stored.error();
    return std::string(document);
  }
  if (stored->empty()) return std::string(document);
  const JsonSlice list = root.member(kConsents);
  if (!list.is_absent() && !list.is_list()) return std::string(document);
  const std::vector<StoredConsent> own = consents_in(document, account);
  std::string rows;
  for (const StoredConsent& consent : *stored) {
    if (std::find(own.begin(), own.end(), consent) != own.end()) continue;
    rows += (rows.empty() ? "" : ",") + json_of(consent);
  }
  if (rows.empty()) return std::string(document);
  return put_consents(document, list, list.items().empty(), rows);
}

Result<void> StoreView::status() const {
  if (error_) return *error_;
  return {};
}

std::unique_ptr<StoreView> take_view(std::vector<std::unique_ptr<StoreView>>& views) {
  M2_CHECK(!views.empty(), "a view for every thread");
  std::unique_ptr<StoreView> view = std::move(views.back());
  views.pop_back();
  return view;
}

std::vector<StoredConsent> consents_in(std::string_view document, std::string_view account) {
  std::vector<StoredConsent> found;
  for (const JsonSlice& row : JsonSlice::trusted(document).member(kConsents).items()) {
    StoredConsent consent{std::string(account), row.member("customer").text(),
                          row.member("state").text(), row.member("date").text(),
                          row.member("source").text()};
    const bool is_known = consent.state == "granted" || consent.state == "withdrawn";
    if (is_known && Date::parse_iso(consent.date)) found.push_back(std::move(consent));
  }
  return found;
}

}  // namespace m2

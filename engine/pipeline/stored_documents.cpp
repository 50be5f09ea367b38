#include "engine/pipeline/stored_documents.h"

#include <fmt/format.h>

#include "engine/pipeline/imported_file.h"

namespace m2 {
namespace {

class StoredSource final : public DocumentSource {
 public:
  StoredSource(std::unique_ptr<StoreReader> reader, std::unique_ptr<Cursor<StoredDocument>> rows)
      : reader_(std::move(reader)), rows_(std::move(rows)) {}

  [[nodiscard]] std::string_view unit() const override { return "document"; }

  Result<bool> next(DocumentBlock& block) override {
    block.clear();
    block.text.clear();
    while (block.text.size() < kBlockBytes) {
      M2_TRY(const StoredDocument* row, rows_->next());
      if (row == nullptr) break;
      block.items.push_back({block.text.size(), row->text.size(), row->place, row->is_readable});
      block.text.insert(block.text.end(), row->text.begin(), row->text.end());
      block.text.push_back('\0');
    }
    return !block.items.empty();
  }

 private:
  std::unique_ptr<StoreReader> reader_;  // the rows are its
  std::unique_ptr<Cursor<StoredDocument>> rows_;
};

Result<std::unique_ptr<DocumentSource>> documents_of(std::unique_ptr<StoreReader> reader,
                                                     const StoredRun& run) {
  M2_TRY(auto rows, reader->documents(run.id));
  return std::unique_ptr<DocumentSource>(
      std::make_unique<StoredSource>(std::move(reader), std::move(rows)));
}

}  // namespace

Error no_run(const Store& store, std::string_view tenant, Period period,
             const std::vector<Period>& known) {
  std::string message =
      fmt::format("store `{}` has no run of `{}` for {}", store.name(), tenant, period.to_string());
  std::vector<std::string> months;
  for (const Period& month : known) months.push_back(month.to_string());
  if (!months.empty()) message += fmt::format("; it has {}", fmt::join(months, ", "));
  return {ErrorCode::NotFound, std::move(message)};
}

Result<std::unique_ptr<DocumentSource>> stored_documents(Store& store, std::string_view tenant,
                                                         Period period) {
  M2_TRY(std::unique_ptr<StoreReader> reader, store.reader(tenant));
  M2_TRY(const std::optional<StoredRun> run, reader->last_run(period));
  if (run && run->kind == RunKind::Import) return no_documents(store, *run, tenant);
  if (run) return documents_of(std::move(reader), *run);
  M2_TRY(const std::vector<Period> known, reader->periods());
  Error error = no_run(store, tenant, period, known);
  error.message += "; say where the documents are: --from PATH";
  return error;
}

Result<std::unique_ptr<DocumentSource>> stored_documents(Store& store, std::string_view tenant,
                                                         std::string_view digest) {
  M2_TRY(std::unique_ptr<StoreReader> reader, store.reader(tenant));
  M2_TRY(const std::optional<StoredRun> run, reader->run_of(digest));
  if (run) return documents_of(std::move(reader), *run);
  return Error{
      ErrorCode::NotFound,
      fmt::format("store `{}` does not have the documents that the file was made from; say "
                  "where they are: --from PATH",
                  store.name())};
}

Result<std::unique_ptr<DocumentSource>> open_documents(const DocumentPlace& place,
                                                       std::string_view tenant, Period period) {
  if (!place.from.empty() || place.store == nullptr) return open_source(place.from);
  return stored_documents(*place.store, tenant, period);
}

}  // namespace m2

#pragma once
// Documents out of a store: those that the newest run of a month was made from, in its order.
//
//   M2_TRY(auto source, stored_documents(*store, "demo-rent", june));

#include <memory>
#include <string_view>

#include "engine/pipeline/source.h"
#include "engine/store/store.h"

namespace m2 {

/// Errors: NotFound (the month has no run; it names those that have one), Unreadable.
Result<std::unique_ptr<DocumentSource>> stored_documents(Store& store, std::string_view tenant,
                                                         Period period);
/// Those that a file was made from, by the digest of its manifest. Errors: NotFound, Unreadable.
Result<std::unique_ptr<DocumentSource>> stored_documents(Store& store, std::string_view tenant,
                                                         std::string_view digest);

/// What a month without a run is told as.
Error no_run(const Store& store, std::string_view tenant, Period period,
             const std::vector<Period>& known);

/// Where documents are looked for: `from`, else the store.
struct DocumentPlace {
  std::string from;        // folder of responses, file of documents, "-"; empty: the store's
  Store* store = nullptr;  // null: none
};
/// As open_source and stored_documents.
Result<std::unique_ptr<DocumentSource>> open_documents(const DocumentPlace& place,
                                                       std::string_view tenant, Period period);

}  // namespace m2

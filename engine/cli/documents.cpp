#include "engine/cli/documents.h"

#include <filesystem>
#include <ostream>

#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/config/tenant.h"

namespace m2::cli {

Parameter documents_option(std::optional<std::string>& from) {
  return option("--from", "PATH",
                "documents: a folder of recorded responses, a file of one document a line, or -",
                from)
      .completes_files();
}

Parameter store_option(std::optional<std::string>& store) {
  return option("--store", "FILE",
                "a store: last reports and consents come from it, and the documents without --from",
                store)
      .completes_files();
}

Result<std::unique_ptr<Store>> open_given_store(const std::optional<std::string>& store) {
  if (!store) return std::unique_ptr<Store>();
  return open_store(*store, StoreAccess::Read);
}

Result<std::optional<std::string>> name_of_tenant(Context& context, const std::string& given) {
  std::filesystem::path file = given;
  if (!file.has_extension()) {
    M2_TRY(const PresetsFolder folder, find_presets(context));
    M2_TRY(file, folder.tenant_file(given));
  }
  Diagnostics found;
  M2_TRY(const std::optional<Tenant> tenant, read_tenant_file(file, found));
  context.err << render(found.sorted(), context.err_colour);
  if (!tenant) return std::optional<std::string>();
  return std::optional(tenant->name.text);
}

Exit ask_for_documents_or_store(Context& context) {
  return usage_error(context, "where are the documents?",
                     "say --from DIR, --from FILE, --from - (standard input) or --store FILE");
}

}  // namespace m2::cli

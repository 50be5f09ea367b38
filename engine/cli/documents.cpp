#include "engine/cli/documents.h"

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

Exit ask_for_documents(Context& context) {
  return usage_error(context, "where are the documents?",
                     "say --from DIR, --from FILE, --from - (standard input) or --store FILE");
}

}  // namespace m2::cli

#include "engine/cli/documents.h"

namespace m2::cli {

Parameter documents_option(std::optional<std::string>& from) {
  return option("--from", "PATH",
                "documents: a folder of recorded responses, a file of one document a line, or -",
                from)
      .completes_files();
}

Exit ask_for_documents(Context& context) {
  return usage_error(context, "where are the documents?",
                     "say --from DIR, --from FILE or --from - (standard input)");
}

}  // namespace m2::cli

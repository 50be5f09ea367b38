// Any bytes, read as each kind of file: no crash, no endless loop, and the promises of
// tree_promises.h.

#include <cstdio>
#include <cstdlib>

#include "dsl/parse.h"
#include "tests/support/tree_promises.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace m2;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto kind : {dsl::FileKind::Preset, dsl::FileKind::Library, dsl::FileKind::Rules,
                          dsl::FileKind::Shape, dsl::FileKind::Inquiry}) {
    Diagnostics found;
    const dsl::Ast ast = dsl::parse(std::make_shared<SourceText>("fuzz", text), kind, found);
    const std::string problem = test::broken_promise(ast, found);
    if (!problem.empty()) {
      std::fprintf(stderr, "%s\n", problem.c_str());
      std::abort();
    }
    for (dsl::NodeId node = 0; node < ast.size(); ++node) (void)ast.doc(node);
    (void)render(found.sorted(), Colour::Never);
  }
  return 0;
}

// Any bytes, formatted as each kind of file: what can be read keeps its meaning and its comments,
// and formatting again changes nothing (formatting.h).

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/support/formatting.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace m2;
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto kind : {dsl::FileKind::Preset, dsl::FileKind::Library, dsl::FileKind::Rules,
                          dsl::FileKind::Shape}) {
    // A line end that goes may bring a description to a statement that had none.
    const std::string problem = test::broken_formatting(text, kind, false);
    if (!problem.empty()) {
      std::fprintf(stderr, "%s\n", problem.c_str());
      std::abort();
    }
  }
  return 0;
}

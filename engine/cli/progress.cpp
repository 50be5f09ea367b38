#include "engine/cli/progress.h"

#include <fmt/format.h>

#include <ostream>

#include "engine/cli/render.h"

namespace m2::cli {

void ProgressLine::tell(std::uint64_t documents) {
  using namespace std::chrono;
  const auto elapsed = duration_cast<milliseconds>(steady_clock::now() - start_).count();
  if (!context_.shows_progress || elapsed < 1000) return;
  const auto rate = documents * 1000 / static_cast<std::uint64_t>(elapsed);
  context_.err << fmt::format("\r\x1b[K{} documents, {} a second", with_separators(documents), with_separators(rate)) << std::flush;
  shown_ = true;
}

void ProgressLine::clear() {
  if (shown_) context_.err << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace m2::cli

#include "engine/cli/progress.h"

#include <fmt/format.h>

#include <ostream>

#include "engine/cli/render.h"

namespace m2::cli {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;
constexpr const char* kEraseLine = "\r\x1b[K";

}  // namespace

void Progress::reach(std::uint64_t amount) {
  done_ = amount;
  if (!context_.shows_progress) return;
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(200);
  is_shown_ = true;
  const std::string far = unit_ == Unit::Mutants     ? fmt::format("{} of {}", done_, total_)
                          : total_ > 0               ? fmt::format("{} %", done_ * 100 / total_)
                          : unit_ == Unit::Documents ? counted(done_, "document")
                                                     : fmt::format("{} MB", done_ / kMegabyte);
  context_.err << kEraseLine << name_ << ": " << far << std::flush;
}

Progress::~Progress() {
  if (is_shown_) context_.err << kEraseLine << std::flush;
}

}  // namespace m2::cli

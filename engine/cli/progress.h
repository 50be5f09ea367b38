#pragma once
// ProgressLine: one line on a terminal that says how far a long run is; nothing elsewhere, and nothing for a short run.
//
//   ProgressLine progress(context);
//   run_report(request, presets, found, progress.teller());
//   progress.clear();

#include <chrono>
#include <cstdint>
#include <functional>

#include "engine/cli/command.h"

namespace m2::cli {

class ProgressLine {
 public:
  explicit ProgressLine(Context& context) : context_(context), start_(std::chrono::steady_clock::now()) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Takes the number of documents done so far. Valid while this object lives.
  [[nodiscard]] std::function<void(std::uint64_t)> teller() {
    return [this](std::uint64_t documents) { tell(documents); };
  }
  /// Takes the line off the terminal.
  void clear();

 private:
  void tell(std::uint64_t documents);

  Context& context_;
  std::chrono::steady_clock::time_point start_;
  bool shown_ = false;
};

}  // namespace m2::cli

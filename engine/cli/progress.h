#pragma once
// Progress: one line on the terminal, for what takes longer than a second; nothing anywhere else.
//
//   Progress progress(context, "june.dat", size);
//   progress.add(bytes_read);

#include <chrono>
#include <cstdint>
#include <string>

#include "engine/cli/command.h"

namespace m2::cli {

class Progress {
 public:
  enum class Unit : std::uint8_t { Bytes, Documents, Mutants };

  /// `total` is in the unit, 0 when it is not known.
  Progress(Context& context, std::string name, std::uint64_t total, Unit unit = Unit::Bytes)
      : context_(context), name_(std::move(name)), total_(total), unit_(unit) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// Takes the line away.
  ~Progress();

  void add(std::uint64_t amount) { reach(done_ + amount); }
  void reach(std::uint64_t amount);
  /// Where the total is known only now.
  void reach(std::uint64_t amount, std::uint64_t total) {
    total_ = total;
    reach(amount);
  }

 private:
  using Clock = std::chrono::steady_clock;

  Context& context_;
  std::string name_;
  std::uint64_t total_;
  Unit unit_;
  std::uint64_t done_ = 0;
  Clock::time_point next_ = Clock::now() + std::chrono::seconds(1);
  bool is_shown_ = false;
};

}  // namespace m2::cli

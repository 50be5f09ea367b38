#pragma once
// Chance: numbers from a seed, the same on every machine (splitmix64; the standard library's
// distributions differ from one library to the next).
//
//   Chance chance(7);
//   chance.below(6)                   // 0 to 5
//   Chance(7).branch(12).branch(1)    // a sequence of its own for part 1 of thing 12
//
// Small limits only: a limit near 2^64 would favour low numbers.

#include <cstddef>
#include <cstdint>

namespace m2 {

class Chance {
 public:
  explicit constexpr Chance(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t next() {
    state_ += kStep;
    return mixed(state_);
  }
  /// From 0 to `limit` - 1. `limit` is not 0.
  constexpr std::size_t below(std::size_t limit) {
    return static_cast<std::size_t>(next() % limit);
  }
  /// Both ends included.
  constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  constexpr bool one_in(std::size_t n) { return below(n) == 0; }
  constexpr bool in_hundred(std::size_t percent) { return below(100) < percent; }

  /// Another sequence, decided by where this one started and by `number`; this one stays as it is.
  [[nodiscard]] constexpr Chance branch(std::uint64_t number) const {
    return Chance(mixed(state_ ^ mixed(number + kStep)));
  }

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;
  static constexpr std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

}  // namespace m2

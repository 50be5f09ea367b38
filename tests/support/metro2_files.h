#pragma once
// Metro 2 files for tests: random ones from a seed, valid in every field's own form.
//
//   Random random(7);
//   std::string file = random_file(random, framing, 20);

#include <cstdint>
#include <string>
#include <vector>

#include "engine/metro2/field.h"
#include "engine/metro2/framing.h"

namespace m2::test {

/// Numbers that are the same on every machine (splitmix64).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// From 0 to `limit` - 1.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

/// A value for every field, each blank now and then.
std::string random_segment(Random& random, Segment segment);
/// A base segment and any appended segments, some of them unpopulated.
std::string random_record(Random& random);
/// Header, `accounts` records and a trailer whose counts are right. A fixed length is chosen to
/// fit.
std::string random_file(Random& random, Framing framing, std::size_t accounts);
/// A random file in any framing with a few bytes changed, lost or added.
std::string damaged_file(Random& random);
/// Every framing that a file can have.
std::vector<Framing> all_framings();
/// The header of a small file.
std::string plain_header();

}  // namespace m2::test

#pragma once
// Metro 2 files for tests: random ones from a seed, valid in every field's own form.
//
//   Random random(7);
//   std::string file = random_file(random, framing, 20);

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/chance.h"
#include "engine/metro2/field.h"
#include "engine/metro2/framing.h"

namespace m2::test {

using Random = Chance;

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

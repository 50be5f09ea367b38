#include "engine/metro2/changed_fields.h"

#include <string>

#include "engine/metro2/value.h"
#include "tests/support/metro2_files.h"

using namespace m2;
using namespace m2::test;

SCENARIO("the fields of a base segment that differ from the last one are told, and no others") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    ChangedFields changes;
    std::string last = random_segment(random, Segment::Base);
    CHECK(changes.of(last) == ChangedFields::kAll);
    for (int n = 0; n < 20; ++n) {
      std::string record = last;
      for (std::size_t times = random.below(4); times > 0; --times)
        record[random.below(record.size())] = static_cast<char>(random.below(256));
      const std::uint64_t changed = changes.of(record);
      for (std::size_t i = 0; i < kBaseFields.size(); ++i) {
        CAPTURE(kBaseFields[i].key);
        CHECK((changed >> i & 1) == (raw(kBaseFields[i], record) != raw(kBaseFields[i], last)));
      }
      CHECK(changed <= ChangedFields::kAll);
      last = record;
    }
  }
}

SCENARIO("what follows the base segment is no change of it") {
  Random random(7);
  ChangedFields changes;
  const std::string base = random_segment(random, Segment::Base);
  changes.of(base);
  CHECK(changes.of(base + random_segment(random, Segment::J2)) == 0);
}

#include "engine/validate/internal/code_set.h"
#include "engine/validate/internal/field_check.h"
#include "engine/validate/internal/segment_scan.h"
#include "engine/validate/internal/table_rules.h"
#include "tests/support/metro2_files.h"

using namespace m2;
using namespace m2::internal;
using namespace m2::test;

SCENARIO("a segment that the scan finds clean has no findings when its fields are checked") {
  const Date today = *Date::parse_iso("2040-01-01");
  std::size_t clean = 0;
  std::size_t unclean = 0;
  for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const auto segment = static_cast<Segment>(random.below(kSegmentCount));
    std::string bytes(blank(segment));
    if (random.one_in(2)) bytes = random_segment(random, segment);
    // Any byte anywhere, mostly one that is nearly right.
    for (std::size_t n = random.below(3); n > 0; --n) {
      bytes[random.below(bytes.size())] =
          static_cast<char>(random.one_in(8) ? random.below(256) : 0x20 + random.below(95));
    }
    std::size_t findings = 0;
    Report report(RuleBook::of(RuleRegistry::built_in()), [&](const Finding&) { ++findings; });
    check_fields(segment, 0, bytes, today, report);
    const bool is_clean = scan_of(segment).is_clean(bytes, today);
    if (is_clean) CHECK(findings == 0);
    (is_clean ? clean : unclean) += 1;
  }
  CHECK(clean > 500);
  CHECK(unclean > 500);
}

SCENARIO("a code set agrees with its table on every value") {
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    for (const Field& field : fields(static_cast<Segment>(i))) {
      if (field.kind != FieldKind::Code || field.length > 2) continue;
      CAPTURE(field.key);
      const CodeTable& table = *find_code_table(field.codes);
      const bool blank_too = rules_of(field.codes).blank_too;
      const CodeSet set(table, field.length, blank_too);
      std::string value(field.length, ' ');
      for (int a = 0; a < 256; ++a) {
        for (int b = 0; b < (field.length == 1 ? 1 : 256); ++b) {
          value[0] = static_cast<char>(a);
          if (field.length == 2) value[1] = static_cast<char>(b);
          const Code* code = find_code(table, value);
          const bool is_blank = value.find_first_not_of(' ') == std::string::npos;
          const bool expected = (is_blank && blank_too) ||
                                (accepts(table, value) && (code == nullptr || !code->obsolete));
          if (set.contains(value) != expected) FAIL_CHECK("`" << value << "` " << a << " " << b);
        }
      }
    }
  }
}

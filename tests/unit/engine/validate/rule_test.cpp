#include "engine/validate/rule.h"

#include <set>

#include "engine/metro2/codes.h"
#include "engine/metro2/field.h"
#include "engine/validate/internal/table_rules.h"

using namespace m2;

SCENARIO("every rule has an id of its own, a title, a fix and a source") {
  std::set<std::string_view> ids;
  for (const Rule& rule : rules()) {
    CAPTURE(rule.id);
    CHECK(ids.insert(rule.id).second);
    CHECK(!rule.title.empty());
    CHECK(!rule.title.ends_with('.'));
    CHECK(!rule.fix.empty());
    CHECK(!rule.source.empty());
  }
}

SCENARIO("a rule is found by its id, in any case") {
  REQUIRE(find_rule("FILE-006") != nullptr);
  CHECK(find_rule("file-006") == find_rule("FILE-006"));
  CHECK(find_rule("FILE-000") == nullptr);
}

SCENARIO("the code table of every field has its rules") {
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    for (const Field& field : fields(static_cast<Segment>(i))) {
      if (field.kind == FieldKind::Code)
        CHECK(internal::rules_of(field.codes).table == field.codes);
    }
  }
}

#include <set>

#include "engine/metro2/codes.h"
#include "engine/metro2/field.h"
#include "engine/validate/internal/table_rules.h"
#include "engine/validate/registry.h"

using namespace m2;

SCENARIO("every rule has an id of its own, a title, a fix and a source") {
  std::set<std::string_view> ids;
  for (const Rule& rule : RuleRegistry::built_in()->rules()) {
    CAPTURE(rule.id);
    CHECK(ids.insert(rule.id).second);
    CHECK(!rule.title.empty());
    CHECK(!rule.title.ends_with('.'));
    CHECK(!rule.fix.empty());
    CHECK(!rule.source.empty());
    if (rule.kind != RuleKind::Bytes) CHECK(!rule.when.empty());
  }
}

SCENARIO("a rule is found by its id, in any case") {
  REQUIRE(RuleRegistry::built_in()->find("FILE-006") != nullptr);
  CHECK(RuleRegistry::built_in()->find("file-006") == RuleRegistry::built_in()->find("FILE-006"));
  CHECK(RuleRegistry::built_in()->find("FILE-000") == nullptr);
}

SCENARIO("the code table of every field has its rules") {
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    for (const Field& field : fields(static_cast<Segment>(i))) {
      if (field.kind == FieldKind::Code)
        CHECK(internal::rules_of(field.codes).table == field.codes);
    }
  }
}

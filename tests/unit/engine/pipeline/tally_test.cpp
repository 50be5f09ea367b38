#include "engine/pipeline/tally.h"

namespace m2 {

SCENARIO("a tally counts all accounts of a rule and remembers the first few") {
  Tally tally;
  for (const char* account : {"1", "2", "3", "4", "5"}) tally.add("no_rent", account, "No rent.");
  tally.add("small", "9", "Owes $1.");
  const std::vector<RuleTally> rules = tally.rules();
  REQUIRE(rules.size() == 2);
  CHECK(rules[0].rule == "no_rent");
  CHECK(rules[0].accounts == 5);
  CHECK(rules[0].examples == std::vector<std::string>{"1", "2", "3"});
  CHECK(rules[1].reason == "Owes $1.");
  CHECK(tally.total() == 6);
}

SCENARIO("the rule with most accounts comes first, equal ones by name") {
  Tally tally;
  tally.add("b", "1", "");
  tally.add("a", "2", "");
  tally.add("c", "3", "");
  tally.add("c", "4", "");
  std::string order;
  for (const RuleTally& rule : tally.rules()) order += rule.rule;
  CHECK(order == "cab");
}

SCENARIO("tallies that are merged in order equal one tally of everything") {
  Tally whole;
  Tally merged;
  for (int block = 0; block < 4; ++block) {
    Tally part;
    for (int i = 0; i < 2; ++i) {
      const std::string account = std::to_string(2 * block + i);
      const std::string rule = i == 0 && block % 2 == 0 ? "even" : "other";
      whole.add(rule, account, "because of " + account);
      part.add(rule, account, "because of " + account);
    }
    merged.merge(part);
  }
  REQUIRE(merged.rules().size() == whole.rules().size());
  for (std::size_t i = 0; i < whole.rules().size(); ++i) {
    CHECK(merged.rules()[i].rule == whole.rules()[i].rule);
    CHECK(merged.rules()[i].accounts == whole.rules()[i].accounts);
    CHECK(merged.rules()[i].examples == whole.rules()[i].examples);
    CHECK(merged.rules()[i].reason == whole.rules()[i].reason);
  }
}

}  // namespace m2

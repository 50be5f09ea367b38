// Several presets of one tenant: whether two of them can take the same account.

#include "dsl/disjoint.h"

#include "tests/support/mapping.h"

using namespace m2;

namespace {

std::shared_ptr<const dsl::CheckedPreset> taking(const std::string& condition) {
  const test::Checked checked = test::check_text(
      test::sample_preset("let plan = account.alias otherwise \"none\"\nlet home = account.name\n"
                          "warn uses when plan is home because \"w\"\nfor accounts where " +
                          condition),
      test::kSampleShape);
  INFO(condition);
  INFO(checked.messages());
  REQUIRE(checked.preset != nullptr);
  return checked.preset;
}

/// "no", "unknown", or "yes: " with the example.
std::string both(const std::string& a, const std::string& b) {
  const auto one = taking(a);
  const auto other = taking(b);
  const dsl::BothTake taken = dsl::both_take(*one, *other);
  const dsl::BothTake turned = dsl::both_take(*other, *one);
  CHECK(taken.answer == turned.answer);
  if (taken.answer == dsl::BothTake::Answer::No) return "no";
  if (taken.answer == dsl::BothTake::Answer::Unknown) return "unknown";
  return "yes: " + taken.example;
}

}  // namespace

SCENARIO("two presets take different accounts, the same, or nobody can tell") {
  const auto [a, b, answer] = GENERATE(table<std::string, std::string, std::string>({
      // words
      {R"(account.name is "rent")", R"(account.name is "parking")", "no"},
      {R"(account.name is "rent")", R"(account.name is not "rent")", "no"},
      {R"(account.name is one of ("a", "b"))", R"(account.name is one of ("c", "d"))", "no"},
      {R"(account.name is one of ("a", "b"))", R"(account.name is "b")",
       R"(yes: account.name = "b")"},
      {R"(account.name is not "a")", R"(account.name is not "b")",
       R"(yes: account.name other than "a", "b")"},
      {R"(home is "rent")", R"(account.name is "parking")", "no"},
      // a closed list has no other words
      {R"(account.kind is "Open")", R"(account.kind is "Paid")", "no"},
      {R"(account.kind is not "Open")", R"(account.kind is one of ("Open"))", "no"},
      {R"(account.kind is not one of ("Open", "Paid"))", R"(account.kind is not "Lost")", "no"},
      // numbers, money, dates, with the bound on the one side or the other
      {"account.rent < $100", "account.rent >= $100", "no"},
      {"account.rent <= $100", "account.rent >= $100", "yes: account.rent = $100"},
      {"$5 < account.rent", "account.rent is between $1 and $5", "no"},
      {"account.units is 3", "account.units > 2", "yes: account.units = 3"},
      {"account.units is not 3", "account.units is 3", "no"},
      {"account.units is not between 3 and 5", "account.units is one of (3, 4, 5)", "no"},
      {"account.units is not 9223372036854775807", "account.units is 9223372036854775807", "no"},
      {"account.units > 9223372036854775807", "account.units is 1", "no"},
      {"account.opened < 2026-01-01", "account.opened >= 2026-01-01", "no"},
      // true, false, missing
      {"account.flag", "not account.flag", "no"},
      {"account.flag", "account.units is 1", "yes: account.flag = true, account.units = 1"},
      {"account.closed is missing", "account.closed is present", "no"},
      {"account.closed is missing", "account.flag",
       "yes: account.closed is missing, account.flag = true"},
      // and, or, not
      {R"(account.flag and account.name is "a")", R"(account.flag and account.name is "b")", "no"},
      {R"(account.flag or account.name is "a")", R"(not account.flag and account.name is not "a")",
       "no"},
      {R"(not (account.flag or account.units < 3))", "account.units is 2", "no"},
      {"true", "true", "yes: "},
      {"true", "false", "no"},
      // what only metro2 can answer is the same question where it is written alike
      {R"(contains(account.name, "rent"))", R"(not contains(account.name, "rent"))", "no"},
      {R"(contains(account.name, "rent"))", R"(contains(account.name, "parking"))", "unknown"},
      {R"(plan is "a")", R"(plan is not "a")", "no"},
      {"account.charges is empty", "account.charges is not empty", "no"},
      {"any c in account.charges where c.amount > $1", "account.flag", "unknown"},
  }));
  CAPTURE(a, b);
  CHECK(both(a, b) == answer);
}

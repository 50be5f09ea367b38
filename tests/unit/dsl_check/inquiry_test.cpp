// Expressions asked of a preset: its names, its messages, placed in the text that was asked.

#include "dsl/inquiry.h"

#include <algorithm>

#include "tests/support/golden.h"
#include "tests/support/mapping.h"

using namespace m2;

namespace {

dsl::Inquiry about_homes() {
  const std::string folder = test::golden_path("cli/files/homes");
  return dsl::Inquiry(dsl::Workspace(folder), folder + "/rent.preset");
}

// "money", or the slugs of what is wrong.
std::string asked(dsl::Inquiry& inquiry, std::string_view line) {
  Diagnostics found;
  const auto preset = inquiry.ask(line, "EXPR", found);
  std::string slugs;
  for (const Diagnostic& d : found.sorted()) slugs += (slugs.empty() ? "" : " ") + d.slug;
  if (preset == nullptr) return slugs;
  CHECK(slugs.empty());
  if (preset->question == dsl::kNoExpr) return "named";
  return preset->types.name(preset->expr(preset->question).type);
}

}  // namespace

SCENARIO("an expression is checked where the preset's names are known") {
  const auto [line, answer] = GENERATE(table<std::string, std::string>({
      {"account.rent", "money"},
      {"account.tenant.ssn", "text?"},
      {"ledger.charges", "list of allocated charge"},
      {"status_of(45 days).status", "code account_status"},
      {"smallest_debt * 2", "money"},
      {"late_days > 3 days and is_late", "bool"},
      {"residence(\"House\")", "code residence_code or blank"},
      {"missing", "missing"},
      // Mistakes are those of a preset.
      {"account.rnt", "unknown-name"},
      {"status_off(45 days)", "unknown-function"},
      {"account.rent > 5", "type"},
      {"account.tenant.ssn in capitals", "missing-not-handled"},
      {"base.account_status", "unknown-name"},
      // One line is one thing.
      {"", "syntax"},
      {"1 +", "syntax"},
      {"1 2", "syntax"},
      {"1\n2", "syntax"},
      {"skip x when true because \"no\"", "syntax"},
      {"let x = 1 let y = 2", "syntax"},
      {"preset p version 1", "syntax"},
      {"\xff", "unreadable-text"},
  }));
  CAPTURE(line);
  dsl::Inquiry inquiry = about_homes();
  CHECK(asked(inquiry, line) == answer);
}

SCENARIO("a let is known to later lines, and a second one of its name replaces it") {
  dsl::Inquiry inquiry = about_homes();
  CHECK(asked(inquiry, "grace") == "unknown-name");
  CHECK(asked(inquiry, "let grace = 5 days") == "named");
  CHECK(asked(inquiry, "let twice = grace * 2") == "named");
  CHECK(asked(inquiry, "twice") == "days");
  CHECK(asked(inquiry, "let grace = $5") == "named");
  CHECK(asked(inquiry, "twice") == "money");
  THEN("a let that is wrong changes nothing") {
    CHECK(asked(inquiry, "let grace = nonsense") == "unknown-name");
    CHECK(asked(inquiry, "grace") == "money");
  }
  THEN("names of the preset cannot be taken") {
    CHECK(asked(inquiry, "let ledger = 5") == "name-twice");
  }
}

SCENARIO("a mistake stands at its place in the line") {
  dsl::Inquiry inquiry = about_homes();
  Diagnostics found;
  CHECK(inquiry.ask("account.rent + account.rnt", "line 7", found) == nullptr);
  REQUIRE(found.all().size() == 1);
  const Diagnostic& d = found.all().front();
  CHECK(d.span.source->name() == "line 7");
  CHECK(d.span.text() == "rnt");
  CHECK(d.mark_text == "did you mean `rent`?");
}

SCENARIO("without a preset, what the libraries say is known") {
  dsl::Inquiry inquiry{dsl::Workspace(test::golden_path("cli/files/homes"))};
  CHECK(asked(inquiry, "status_of(45 days).status") == "code account_status");
  CHECK(asked(inquiry, "account.rent") == "unknown-name");
}

SCENARIO("a preset with mistakes tells them, whatever is asked") {
  const std::string folder = test::golden_path("dsl/check");
  dsl::Inquiry inquiry(dsl::Workspace(folder), folder + "/gap.preset");
  CHECK(asked(inquiry, "1 + 1") == "gap");
}

SCENARIO("names for completion are those of the preset, with the members of records") {
  const std::vector<std::string> names = about_homes().names();
  const auto has = [&](std::string_view name) {
    return std::binary_search(names.begin(), names.end(), name);
  };
  for (const char* name : {"account", "account.rent", "ledger.unpaid", "status_of", "smallest_debt",
                           "digits", "otherwise", "as_of"}) {
    CAPTURE(name);
    CHECK(has(name));
  }
  CHECK_FALSE(has("garage"));  // a rule is no value
}

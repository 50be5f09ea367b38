// What an expression reads, found without running it; and which of it is personal.

#include "dsl/sources.h"

#include "dsl/inquiry.h"
#include "dsl/personal.h"
#include "tests/support/golden.h"

using namespace m2;

namespace {

struct Found {
  std::string values, conditions, paths;
  bool is_personal = false;
};

Found sources_of(std::string_view line) {
  const std::string folder = test::golden_path("cli/files/homes");
  dsl::Inquiry inquiry(dsl::Workspace(folder), folder + "/rent.preset");
  Diagnostics found;
  const auto preset = inquiry.ask(line, "EXPR", found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(preset != nullptr);
  const dsl::SourceIndex index(*preset);
  const dsl::Sources sources = index.of(preset->question);
  Found out;
  const auto add = [](std::string& to, const std::string& part) {
    to += (to.empty() ? "" : " ") + part;
  };
  for (const dsl::WireMember* member : sources.values) {
    add(out.values, index.name(*member));
    for (const std::string& path : index.paths(*member)) add(out.paths, path);
  }
  for (const dsl::WireMember* member : sources.conditions) add(out.conditions, index.name(*member));
  out.is_personal = dsl::PersonalMembers(*preset, index).feed(sources);
  return out;
}

}  // namespace

SCENARIO("a value comes from the members it is made of, and is decided by others") {
  const auto [line, values, conditions] = GENERATE(table<std::string, std::string, std::string>({
      {"1 + 1", "", ""},
      {"account.rent", "account.rent", ""},
      {"account.rent in whole dollars", "account.rent", ""},
      {"if account.owed > $5 then account.rent else $0", "account.rent", "account.owed"},
      {"account.owed > $5", "", "account.owed"},
      {"sum of c.amount for c in account.charges where c.due < as_of", "account.charges.amount",
       "account.charges.due"},
      {"late_days",
       "account.charges.due account.charges.amount account.payments.paid_on "
       "account.payments.amount",
       "account.payments.posted"},
      {"status", "",
       "account.charges.due account.charges.amount account.payments.paid_on "
       "account.payments.posted account.payments.amount"},
      {"\"{account.id}-{account.rent}\"", "account.id account.rent", ""},
      {"account.tenant.ssn otherwise account.id", "account.id person.ssn", ""},
  }));
  CAPTURE(line);
  const Found found = sources_of(line);
  CHECK(found.values == values);
  CHECK(found.conditions == conditions);  // the `where` of the lists decides, too
}

SCENARIO("a member is found in the document by its path") {
  CHECK(sources_of("account.tenant.last_name").paths ==
        "tenant.last others[].last");  // both ways to a person
  CHECK(sources_of("sum of c.amount for c in account.charges").paths == "ledger.rows[].amount");
}

SCENARIO("what feeds a personal field is personal, and so is what is made of it") {
  const auto [line, is_personal] = GENERATE(table<std::string, bool>({
      {"account.tenant.ssn otherwise \"\"", true},
      {"right(account.tenant.ssn otherwise \"\", 4)", true},
      {"\"born {account.tenant.first_name}\"", true},
      {"account.tenant.ssn is present", false},
      {"account.rent", false},
      {"account.id", false},
      {"if account.tenant.ssn is present then 1 else 2", false},
  }));
  CAPTURE(line);
  CHECK(sources_of(line).is_personal == is_personal);
}

SCENARIO("a name alone may say that its values are personal") {
  using dsl::PersonalName;
  const auto [name, kind] = GENERATE(table<std::string, PersonalName>({
      {"ssn", PersonalName::Secret},
      {"dateOfBirth", PersonalName::Secret},
      {"DOB", PersonalName::Secret},
      {"tenant_SSN", PersonalName::Secret},
      {"driversLicenseNumber", PersonalName::Secret},
      {"firstName", PersonalName::Person},
      {"streetLine2", PersonalName::Person},
      {"email", PersonalName::Person},
      {"status", PersonalName::No},
      {"session", PersonalName::No},
      {"amount", PersonalName::No},
      {"", PersonalName::No},
  }));
  CAPTURE(name);
  CHECK(dsl::personal_name(name) == kind);
}

#include "engine/pipeline/find_account.h"

#include "tests/support/golden.h"

using namespace m2;

namespace {

Result<std::string> found(const std::string& from, std::string_view account) {
  auto source = open_source(from);
  REQUIRE(source);
  return find_account(**source, {"account"}, account);
}

}  // namespace

SCENARIO("an account is found in lines and in a folder of responses") {
  const std::string lines = test::golden_path("pipeline/accounts.ndjson");
  const auto a2 = found(lines, "A-2");
  REQUIRE(a2);
  CHECK(a2->starts_with(R"({"vendor":"entrata","account":"A-2")"));
  const auto lease = found(test::project_path("presets/entrata/fixtures"), "8200003");
  REQUIRE(lease);
  CHECK(lease->find(R"("account":"8200003")") != std::string::npos);
}

SCENARIO("a text that stands elsewhere in a document does not make it the account's") {
  const auto alder = found(test::golden_path("pipeline/accounts.ndjson"), "Alder");
  REQUIRE_FALSE(alder);
  CHECK(alder.error().code == ErrorCode::NotFound);
}

SCENARIO("of an account that is not there the nearest name is told") {
  const auto none = found(test::project_path("presets/entrata/fixtures"), "82000003");
  REQUIRE_FALSE(none);
  CHECK(none.error().message.find("did you mean `8200003`?") != std::string::npos);
}

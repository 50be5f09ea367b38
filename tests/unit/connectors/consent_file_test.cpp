#include "connectors/consent_file.h"

using namespace m2;
using namespace m2::connectors;

namespace {

const std::string kHeader = "account,customer,state,date,source\n";

}  // namespace

SCENARIO("consents are kept by account in the order of the file") {
  const Result<ConsentFile> read =
      read_consents(kHeader +
                    "8200007,9300007,granted,2025-11-01,\"portal, \"\"yes\"\"\"\r\n"
                    "\n"
                    "8200014,9300016,granted,2026-03-15,addendum\n"
                    "8200007,9300007,withdrawn,2026-04-02,\n");
  REQUIRE(read);
  CHECK(read->problems.empty());
  REQUIRE(read->by_account.size() == 2);
  const std::vector<Consent>& seven = read->by_account.find("8200007")->second;
  REQUIRE(seven.size() == 2);
  CHECK(seven[0].source == "portal, \"yes\"");
  CHECK(seven[1].state == "withdrawn");
  CHECK(seven[1].source.empty());
}

SCENARIO("a byte order mark, as spreadsheets write it, is passed over") {
  const Result<ConsentFile> read =
      read_consents("\xEF\xBB\xBF" + kHeader + "8200007,9300007,granted,2025-11-01,portal\n");
  REQUIRE(read);
  CHECK(read->by_account.size() == 1);
}

SCENARIO("a row that cannot be read is named and left out, the others stay") {
  const auto [row, problem] = GENERATE(table<std::string, std::string>(
      {{"8200001,9300001,granted,2025-07-28", "line 2: 4 fields, not 5"},
       {"8200001,9300001,granted,2025-07-28,a,b", "line 2: 6 fields, not 5"},
       {",9300001,granted,2025-07-28,a", "line 2: no account or no customer"},
       {"8200001,,granted,2025-07-28,a", "line 2: no account or no customer"},
       {"8200001,9300001,yes,2025-07-28,a",
        "line 2: the state is neither `granted` nor `withdrawn`"},
       {"8200001,9300001,granted,2025-02-30,a",
        "line 2: the date is not a day written as 2025-07-28"},
       {"8200001,9300001,granted,07/28/2025,a",
        "line 2: the date is not a day written as 2025-07-28"},
       {"8200001,9300001,granted,2025-07-28,\"a",
        "line 2: a quote is not closed, or stands inside a field"},
       {"8200001,9300001,granted,2025-07-28,a\"b",
        "line 2: a quote is not closed, or stands inside a field"},
       {"8200001,9300001,granted,2025-07-28,\"a\"b",
        "line 2: a quote is not closed, or stands inside a field"}}));
  CAPTURE(row);
  const Result<ConsentFile> read =
      read_consents(kHeader + row + "\n8200002,9300002,granted,2025-08-30,a\n");
  REQUIRE(read);
  CHECK(read->problems == std::vector<std::string>{problem});
  CHECK(read->by_account.size() == 1);
}

SCENARIO("a file with other columns is refused") {
  const std::string text = GENERATE(as<std::string>{}, "", "account,customer,state,date\n",
                                    "customer,account,state,date,source\n", "\"");
  CHECK_FALSE(read_consents(text));
}

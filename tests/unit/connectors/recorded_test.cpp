#include "connectors/recorded.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/base/json_slice.h"
#include "tests/support/golden.h"

using namespace m2;
using namespace m2::connectors;

namespace {

/// A folder of its own that is gone when the test ends.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "m2-recorded-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  Folder& with(const std::string& name, const std::string& text) {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this;
  }
  Folder& copy(const std::string& folder) {
    std::filesystem::copy(test::project_path(folder), path_,
                          std::filesystem::copy_options::recursive);
    return *this;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

RecordedAccounts open(const std::filesystem::path& folder) {
  Result<RecordedAccounts> accounts = RecordedAccounts::open(folder);
  if (!accounts) FAIL(accounts.error().message);
  return std::move(*accounts);
}

std::string document(const RecordedAccounts& accounts, std::string_view id) {
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (accounts.account(i) != id) continue;
    Result<std::string> text = accounts.document(i);
    REQUIRE(text);
    REQUIRE(JsonSlice::parse(*text));
    return *text;
  }
  FAIL("no account " << id);
  return {};
}

std::string why(const std::vector<RecordedReport::Note>& notes, const std::string& file) {
  for (const RecordedReport::Note& note : notes) {
    if (note.file == file) return note.why;
  }
  return "(not named)";
}

/// Whether `wanted` ("kept file, reason") was decided about objects that `set_aside` holds, too.
bool decided(const RecordedReport& report, const std::string& object, const std::string& set_aside,
             const std::string& wanted) {
  for (const RecordedReport::Duplicate& duplicate : report.duplicates) {
    const bool is_asked = duplicate.object == object && duplicate.set_aside == set_aside;
    if (is_asked && duplicate.kept + ", " + duplicate.why == wanted) return true;
  }
  return false;
}

std::string lease_response(const std::string& leases) {
  return R"({"response":{"requestId":"15","code":200,"result":{"leases":{"lease":)" + leases +
         "}}}}";
}
std::string loan_response(const std::string& loan) {
  return R"({"d":)" + loan + "}";
}

const std::string kLease =
    R"({"id":"8200001","propertyId":7,"customers":{"customer":{"id":9300001}}})";

}  // namespace

SCENARIO("the Entrata fixtures give one document per lease, in the order of their ids") {
  const RecordedAccounts accounts = open(test::project_path("presets/entrata/fixtures"));
  CHECK(accounts.vendor() == "entrata");
  REQUIRE(accounts.size() == 19);
  for (std::size_t i = 0; i < accounts.size(); ++i)
    CHECK(accounts.account(i) == std::to_string(8200001 + i));
  CHECK(accounts.report().unreadable.empty());
  CHECK(accounts.report().ignored.empty());
  CHECK(accounts.report().duplicates.empty());
}

SCENARIO("a lease's document joins what the responses say about it, word for word") {
  const RecordedAccounts accounts = open(test::project_path("presets/entrata/fixtures"));
  const std::string text = document(accounts, "8200013");
  const JsonSlice root = *JsonSlice::parse(text);
  CHECK(root.at("vendor").text() == "entrata");
  CHECK(root.at("account").text() == "8200013");
  CHECK(root.at("lease.leaseStatusTypeId").text() == "6");
  CHECK(root.at("leaseR1.terminationStartDate").text() == "2026-03-16");
  CHECK(root.at("eviction.evictionDate").text() == "05/29/2026");
  CHECK(root.at("collections.CollectionStatus").text() == "false");
  CHECK(root.at("property.PropertyID").text() == "7100202");
  CHECK(root.at("unit.unitNumber").text() == "B2");
  CHECK(root.all("people").size() == 2);
  CHECK(root.all("people.customer.@attributes.Id").size() == 2);
  CHECK(root.all("people.evicted.ssn").size() == 2);
  CHECK(root.all("ledger").size() == root.all("ledger.arCode.codeType").size());
  CHECK(root.all("ledger.transaction.id").size() == 25);
  CHECK(root.at("incomplete").raw() == "[]");
  // Escapes, and numbers as they came.
  CHECK(text.find(R"("moveInDate":"06\/01\/2025")") != std::string::npos);
  CHECK(document(accounts, "8200012").find(R"("amount":1385.5)") != std::string::npos);
}

SCENARIO(
    "a lease outside the ledger response says so, and a cancelled one still has its document") {
  const RecordedAccounts accounts = open(test::project_path("presets/entrata/fixtures"));
  const std::string text = document(accounts, "8200018");
  CHECK(JsonSlice::parse(text)->at("incomplete").raw() == R"(["ledger"])");
}

SCENARIO("consents become part of the documents of their accounts") {
  const RecordedAccounts accounts = open(test::project_path("presets/entrata/fixtures"));
  const std::string withdrawn = document(accounts, "8200007");
  CHECK(
      JsonSlice::parse(withdrawn)->member("consents").raw() ==
      R"([{"customer":"9300007","state":"granted","date":"2025-11-01","source":"resident portal"},)"
      R"({"customer":"9300007","state":"withdrawn","date":"2026-04-02","source":"resident portal"}])");
  CHECK(JsonSlice::parse(document(accounts, "8200010"))->is_object());
  const std::string none = document(accounts, "8200010");
  CHECK(JsonSlice::parse(none)->member("consents").raw() == "[]");
}

SCENARIO(
    "the LoanPro fixtures give one document per loan; what is expanded wins over what is listed") {
  const RecordedAccounts accounts = open(test::project_path("presets/loanpro/fixtures"));
  CHECK(accounts.vendor() == "loanpro");
  REQUIRE(accounts.size() == 37);
  CHECK(accounts.account(0) == "2001");
  CHECK(accounts.report().unreadable.empty());
  CHECK(decided(accounts.report(), "loan", "loans_page1.json", "loan_2001.json, more expanded"));
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const Result<std::string> text = accounts.document(i);
    REQUIRE(text);
    CAPTURE(accounts.account(i));
    CHECK(JsonSlice::parse(*text)->at("incomplete").raw() == "[]");
  }
}

SCENARIO("which response wins: latest update stamp, then most expanded, then file name") {
  Folder folder;
  GIVEN("variants of the Entrata responses beside them") {
    folder.copy("presets/entrata/fixtures").copy("tests/golden/connectors/entrata_variants");
    const RecordedAccounts accounts = open(folder.path());
    CHECK(accounts.size() == 19);
    const std::string full = "getLeaseArTransactions.r1.7100202.full.json";
    CHECK(decided(accounts.report(), "ledger", "getLeaseArTransactions.r1.7100202.openItems.json",
                  full + ", more expanded"));
    CHECK(decided(accounts.report(), "ledger",
                  "getLeaseArTransactions.r1.7100202.full_noReversals.json",
                  full + ", more expanded"));
    CHECK(decided(accounts.report(), "lease", "getLeases.r2.7100101.page1of3.json",
                  "getLeases.r2.7100101.all.json, file name"));
    CHECK(why(accounts.report().ignored, "error.503.html.json") == "an error response");
    const std::string bounced = document(accounts, "8200008");
    CHECK(JsonSlice::parse(bounced)->all("ledger.transaction.originalArTransactionId").size() == 2);
  }
  GIVEN("variants of the LoanPro responses beside them") {
    folder.copy("presets/loanpro/fixtures").copy("tests/golden/connectors/loanpro_variants");
    const RecordedAccounts accounts = open(folder.path());
    CHECK(accounts.size() == 37);
    CHECK(decided(accounts.report(), "loan", "loan_2002.json",
                  "loans_incremental.json, later update stamp"));
    CHECK(decided(accounts.report(), "loan", "loan_2003_no_lastupdated.json",
                  "loan_2003.json, later update stamp"));
    CHECK(decided(accounts.report(), "loan", "loan_2001_unexpanded.json",
                  "loan_2001.json, more expanded"));
    CHECK(decided(accounts.report(), "loan", "loan_2018_collateral_object.json",
                  "loan_2018.json, more expanded"));
  }
}

SCENARIO("pages that overlap give each lease once") {
  Folder folder;
  folder
      .with("getLeases.r2.7.page1of2.json", lease_response("[" + kLease + R"(,{"id":"8200002"}])"))
      .with("getLeases.r2.7.page2of2.json",
            lease_response(R"([{"id":8200002,"moveInDate":[]},{"id":"8200003"}])"));
  const RecordedAccounts accounts = open(folder.path());
  CHECK(accounts.size() == 3);
  CHECK(decided(accounts.report(), "lease", "getLeases.r2.7.page1of2.json",
                "getLeases.r2.7.page2of2.json, more expanded"));
}

SCENARIO("one lease twice in one file is decided, too") {
  Folder folder;
  folder.with("getLeases.r2.7.json", lease_response("[" + kLease + "," + kLease + "]"));
  const RecordedAccounts accounts = open(folder.path());
  CHECK(accounts.size() == 1);
  CHECK(accounts.report().duplicates.size() == 1);
}

SCENARIO("envelopes come unwrapped, lists as single objects, ledgers inside customers") {
  Folder folder;
  folder
      .with("getLeases.r2.7.json",
            R"({"requestId":"15","code":"200","result":{"leases":{"lease":)" + kLease + "}}}")
      .with(
          "getLeaseArTransactions.r1.7.json",
          lease_response(
              R"({"id":8200001,"customers":{"customer":{"id":1},"ledgers":{"ledger":{"id":11,"name":"Resident",
                               "balance":-1.50,"transactions":{"transaction":{"id":5,"arCodeId":28401,"amount":-1.50}}}}}})"));
  const std::string text = document(open(folder.path()), "8200001");
  const JsonSlice root = *JsonSlice::parse(text);
  CHECK(root.at("people").raw() == R"([{"person":{"id":9300001}}])");
  CHECK(root.at("ledger").raw() ==
        R"([{"name":"Resident","transaction":{"id":5,"arCodeId":28401,"amount":-1.50}}])");
  CHECK(root.at("balances").raw() == R"([{"id":11,"name":"Resident","balance":-1.50}])");
}

SCENARIO("the text `No records found` is an answer with nothing in it") {
  Folder folder;
  folder.with("getLeases.r2.7.json", lease_response(kLease))
      .with("getMitsCollections.r1.7.json",
            R"({"response":{"code":200,"result":"No records found with mentioned preferences."}})")
      .with("getEvictedLeases.r1.7.json", R"({"response":{"code":200,"result":[]}})");
  const RecordedAccounts accounts = open(folder.path());
  CHECK(accounts.report().unreadable.empty());
  CHECK(accounts.report().read.size() == 3);
}

SCENARIO("a file that cannot be read is named with its cause, and the others go on") {
  const auto [text, cause] = GENERATE(table<std::string, std::string>(
      {{R"({"response":{"code":200,"result":{"leases":{"lease":[{"id":"82)", "not JSON at byte"},
       {"<!DOCTYPE html><html><body>503</body></html>", "not JSON at byte 0"},
       {"", "it is empty"},
       {R"({"response":{"requestId":"15","error":{"code":403,"message":"x"}}})",
        "an error response, code 403"},
       {R"({"response":{"code":"310","result":{}}})", "an error response, code 310"},
       {R"({"response":{"code":200,"result":"temporarily closed"}})", "no `result` object"},
       {R"([1,2,3])", "no `result` object"}}));
  CAPTURE(text);
  Folder folder;
  folder.with("getLeases.r2.7.json", lease_response(kLease))
      .with("getLeaseArTransactions.r1.7.json", text);
  const RecordedAccounts accounts = open(folder.path());
  CHECK(why(accounts.report().unreadable, "getLeaseArTransactions.r1.7.json").find(cause) !=
        std::string::npos);
  CHECK(accounts.report().read == std::vector<std::string>{"getLeases.r2.7.json"});
  const std::string lease = document(accounts, "8200001");
  CHECK(JsonSlice::parse(lease)->at("incomplete").raw() == R"(["ledger"])");
}

SCENARIO("an object without an id is named and left out") {
  Folder folder;
  folder.with("getLeases.r2.7.json",
              lease_response("[" + kLease + R"(,{"unitId":"1"},{"id":[]}])"));
  const RecordedAccounts accounts = open(folder.path());
  CHECK(accounts.size() == 1);
  CHECK(why(accounts.report().unreadable, "getLeases.r2.7.json") ==
        "2 objects without an id, left out");
}

SCENARIO("a ledger whose lease is nowhere still has a document, so that it is held and counted") {
  Folder folder;
  folder.with("getLeaseArTransactions.r1.7.json", lease_response(R"({"id":8200099,"ledgers":[]})"));
  const std::string text = document(open(folder.path()), "8200099");
  CHECK(JsonSlice::parse(text)->member("lease").is_absent());
}

SCENARIO("a collection a loan holds only in part is made whole from the other responses") {
  Folder folder;
  folder
      .with("loan_1.json",
            loan_response(
                R"({"id":1,"LoanSetup":{"id":2},"LoanSettings":{"id":3},"Customers":{"results":[]},
          "StatusArchive":[],"Payments":{"results":[{"id":10},{"id":11}],"__next":"https://elsewhere.example/p2"}})"))
      .with("payments_1_next_page.json",
            R"({"d":{"results":[{"id":11,"entityId":1},{"id":9,"entityId":1}]}})");
  const std::string text = document(open(folder.path()), "1");
  const JsonSlice root = *JsonSlice::parse(text);
  CHECK(root.at("payments").raw() == R"([{"id":10},{"id":11},{"id":9,"entityId":1}])");
  CHECK(root.at("statusArchive").is_absent());
  CHECK(root.at("incomplete").raw() == "[]");
}

SCENARIO("a loan that was not expanded says what is missing") {
  Folder folder;
  folder.with(
      "loan_2001_unexpanded.json",
      test::read(test::golden_path("connectors/loanpro_variants/loan_2001_unexpanded.json")));
  const std::string text = document(open(folder.path()), "2001");
  CHECK(JsonSlice::parse(text)->at("incomplete").raw() ==
        R"(["payments","statusArchive","LoanSetup","LoanSettings","Customers"])");
}

SCENARIO("a folder without recorded responses is refused in one line") {
  Folder folder;
  GIVEN("no folder") {
    const Result<RecordedAccounts> accounts = RecordedAccounts::open(folder.path() / "nowhere");
    REQUIRE_FALSE(accounts);
    CHECK(accounts.error().code == ErrorCode::NotFound);
  }
  GIVEN("nothing in it") {
    const Result<RecordedAccounts> accounts = RecordedAccounts::open(folder.path());
    REQUIRE_FALSE(accounts);
    CHECK(accounts.error().message.find("no recorded responses") != std::string::npos);
  }
  GIVEN("responses of both vendors") {
    folder.with("loan_1.json", loan_response("{}"))
        .with("getLeases.r2.7.json", lease_response(kLease));
    const Result<RecordedAccounts> accounts = RecordedAccounts::open(folder.path());
    REQUIRE_FALSE(accounts);
    CHECK(accounts.error().message.find("two vendors") != std::string::npos);
  }
}

SCENARIO("other files are named with the reason they were left aside") {
  Folder folder;
  folder.with("getLeases.r2.7.json", lease_response(kLease))
      .with("README.md", "x")
      .with("webhook.x.json", "{}")
      .with("getLeads.r1.7.json", "{}")
      .with("notes.json", "{")
      .with("consent.csv", "account\n");
  const RecordedAccounts accounts = open(folder.path());
  CHECK(why(accounts.report().ignored, "README.md") == "not a .json file");
  CHECK(why(accounts.report().ignored, "webhook.x.json") == "a webhook, not a response");
  CHECK(why(accounts.report().ignored, "getLeads.r1.7.json") == "no account document needs it");
  CHECK(why(accounts.report().ignored, "notes.json") == "its name is that of no response");
  CHECK(why(accounts.report().unreadable, "consent.csv") ==
        "its first line is not `account,customer,state,date,source`");
}

SCENARIO("a file that is gone by the time of the document is an error of that document") {
  Folder folder;
  folder.with("getLeases.r2.7.json", lease_response(kLease));
  const RecordedAccounts accounts = open(folder.path());
  std::filesystem::resize_file(folder.path() / "getLeases.r2.7.json", 20);
  const Result<std::string> text = accounts.document(0);
  REQUIRE_FALSE(text);
  CHECK(text.error().message.find("assembling account 8200001") == 0);
}

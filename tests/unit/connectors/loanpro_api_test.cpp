#include <fmt/format.h>

#include <algorithm>

#include "connectors/loanpro/client.h"
#include "tests/support/http_stand_ins.h"

using namespace m2;
using namespace m2::connectors;
using namespace m2::test;

namespace {

Exchange loanpro_answer(int status, std::string body) {
  return {HttpResponse{.status = status, .headers = {}, .body = std::move(body)}, {}};
}
// Loans of these ids, of `total` in all.
Exchange loans_page(const std::vector<int>& ids, int total) {
  std::string rows;
  for (const int id : ids) rows += fmt::format("{}{{\"id\":{}}}", rows.empty() ? "" : ",", id);
  return loanpro_answer(
      200,
      fmt::format(R"({{"d":{{"results":[{}],"summary":{{"start":0,"pageSize":50,"total":{}}}}}}})",
                  rows, total));
}

struct AtLoanPro {
  QuietClock clock;
  TransportOfAnswers transport{clock};
  LoanProClient client{
      {.instance = "5200999", .token = "hush"}, transport, clock, {.connection = "main"}};
  LoanProQuery loans{.entity = "Loans", .filter = "id ge 1"};
  std::vector<std::string> ids;

  Result<void> read() {
    return client.each_row(loans, [&](const JsonValue& row) -> Result<void> {
      ids.emplace_back(*scalar_text(*find(row, "id")));
      return {};
    });
  }
};

}  // namespace

SCENARIO("L1: the token and the instance go with every call") {
  AtLoanPro at;
  at.transport.answers = {loans_page({}, 0)};
  REQUIRE(at.read());
  REQUIRE(at.transport.sent.size() == 1);
  const std::vector<HttpHeader>& headers = at.transport.sent[0].headers;
  const auto has = [&](std::string_view name, std::string_view value, bool is_secret) {
    return std::any_of(headers.begin(), headers.end(), [&](const HttpHeader& header) {
      return header.name == name && header.value == value && header.is_secret == is_secret;
    });
  };
  CHECK(has("Authorization", "Bearer hush", true));
  CHECK(has("Autopal-Instance-Id", "5200999", false));
  CHECK(at.transport.sent[0].url ==
        "https://loanpro.simnang.com/api/public/api/1/odata.svc/"
        "Loans?$filter=id%20ge%201&$orderby=id%20asc&$top=50&$skip=0");

  for (const LoanProConnection& odd :
       {LoanProConnection{.instance = "5200999"}, LoanProConnection{.token = "hush"},
        LoanProConnection{.base = "loanpro", .instance = "1", .token = "t"},
        LoanProConnection{.base = "https://x/api", .instance = "1", .token = "t"}}) {
    CHECK_FALSE(loanpro_list(odd, at.loans));
  }
  CHECK_FALSE(loanpro_list({.instance = "1", .token = "t"}, {.entity = "Loans", .filter = ""}));
}

SCENARIO("a token that does not hold is told once, with the way out") {
  AtLoanPro at;
  at.transport.answers = {loanpro_answer(
      401, R"({"code":"401-CN0001","message":"Unauthorized","context":{"errors":["hush"]}})")};
  const auto done = at.read();
  REQUIRE_FALSE(done);
  CHECK(at.client.fault() == LoanProFault::Credentials);
  CHECK(at.transport.sent.size() == 1);
  CHECK(done.error().message ==
        "connection `main`: GET https://loanpro.simnang.com/api/public/api/1/odata.svc/Loans?…: "
        "LoanPro answers 401: Unauthorized; the token does not hold, or no longer: make a new one "
        "in Settings, Company, API, and enter it");
}

SCENARIO("a fault is read in each of its shapes") {
  const auto told = [](int status, const std::string& body) {
    LoanProReply reply;
    reply.read({.status = status, .headers = {}, .body = body});
    CHECK(reply.data() == nullptr);
    CHECK(reply.fault() != LoanProFault::None);
    return reply.message();
  };
  CHECK(told(410,
             R"({"error":{"message":"It is deprecated.","type":"ODataException","code":410}})") ==
        "It is deprecated.");
  CHECK(told(409, R"({"error":{"message":{"lang":"en","value":"No field."},"type":"x"}})") ==
        "No field.");
  CHECK(told(409, R"({"d":{"error":{"message":{"lang":"en","value":"No field."}}}})") ==
        "No field.");
  CHECK(told(401, R"({"code":"401-CN0001","message":"Unauthorized"})") == "Unauthorized");
  CHECK(told(200, R"({"error":{"message":"It is not so."}})") == "It is not so.");
  CHECK(told(502, "<html>Bad gateway</html>").empty());
  CHECK(told(409, R"({"error":[]})").empty());
}

SCENARIO("pages are asked for until one is empty, however short they are") {
  AtLoanPro at;
  at.transport.answers = {loans_page({1, 2}, 3), loans_page({3}, 3), loans_page({}, 3)};
  REQUIRE(at.read());
  CHECK(at.ids == std::vector<std::string>{"1", "2", "3"});
  REQUIRE(at.transport.sent.size() == 3);
  CHECK(at.transport.sent[1].url.ends_with("$skip=2"));
  CHECK(at.transport.sent[2].url.ends_with("$skip=3"));
}

SCENARIO("a row that moves between pages is not lost") {
  AtLoanPro at;
  // Loan 2 is gone after the first page, so that 3 moves up to where nobody looks again.
  at.transport.answers = {loans_page({1, 2}, 3), loans_page({}, 2), loans_page({1, 3}, 2),
                          loans_page({}, 2)};
  REQUIRE(at.read());
  CHECK(std::count(at.ids.begin(), at.ids.end(), "3") == 1);

  GIVEN("a page that is empty before there are as many rows as told") {
    AtLoanPro early;
    early.transport.answers = {loans_page({1, 2}, 3), loans_page({}, 3), loans_page({1, 2}, 3),
                               loans_page({3}, 3), loans_page({}, 3)};
    REQUIRE(early.read());
    CHECK(early.ids == std::vector<std::string>{"1", "2", "1", "2", "3"});
  }
  GIVEN("loans that come and go without end") {
    AtLoanPro restless;
    for (int i = 0; i < 10; ++i) {
      restless.transport.answers.push_back(loans_page({1}, 2 * i));
      restless.transport.answers.push_back(loans_page({}, 2 * i + 1));
    }
    const auto done = restless.read();
    REQUIRE_FALSE(done);
    CHECK(done.error().message == "connection `main`: Loans changes faster than it can be read");
  }
}

SCENARIO("L2: what changed since the last sync is asked for, the last second again") {
  AtLoanPro at;
  at.transport.answers = {loans_page({}, 0)};
  REQUIRE(at.client.each_changed("Loans", "lastUpdated", 1'761'955'200, {"LoanSetup", "Customers"},
                                 [](const JsonValue&) -> Result<void> { return {}; }));
  CHECK(at.transport.sent[0].url ==
        "https://loanpro.simnang.com/api/public/api/1/odata.svc/Loans"
        "?$filter=lastUpdated%20ge%20datetime'2025-11-01T00%3A00%3A00'"
        "&$orderby=id%20asc&$top=50&$skip=0&$expand=LoanSetup,Customers");
  CHECK(loanpro_datetime(0) == "datetime'1970-01-01T00:00:00'");
  CHECK(loanpro_datetime(-1) == "datetime'1969-12-31T23:59:59'");
  CHECK(loanpro_datetime(951'827'696) == "datetime'2000-02-29T12:34:56'");
}

SCENARIO("L21: calls are paced, and what passes is waited for") {
  AtLoanPro at;
  HttpResponse busy{.status = 429, .headers = {{"Retry-After", "30"}}, .body = ""};
  at.transport.answers = {{busy, {}}, loans_page({1}, 1), loans_page({}, 1)};
  REQUIRE(at.read());
  REQUIRE(at.transport.sent_at.size() == 3);
  CHECK(at.transport.sent_at[1] == std::chrono::seconds(30));
  CHECK(at.transport.sent_at[2] - at.transport.sent_at[1] == Milliseconds(250));  // four a second
}

SCENARIO("a page that is cut, empty or of another kind counts for nothing and is asked again") {
  AtLoanPro at;
  at.transport.answers = {loanpro_answer(200, R"({"d":{"results":[{"id":1},{"i)"),
                          loanpro_answer(200, ""), loanpro_answer(200, R"({"d":[]})"),
                          loans_page({1}, 1), loans_page({}, 1)};
  REQUIRE(at.read());
  CHECK(at.ids == std::vector<std::string>{"1"});

  GIVEN("one entity where a list was asked for") {
    AtLoanPro other;
    other.transport.answers = {loanpro_answer(200, R"({"d":{"id":1}})")};
    CHECK_FALSE(other.read());
  }
}

SCENARIO("the next page is asked for at our own base, whatever host the answer names") {
  const LoanProConnection connection{.instance = "5200999", .token = "hush"};
  const auto next = [&](std::string_view url) {
    const auto request = loanpro_next(connection, url);
    return request ? request->url : "refused";
  };
  const std::string ours =
      "https://loanpro.simnang.com/api/public/api/1/odata.svc/Loans(2008)/Payments?$skip=20";
  CHECK(next(ours) == ours);
  CHECK(next("https://evil.example/api/public/api/1/odata.svc/Loans(2008)/Payments?$skip=20") ==
        ours);
  for (const std::string_view odd :
       {"https://loanpro.simnang.com/other", "", "nonsense",
        "https://loanpro.simnang.com/api/public/api/1/../../admin",
        "https://loanpro.simnang.com/api/public/api/1/x\r\nX-Admin: 1"}) {
    CAPTURE(odd);
    CHECK(next(odd) == "refused");
  }
}

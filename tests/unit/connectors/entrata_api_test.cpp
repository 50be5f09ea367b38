#include <algorithm>

#include "connectors/entrata/client.h"
#include "tests/support/http_stand_ins.h"

using namespace m2;
using namespace m2::connectors;
using namespace m2::test;

namespace {

Exchange entrata_answer(int status, std::string body, std::vector<HttpHeader> headers = {}) {
  return {HttpResponse{.status = status, .headers = std::move(headers), .body = std::move(body)},
          {}};
}
Exchange rows_of(std::size_t count) {
  std::string rows;
  for (std::size_t i = 0; i < count; ++i) rows += i == 0 ? "1" : ",1";
  return entrata_answer(200, R"({"response":{"code":200,"result":{"rows":[)" + rows + "]}}}");
}

const std::string kFault = R"({"response":{"error":{"code":CODE,"message":"it is not so"}}})";
std::string fault_body(const std::string& code) {
  std::string body = kFault;
  return body.replace(body.find("CODE"), 4, code);
}

struct AtEntrata {
  QuietClock clock;
  TransportOfAnswers transport{clock};
  EntrataClient client{
      {.subdomain = "acme", .auth = EntrataAuth::Basic, .user = "u", .secret = "hush"},
      transport,
      clock,
      {.connection = "oak"}};
  EntrataCall leases{.service = "leases", .method = "getLeases", .version = "r2"};
};

std::string header_of(const HttpRequest& request, std::string_view name) {
  for (const HttpHeader& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return "";
}

}  // namespace

SCENARIO("E1: a connection holds a subdomain, and its base follows") {
  EntrataConnection connection{.subdomain = "acme"};
  const auto url = [&] { return *entrata_url(connection, "leases"); };
  CHECK(url() == "https://acme.entrata.com/api/v1/leases");
  connection.base = "gateway";
  CHECK(url() == "https://apis.entrata.com/ext/orgs/acme/v1/leases");
  connection.base = "legacy";
  CHECK(url() == "https://acme.entrata.com/api/leases");
  connection.base = "http://127.0.0.1:8080/{subdomain}/{service}";
  CHECK(url() == "http://127.0.0.1:8080/acme/leases");

  for (const std::string odd : {"", "acme.evil", "a/b", "acme@x", "-acme", "ac me", "acme\n"}) {
    CAPTURE(odd);
    CHECK_FALSE(entrata_url({.subdomain = odd}, "leases"));
  }
  CHECK_FALSE(entrata_request({.subdomain = "acme"}, {.service = "leases", .method = "getLeases"}));
  for (const std::string odd : {"v2", "https://u:hush@{subdomain}.entrata.com/{service}",
                                "https://x/{service}", "https://{subdomain}.x/"}) {
    CAPTURE(odd);
    const auto refused = entrata_url({.subdomain = "acme", .base = odd}, "leases");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("hush") == std::string::npos);
  }
}

SCENARIO("E2: the user and the password go in the header, and a wrong one is told once") {
  AtEntrata at;
  at.transport.answers = {entrata_answer(401, fault_body("401"))};
  const auto result = at.client.call(at.leases);
  REQUIRE_FALSE(result);
  CHECK(at.client.fault() == EntrataFault::Credentials);
  CHECK(result.error().message ==
        "connection `oak`: getLeases: Entrata answers 401: it is not so; the credentials are not "
        "those of this client, or no longer: enter them anew");
  REQUIRE(at.transport.sent.size() == 1);
  const HttpRequest& sent = at.transport.sent[0];
  CHECK(header_of(sent, "Authorization") == "Basic dTpodXNo");  // u:hush
  CHECK(
      sent.body ==
      R"({"auth":{"type":"basic"},"requestId":"1","method":{"name":"getLeases","version":"r2","params":{}}})");
  CHECK(sent.body.find("hush") == std::string::npos);
}

SCENARIO("a key and a token go in the headers that Entrata reads them from") {
  const EntrataConnection key{
      .subdomain = "acme", .base = "gateway", .auth = EntrataAuth::ApiKey, .secret = "k-1"};
  const EntrataConnection token{.subdomain = "acme", .auth = EntrataAuth::OAuth, .secret = "t-1"};
  const EntrataCall call{.service = "status", .method = "getStatus"};
  CHECK(header_of(*entrata_request(key, call), "X-Api-Key") == "k-1");
  CHECK(entrata_request(key, call)->body.find(R"("auth":{"type":"apikey"})") != std::string::npos);
  CHECK(header_of(*entrata_request(token, call), "Authorization") == "Bearer t-1");
  CHECK(entrata_request(token, call)->body.find(R"("type":"oauth")") != std::string::npos);
}

SCENARIO("E4: the SOAP gateway is never asked") {
  for (const std::string base :
       {"https://{subdomain}.entrata.com/soap/{service}",
        "https://{subdomain}.entrata.com/{service}?WSDL", "https://x/{subdomain}/{service}.asmx"}) {
    CAPTURE(base);
    const auto url = entrata_url({.subdomain = "acme", .base = base}, "leases");
    REQUIRE_FALSE(url);
    CHECK(url.error().message.find("retired in April 2025") != std::string::npos);
  }
}

SCENARIO("an answer is read wrapped or not, with its code as number or text") {
  for (const std::string body :
       {R"({"response":{"requestId":"1","code":200,"result":{"rows":[1]}}})",
        R"({"requestId":"1","code":"200","result":{"rows":[1]}})",
        R"({"response":{"result":{"rows":[1]}}})"}) {
    CAPTURE(body);
    AtEntrata at;
    at.transport.answers = {entrata_answer(200, body)};
    const auto result = at.client.call(at.leases);
    REQUIRE(result);
    REQUIRE(*result != nullptr);
    CHECK(find(**result, "rows") != nullptr);
  }
  GIVEN("no rows, which come as a sentence") {
    AtEntrata at;
    at.transport.answers = {entrata_answer(
        200,
        R"({"response":{"code":200,"result":"No records found with mentioned preferences."}})")};
    const auto result = at.client.call(at.leases);
    REQUIRE(result);
    CHECK(*result == nullptr);
  }
}

SCENARIO("a fault within an answer of status 200 is one") {
  struct Row {
    std::string code;
    EntrataFault fault;
    std::size_t asked;
  };
  const Row row = GENERATE(values<Row>({
      {"401", EntrataFault::Credentials, 1},
      {"\"1403\"", EntrataFault::Credentials, 1},
      {"403", EntrataFault::NotGranted, 1},
      {"314", EntrataFault::NotSupported, 1},
      {"303", EntrataFault::Request, 1},
      {"404", EntrataFault::Request, 1},
      {"310", EntrataFault::Passing, 6},
      {"500", EntrataFault::Passing, 6},
      {"\"503\"", EntrataFault::Passing, 6},
  }));
  CAPTURE(row.code);
  AtEntrata at;
  for (int i = 0; i < 6; ++i)
    at.transport.answers.push_back(entrata_answer(200, fault_body(row.code)));
  CHECK_FALSE(at.client.call(at.leases));
  CHECK(at.client.fault() == row.fault);
  CHECK(at.transport.sent.size() == row.asked);
}

SCENARIO("a page that is cut, or is no JSON, counts for nothing and is asked again") {
  AtEntrata at;
  at.transport.answers = {entrata_answer(200, R"({"response":{"code":200,"result":{"row)"),
                          entrata_answer(200, ""), entrata_answer(200, "<html>busy</html>"),
                          entrata_answer(200, R"({"response":{"code":200}})"), rows_of(1)};
  REQUIRE(at.client.call(at.leases));
  CHECK(at.transport.sent.size() == 5);

  GIVEN("a server that gives nothing else") {
    AtEntrata cut;
    for (int i = 0; i < 6; ++i) cut.transport.answers.push_back(entrata_answer(200, "<html>"));
    const auto result = cut.client.call(cut.leases);
    REQUIRE_FALSE(result);
    CHECK(result.error().message ==
          "connection `oak`: POST https://acme.entrata.com/api/v1/leases: the server answers 200, "
          "after 6 tries: the answer is cut, or no JSON");
  }
}

SCENARIO("the smallest window that is used up says how long to wait") {
  const auto wait = [](const char* remaining, const char* reset) {
    HttpResponse response;
    response.headers = {{"X-RateLimit-Remaining", remaining}, {"x-ratelimit-reset", reset}};
    return entrata_rate_wait(response);
  };
  CHECK(wait("14996/day;999/hour;0/minute", "36686;686;26") == std::chrono::seconds(26));
  CHECK(wait("14996/Day; 0/Hour ;0/Minute", "36686; 686 ;26") == std::chrono::seconds(26));
  CHECK(wait("0/day;12/hour;9/minute", "36686;686;26") == std::chrono::seconds(36686));
  CHECK_FALSE(wait("14996/day;999/hour;149/minute", "36686;686;26"));
  CHECK_FALSE(wait("0/day", "soon"));
  CHECK_FALSE(wait("", ""));
  CHECK_FALSE(entrata_rate_wait({}));

  AtEntrata at;
  at.transport.answers = {entrata_answer(429, "",
                                         {{"X-RateLimit-Remaining", "10/day;10/hour;0/minute"},
                                          {"X-RateLimit-Reset", "36686;686;26"}}),
                          rows_of(1)};
  REQUIRE(at.client.call(at.leases));
  CHECK(at.transport.sent_at[1] == std::chrono::seconds(26));
}

SCENARIO("pages are asked for until one is not full") {
  AtEntrata at;
  at.transport.answers = {rows_of(5), rows_of(5), rows_of(2)};
  std::size_t rows = 0;
  const auto done = at.client.each_page(at.leases, {.rows = 5},
                                        [&](const JsonValue& result) -> Result<std::size_t> {
                                          const std::size_t count = find(result, "rows")->Size();
                                          rows += count;
                                          return count;
                                        });
  REQUIRE(done);
  CHECK(rows == 12);
  REQUIRE(at.transport.sent.size() == 3);
  CHECK(at.transport.sent[2].url == "https://acme.entrata.com/api/v1/leases?page_no=3&per_page=5");

  GIVEN("a server whose pages have no end") {
    AtEntrata endless;
    for (int i = 0; i < 1001; ++i) endless.transport.answers.push_back(rows_of(5));
    const auto never = endless.client.each_page(
        endless.leases, {.rows = 5},
        [](const JsonValue&) -> Result<std::size_t> { return std::size_t{5}; });
    REQUIRE_FALSE(never);
    CHECK(never.error().message == "connection `oak`: getLeases has no end after 1000 pages");
  }
}

SCENARIO("what writes is not written twice") {
  AtEntrata at;
  at.transport.answers = {entrata_answer(500, "")};
  CHECK_FALSE(at.client.call({.service = "leases", .method = "sendLeaseDocuments"}));
  CHECK(at.transport.sent.size() == 1);
}

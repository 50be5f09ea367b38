#include "connectors/http/client.h"
#include "tests/support/http_stand_ins.h"

using namespace m2;
using namespace m2::connectors;
using namespace m2::test;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

Exchange answer(int status, std::vector<HttpHeader> headers = {}) {
  return {HttpResponse{.status = status, .headers = std::move(headers), .body = ""}, {}};
}
Exchange failure(TransportFault fault) {
  return {std::nullopt, {fault, "it failed"}};
}

HttpRequest a_read() {
  HttpRequest request{.url = "https://acme.example/api/v1/leases?ssn=900123456"};
  request.headers.push_back(secret_header("Authorization", "Bearer hush"));
  return request;
}
HttpRequest a_write() {
  HttpRequest request = a_read();
  request.method = HttpMethod::Patch;
  return request;
}

struct Bench {
  QuietClock clock;
  TransportOfAnswers transport{clock};
  HttpClient client{transport, clock, {.connection = "oak", .seed = 7}};
};

}  // namespace

SCENARIO("Retry-After is seconds or a date, and nothing else") {
  const std::int64_t now = 784'111'777;  // Sun, 06 Nov 1994 08:49:37 GMT
  const auto after = [&](std::string_view value) { return parse_retry_after(value, now); };
  CHECK(after("0") == seconds(0));
  CHECK(after(" 120 ") == seconds(120));
  CHECK(after("Sun, 06 Nov 1994 08:50:00 GMT") == seconds(23));
  CHECK(after("Sun, 06 Nov 1994 08:49:00 GMT") == seconds(0));  // past
  CHECK(after("Mon, 07 Nov 1994 08:49:37 GMT") == std::chrono::hours(24));
  for (const std::string_view odd :
       {"", "-1", "1.5", "soon", "99999999999", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Xyz 1994 08:49:37 GMT"}) {
    CAPTURE(odd);
    CHECK_FALSE(after(odd));
  }
}

SCENARIO("an answer that will not change is given at once") {
  const int status = GENERATE(200, 204, 301, 400, 401, 403, 404, 409, 410, 501);
  CAPTURE(status);
  Bench bench;
  bench.transport.answers = {answer(status)};
  const auto response = bench.client.send(a_read());
  REQUIRE(response);
  CHECK(response->status == status);
  CHECK(bench.client.counts().requests == 1);
}

SCENARIO("what passes is asked again until it has passed") {
  const auto fault = GENERATE(0, 1, 2, 3, 4);
  CAPTURE(fault);
  Bench bench;
  const std::array faults = {answer(429), answer(500), answer(503), failure(TransportFault::Broken),
                             failure(TransportFault::Refused)};
  bench.transport.answers = {faults[static_cast<std::size_t>(fault)],
                             faults[static_cast<std::size_t>(fault)]};
  const auto response = bench.client.send(a_read());
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(bench.client.counts().retries == 2);
}

SCENARIO("the server says how long to wait, and so it is") {
  Bench bench;
  bench.transport.answers = {answer(429, {{"retry-after", "17"}}),
                             answer(503, {{"Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT"}})};
  REQUIRE(bench.client.send(a_read()));
  REQUIRE(bench.transport.sent_at.size() == 3);
  CHECK(bench.transport.sent_at[1] == seconds(17));
  CHECK(bench.transport.sent_at[2] == seconds(60));

  GIVEN("a server that says to come back tomorrow") {
    Bench tomorrow;
    tomorrow.transport.answers = {answer(429, {{"Retry-After", "86400"}})};
    const auto response = tomorrow.client.send(a_read());
    REQUIRE_FALSE(response);
    CHECK(response.error().code == ErrorCode::Unavailable);
    CHECK(tomorrow.clock.now() == seconds(0));
  }
  GIVEN("a vendor with headers of its own") {
    QuietClock clock;
    TransportOfAnswers transport(clock);
    HttpOptions options{.connection = "oak"};
    options.retry.told_by_vendor = [](const HttpResponse& response) -> std::optional<Milliseconds> {
      if (!response.header("X-RateLimit-Reset")) return std::nullopt;
      return seconds(26);
    };
    HttpClient client(transport, clock, options);
    transport.answers = {answer(429, {{"X-RateLimit-Reset", "36686;686;26"}})};
    REQUIRE(client.send(a_read()));
    CHECK(transport.sent_at[1] == seconds(26));
  }
}

SCENARIO("a vendor that is down for an hour is given up within minutes, and told in one line") {
  Bench bench;
  for (int i = 0; i < 100; ++i) bench.transport.answers.push_back(answer(503));
  const auto response = bench.client.send(a_read());
  REQUIRE_FALSE(response);
  CHECK(response.error().code == ErrorCode::Unavailable);
  CHECK(response.error().message ==
        "connection `oak`: GET https://acme.example/api/v1/leases?…: the server answers 503, after "
        "6 tries");
  CHECK(bench.client.counts().requests == 6);
  CHECK(bench.clock.now() <= minutes(2) + seconds(2));
}

SCENARIO("waits grow, differ from client to client, and are the same for the same seed") {
  const auto waits = [](std::uint64_t seed) {
    QuietClock clock;
    TransportOfAnswers transport(clock);
    HttpClient client(transport, clock,
                      {.connection = "oak", .least_between = Milliseconds(0), .seed = seed});
    for (int i = 0; i < 5; ++i) transport.answers.push_back(answer(500));
    REQUIRE(client.send(a_read()));
    return transport.sent_at;
  };
  CHECK(waits(1) == waits(1));
  CHECK(waits(1) != waits(2));
  std::array<Milliseconds, 6> longest{};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::vector<Milliseconds> at = waits(seed);
    REQUIRE(at.size() == longest.size());
    for (std::size_t n = 1; n < at.size(); ++n)
      longest[n] = std::max(longest[n], at[n] - at[n - 1]);
  }
  // Twice as long each time, and all of it is used.
  for (std::size_t n = 1; n < longest.size(); ++n) {
    const Milliseconds most = seconds(std::int64_t{1} << (n - 1));
    CHECK(longest[n] <= most);
    CHECK(longest[n] > most * 9 / 10);
  }
}

SCENARIO("a write is sent again only when it cannot have been done") {
  const auto sent = [](const Exchange& first) {
    Bench bench;
    bench.transport.answers = {first};
    static_cast<void>(bench.client.send(a_write()));
    return bench.transport.sent_at.size();
  };
  CHECK(sent(answer(429)) == 2);
  CHECK(sent(failure(TransportFault::Refused)) == 2);
  CHECK(sent(failure(TransportFault::NotResolved)) == 2);
  CHECK(sent(answer(500)) == 1);
  CHECK(sent(answer(503)) == 1);
  CHECK(sent(failure(TransportFault::TimedOut)) == 1);
  CHECK(sent(failure(TransportFault::Broken)) == 1);

  GIVEN("a search, which is a POST that only reads") {
    Bench bench;
    bench.transport.answers = {failure(TransportFault::Broken)};
    HttpRequest search = a_write();
    search.method = HttpMethod::Post;
    search.is_search = true;
    REQUIRE(bench.client.send(search));
    CHECK(bench.transport.sent_at.size() == 2);
  }
}

SCENARIO("what would fail in the same way again is not tried") {
  const auto fault =
      GENERATE(TransportFault::Tls, TransportFault::BadRequest, TransportFault::TooLarge);
  Bench bench;
  bench.transport.answers = {failure(fault)};
  CHECK_FALSE(bench.client.send(a_read()));
  CHECK(bench.client.counts().requests == 1);
}

SCENARIO("requests are paced") {
  Bench bench;
  for (int i = 0; i < 4; ++i) REQUIRE(bench.client.send(a_read()));
  CHECK(bench.transport.sent_at == std::vector<Milliseconds>{Milliseconds(0), Milliseconds(250),
                                                             Milliseconds(500), Milliseconds(750)});
}

SCENARIO("a message has no secret and no query in it") {
  Bench bench;
  bench.transport.answers = {failure(TransportFault::Tls)};
  const auto response = bench.client.send(a_read());
  REQUIRE_FALSE(response);
  CHECK(response.error().message.find("hush") == std::string::npos);
  CHECK(response.error().message.find("900123456") == std::string::npos);
  CHECK(shown_url("https://user:pw@acme.example/x?token=hush#frag") ==
        "https://…@acme.example/x?…");
  CHECK(shown_url("https://acme.example/a@b#frag") == "https://acme.example/a@b?…");
  CHECK(shown_url("user:pw@acme.example") == "…@acme.example");

  CHECK(told_by_server("No lease for 900-12-3456 of unit 12-345.") ==
        "No lease for *********** of unit 12-345.");
  CHECK(told_by_server("of 900123456") == "of *********");
  CHECK(told_by_server("\x1B[2J") == "\\x1B[2J");
  CHECK(told_by_server(std::string(5000, 'x')).size() < 210);
}

SCENARIO("an origin is scheme, host and port, however a URL is written") {
  CHECK(origin_of("https://Acme.Example/x") == "https://acme.example:443");
  CHECK(origin_of("HTTPS://acme.example:443?q") == "https://acme.example:443");
  CHECK(origin_of("http://127.0.0.1:8080/x") == "http://127.0.0.1:8080");
  CHECK(origin_of("https://[::1]/x") == "https://[::1]:443");
  CHECK(origin_of("https://[::1]:9/x") == "https://[::1]:9");
  CHECK(origin_of("https://acme.example#@evil.example") == "https://acme.example:443");
  for (const std::string_view odd :
       {"", "acme.example", "https://", "https:///x", "ftp://acme.example", "file:///etc/passwd",
        "https://user:pw@acme.example/", "https://acme.example\\@evil.example/",
        "https://acme example/"}) {
    CAPTURE(odd);
    CHECK(origin_of(odd).empty());
  }
}

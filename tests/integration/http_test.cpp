// HTTP as a vendor's server and the network really behave: over sockets, with certificates.

#include <fmt/format.h>
#include <httplib.h>

#include <atomic>
#include <thread>

#include "connectors/http/client.h"
#include "connectors/http/curl_transport.h"
#include "tests/support/scratch.h"
#include "tests/support/test_certificate.h"

using namespace m2;
using namespace m2::connectors;
using namespace m2::test;

namespace {

// A server on a port of its own, until the end of the scope.
class Listening {
 public:
  explicit Listening(httplib::Server& server)
      : server_(server), port_(server.bind_to_any_port("127.0.0.1")) {
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;
  ~Listening() {
    server_.stop();
    thread_.join();
  }
  [[nodiscard]] std::string url(const std::string& path, const char* scheme = "http") const {
    return fmt::format("{}://127.0.0.1:{}{}", scheme, port_, path);
  }

 private:
  httplib::Server& server_;
  int port_;
  std::thread thread_;
};

std::unique_ptr<Transport> plain(CurlOptions options = {}) {
  options.allows_plain_http = true;
  return curl_transport(options);
}

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  return request;
}

std::string fault_of(const Exchange& exchange) {
  if (exchange.response) return fmt::format("{}", exchange.response->status);
  switch (exchange.failure.fault) {
    case TransportFault::BadRequest:
      return "not sent";
    case TransportFault::SentOn:
      return "sent on";
    case TransportFault::NotResolved:
      return "not resolved";
    case TransportFault::Refused:
      return "refused";
    case TransportFault::Tls:
      return "TLS";
    case TransportFault::TimedOut:
      return "timed out";
    case TransportFault::Broken:
      return "broken";
    case TransportFault::TooLarge:
      return "too large";
  }
  return "";
}

}  // namespace

SCENARIO("a request and its answer come through as they are") {
  httplib::Server server;
  std::vector<int> ports;
  server.Get("/leases", [&](const httplib::Request& request, httplib::Response& response) {
    ports.push_back(request.remote_port);
    response.set_header("X-RateLimit-Reset", "36686;686;26");
    response.set_content(
        "[\"N\xC3\xBA\xC3\xB1"
        "ez\"]",
        "application/json");
  });
  server.Patch("/loans", [&](const httplib::Request& request, httplib::Response& response) {
    ports.push_back(request.remote_port);
    response.status = 409;
    response.set_content(request.body + request.get_header_value("Autopal-Instance-Id"),
                         "text/plain");
  });
  const Listening listening(server);
  const auto transport = plain();

  const Exchange read = transport->send(get(listening.url("/leases?page=1")));
  REQUIRE(read.response);
  CHECK(read.response->status == 200);
  CHECK(read.response->body ==
        "[\"N\xC3\xBA\xC3\xB1"
        "ez\"]");
  CHECK(read.response->header("x-ratelimit-reset") == "36686;686;26");
  CHECK_FALSE(read.response->header("Retry-After"));

  HttpRequest request = get(listening.url("/loans"));
  request.method = HttpMethod::Patch;
  request.headers = {{"Autopal-Instance-Id", "5401"}};
  request.body = std::string("{\"a\":\0}", 7);
  const Exchange written = transport->send(request);
  REQUIRE(written.response);
  CHECK(written.response->status == 409);
  CHECK(written.response->body == request.body + "5401");

  // Reads share a connection. A write has one of its own: on one that was kept curl would send it
  // again, should the server hang up.
  REQUIRE(transport->send(get(listening.url("/leases"))).response);
  REQUIRE(transport->send(get(listening.url("/leases"))).response);
  REQUIRE(ports.size() == 4);
  CHECK(ports[1] != ports[0]);
  CHECK(ports[3] == ports[2]);
}

SCENARIO("a write that arrived and got no answer is not taken for one that was never sent") {
  httplib::Server server;
  std::atomic<int> written = 0;
  std::atomic<bool> is_over = false;
  server.Get("/loans", [](const httplib::Request&, httplib::Response&) {});
  server.Patch("/loans", [&](const httplib::Request&, httplib::Response&) {
    ++written;
    for (int i = 0; i < 200 && !is_over; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  const Listening listening(server);
  const auto transport = plain({.timeout = Milliseconds(300)});
  REQUIRE(transport->send(get(listening.url("/loans"))).response);  // a connection that is kept
  HttpRequest write = get(listening.url("/loans"));
  write.method = HttpMethod::Patch;
  write.body = "{}";
  HttpClient client(*transport, machine_clock(),
                    {.connection = "main", .least_between = Milliseconds(0)});
  const auto response = client.send(write);
  is_over = true;
  REQUIRE_FALSE(response);
  CHECK(client.counts().requests == 1);
  CHECK(written == 1);
}

SCENARIO("http:// is refused unless it is a stand-in's") {
  httplib::Server server;
  std::atomic<int> asked = 0;
  server.Get("/", [&](const httplib::Request&, httplib::Response&) { ++asked; });
  const Listening listening(server);
  const Exchange exchange = curl_transport({})->send(get(listening.url("/")));
  CHECK(fault_of(exchange) == "not sent");
  CHECK(exchange.failure.message.find("https:// was expected") != std::string::npos);
  CHECK(asked == 0);
}

SCENARIO("a certificate that nobody vouches for ends the exchange before anything is sent") {
  const auto folder = scratch("certificates");
  std::filesystem::create_directories(folder);
  const bool is_of_host = GENERATE(true, false);
  CAPTURE(is_of_host);
  const CertificateFiles files =
      make_certificate(folder, is_of_host ? "IP:127.0.0.1" : "DNS:acme.example");
  httplib::SSLServer server(files.certificate.c_str(), files.key.c_str());
  std::atomic<int> asked = 0;
  server.Get("/", [&](const httplib::Request&, httplib::Response&) { ++asked; });
  const Listening listening(server);

  const Exchange unknown = curl_transport({})->send(get(listening.url("/", "https")));
  CHECK(fault_of(unknown) == "TLS");
  CHECK(unknown.failure.is_unsent());
  CHECK(asked == 0);

  const Exchange known = curl_transport({.ca_file = files.certificate.string()})
                             ->send(get(listening.url("/", "https")));
  CHECK(fault_of(known) == (is_of_host ? "200" : "TLS"));
  CHECK(asked == (is_of_host ? 1 : 0));
}

SCENARIO("an answer without end takes no more memory than it may") {
  httplib::Server server;
  std::atomic<std::size_t> sent = 0;
  server.Get("/endless", [&](const httplib::Request&, httplib::Response& response) {
    response.set_chunked_content_provider("text/plain", [&](std::size_t, httplib::DataSink& sink) {
      const std::string piece(std::size_t{1} << 16, 'x');
      sent += piece.size();
      return sink.write(piece.data(), piece.size());
    });
  });
  server.Get("/packed", [&](const httplib::Request&, httplib::Response& response) {
    response.set_content(std::string(std::size_t{8} << 20, 'x'), "text/plain");
  });
  const Listening listening(server);
  const auto transport = plain({.largest_answer = std::size_t{1} << 20});
  const Exchange endless = transport->send(get(listening.url("/endless")));
  CHECK(fault_of(endless) == "too large");
  CHECK(endless.failure.message == "the answer is larger than 1,048,576 bytes");
  CHECK(sent < (std::size_t{64} << 20));
  // The server packs it a thousandfold; what counts is what it is unpacked.
  CHECK(fault_of(transport->send(get(listening.url("/packed")))) == "too large");
}

SCENARIO("a server that is slow, or hangs up, is not waited for") {
  httplib::Server server;
  std::atomic<bool> is_over = false;
  server.Get("/slow", [&](const httplib::Request&, httplib::Response&) {
    for (int i = 0; i < 200 && !is_over; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  server.Get("/half", [](const httplib::Request&, httplib::Response& response) {
    response.set_content_provider(1000, "application/json",
                                  [](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                    return offset == 0 && sink.write("{\"leases\":[", 11);
                                  });
  });
  const Listening listening(server);
  const auto transport = plain({.timeout = Milliseconds(200)});
  CHECK(fault_of(transport->send(get(listening.url("/slow")))) == "timed out");
  is_over = true;
  CHECK(fault_of(transport->send(get(listening.url("/half")))) == "broken");
}

SCENARIO("nobody is there") {
  std::string url;
  {
    httplib::Server server;
    const Listening listening(server);
    url = listening.url("/");
  }
  const Exchange exchange = plain()->send(get(url));
  CHECK(fault_of(exchange) == "refused");
  CHECK(exchange.failure.is_unsent());
}

SCENARIO("a redirect is followed within the host, and never to another") {
  httplib::Server other;
  std::atomic<int> told = 0;
  other.Get(".*", [&](const httplib::Request&, httplib::Response&) { ++told; });
  const Listening elsewhere(other);
  httplib::Server server;
  server.Get("/here", [](const httplib::Request& request, httplib::Response& response) {
    response.set_content("found " + request.get_header_value("Authorization"), "text/plain");
  });
  server.Get("/moved", [](const httplib::Request&, httplib::Response& response) {
    response.set_redirect("/here");
  });
  server.Get("/round", [](const httplib::Request&, httplib::Response& response) {
    response.set_redirect("/round");
  });
  server.Get("/away", [&](const httplib::Request&, httplib::Response& response) {
    response.set_redirect(elsewhere.url("/"));
  });
  server.Post("/search", [](const httplib::Request&, httplib::Response& response) {
    response.set_redirect("/here", 302);
  });
  const Listening listening(server);
  const auto transport = plain();
  const auto send = [&](const char* path, HttpMethod method = HttpMethod::Get) {
    HttpRequest request = get(listening.url(path));
    request.method = method;
    request.headers = {secret_header("Authorization", "hush")};
    return transport->send(request);
  };
  const Exchange moved = send("/moved");
  REQUIRE(moved.response);
  CHECK(moved.response->body == "found hush");
  CHECK(fault_of(send("/round")) == "sent on");
  const Exchange away = send("/away");
  CHECK(fault_of(away) == "sent on");
  CHECK(away.failure.message.find("another host") != std::string::npos);
  CHECK(told == 0);
  CHECK(fault_of(send("/search", HttpMethod::Post)) == "sent on");
}

SCENARIO("a header cannot smuggle in another one") {
  httplib::Server server;
  std::atomic<int> asked = 0;
  server.Get("/", [&](const httplib::Request&, httplib::Response&) { ++asked; });
  const Listening listening(server);
  HttpRequest request = get(listening.url("/"));
  request.headers = {secret_header("Authorization", "hush\r\nX-Admin: yes")};
  const Exchange exchange = plain()->send(request);
  CHECK(fault_of(exchange) == "not sent");
  CHECK(exchange.failure.message.find("hush") == std::string::npos);
  CHECK(asked == 0);
}

SCENARIO("a client comes through a server that is down for a while") {
  httplib::Server server;
  int asked = 0;
  server.Get("/leases", [&](const httplib::Request&, httplib::Response& response) {
    response.status = ++asked < 4 ? 503 : 200;
    if (asked == 2) {
      response.status = 429;
      response.set_header("Retry-After", "0");
    }
  });
  const Listening listening(server);
  const auto transport = plain();
  HttpOptions options{.connection = "oak", .least_between = Milliseconds(0)};
  options.retry.first_wait = Milliseconds(5);
  HttpClient client(*transport, machine_clock(), options);
  const auto response = client.send(get(listening.url("/leases")));
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(client.counts().requests == 4);
}

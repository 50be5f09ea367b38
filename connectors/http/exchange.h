#pragma once
// One HTTP exchange: what is asked of a server and what comes back. No header of a library; curl
// stands behind curl_transport.cpp, a test may put anything behind Transport.
//
//   HttpRequest request{.url = "https://acme.example/api/v1/leases"};
//   request.headers.push_back(secret_header("Authorization", "Bearer …"));

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace m2::connectors {

using Milliseconds = std::chrono::milliseconds;

enum class HttpMethod : std::uint8_t { Get, Post, Put, Patch };
std::string_view to_string(HttpMethod method);  // "GET", …

struct HttpHeader {
  std::string name;
  std::string value;
  bool is_secret = false;  // never in a log or a message
};
HttpHeader secret_header(std::string name, std::string value);
/// RFC 4648, 4: with = at the end.
std::string base64(std::string_view bytes);
/// "Authorization: Basic …" (RFC 7617).
HttpHeader basic_auth_header(std::string_view user, std::string_view password);

struct HttpRequest {
  HttpMethod method = HttpMethod::Get;
  std::string url = {};
  std::vector<HttpHeader> headers = {};
  std::string body = {};
  /// A POST that only reads.
  bool is_search = false;

  /// Asking twice is asking once: it may be sent again when nobody knows whether it arrived.
  [[nodiscard]] bool is_repeatable() const { return method == HttpMethod::Get || is_search; }
};

struct HttpResponse {
  int status = 0;
  std::vector<HttpHeader> headers;  // of the last answer
  std::string body;

  /// The first header of that name, in whatever case; without blanks around it.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// Why there is no answer.
enum class TransportFault : std::uint8_t {
  BadRequest,   ///< not sent: no URL, not https, a header that is none
  SentOn,       ///< a redirect that is not followed: to another host, or without end
  NotResolved,  ///< the name of the host
  Refused,      ///< nobody listens there
  Tls,          ///< the certificate does not hold, or is another's
  TimedOut,
  Broken,    ///< the connection ended before the answer did
  TooLarge,  ///< an answer over the limit
};

struct TransportFailure {
  TransportFault fault = TransportFault::Broken;
  std::string message;  // what and why, without secrets
  /// The server cannot have seen the request.
  [[nodiscard]] bool is_unsent() const {
    return fault == TransportFault::BadRequest || fault == TransportFault::NotResolved ||
           fault == TransportFault::Refused || fault == TransportFault::Tls;
  }
};

/// An answer, or why there is none.
struct Exchange {
  std::optional<HttpResponse> response;
  TransportFailure failure = {};
};

/// Sends one request once. One thread at a time.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;
  virtual Exchange send(const HttpRequest& request) = 0;
};

/// A URL as a log may show it: scheme, host and path. What stands behind the question mark may be
/// personal, and a name before the host may be a password's; both are left out.
std::string shown_url(std::string_view url);
/// "GET https://acme.example/api/v1/leases?…"
std::string shown(const HttpRequest& request);

/// What a server says of a fault, as a message may show it: printable, at most 200 bytes, long
/// numbers masked, since they may be somebody's.
std::string told_by_server(std::string_view text);

/// The number that one to nine digits are, as headers and codes have them; empty for anything else.
std::optional<std::int64_t> whole_number(std::string_view digits);

/// A text as a part of a query: what means something there as %20.
std::string percent_encoded(std::string_view text);

/// Scheme, host and port of a URL in lower case, "https://acme.example:443"; empty when it is none.
std::string origin_of(std::string_view url);

}  // namespace m2::connectors

#pragma once
// Entrata's interface: where a connection's calls go, how a call is asked, what an answer says.
//
//   M2_TRY(HttpRequest request, entrata_request(connection, call));
//   EntrataReply reply;
//   reply.read(response);                  // reply.fault(), or reply.result()
//
// Everything is a POST to a service; the method stands in the body.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "connectors/http/exchange.h"
#include "engine/base/json.h"
#include "engine/base/result.h"

namespace m2::connectors {

/// Where Entrata answers; {subdomain} and {service} are put in.
struct EntrataBase {
  std::string_view name;
  std::string_view url;
};
/// "v1" first, which is the default; "gateway", "legacy".
std::span<const EntrataBase> entrata_bases();

enum class EntrataAuth : std::uint8_t { Basic, ApiKey, OAuth };

struct EntrataConnection {
  std::string subdomain = {};  // of the client at Entrata
  std::string base = {};  // name of an EntrataBase, or a URL with both placeholders; empty: "v1"
  EntrataAuth auth = EntrataAuth::Basic;
  std::string user = {};    // of Basic
  std::string secret = {};  // password, key or access token
};

/// The URL of a service. Errors: Invalid (a subdomain that is none; the SOAP gateway that Entrata
/// retired in April 2025; a URL without its placeholders).
Result<std::string> entrata_url(const EntrataConnection& connection, std::string_view service);

struct EntrataPage {
  std::size_t number = 1;  // from 1
  std::size_t rows = 500;  // 5 to 1000
};
struct EntrataCall {
  std::string_view service;       // "leases"
  std::string_view method;        // "getLeases"
  std::string_view version = {};  // "r1" … ; empty: Entrata's default
  std::string params = "{}";      // JSON: lists as "4,5,6", yes as "1"
  std::optional<EntrataPage> page = std::nullopt;
};

/// Errors: those of entrata_url, no secret. Methods that get may be asked again; others write.
Result<HttpRequest> entrata_request(const EntrataConnection& connection, const EntrataCall& call);

enum class EntrataFault : std::uint8_t {
  None,
  Passing,       ///< rate limit, a report that is not finished, a server that is down
  Malformed,     ///< cut, or no answer of Entrata at all: the page counts for nothing
  Credentials,   ///< refused, or a key of another client
  NotGranted,    ///< the service or the property is not ticked for this user
  NotSupported,  ///< the property lacks the feature
  Request,       ///< what was asked makes no sense to Entrata
};

/// One answer, in both forms that Entrata uses, wrapped in `response` or not.
class EntrataReply {
 public:
  void read(const HttpResponse& response);
  /// As if nothing had been read.
  void forget();

  [[nodiscard]] EntrataFault fault() const { return fault_; }
  /// Worth asking again: the next answer may be another one.
  [[nodiscard]] bool passes() const {
    return fault_ == EntrataFault::Passing || fault_ == EntrataFault::Malformed;
  }
  [[nodiscard]] int code() const { return code_; }
  /// What Entrata says of a fault; at most 200 bytes, printable.
  [[nodiscard]] const std::string& message() const { return message_; }
  /// Null when there are no records, or a fault. Valid until the next read.
  [[nodiscard]] const JsonValue* result() const { return result_; }

 private:
  void read_body(const HttpResponse& response);

  JsonDocument document_;
  EntrataFault fault_ = EntrataFault::None;
  int code_ = 0;
  std::string message_;
  const JsonValue* result_ = nullptr;
};

/// How long to wait for the smallest window that X-RateLimit-Remaining calls used up, by
/// X-RateLimit-Reset ("36686;686;26": day, hour, minute); empty when none is, or nothing is told.
std::optional<Milliseconds> entrata_rate_wait(const HttpResponse& response);

}  // namespace m2::connectors

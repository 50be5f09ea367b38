#pragma once
// HttpClient: requests of one connection, paced and sent again where that may help.
//
//   HttpClient client(*transport, machine_clock(), {.connection = "oak"});
//   M2_TRY(HttpResponse response, client.send(request));
//
// What it tells and logs has no secret and no query in it.

#include <cstdint>
#include <string>

#include "connectors/http/clock.h"
#include "connectors/http/exchange.h"
#include "connectors/http/retry.h"
#include "engine/base/chance.h"
#include "engine/base/result.h"

namespace m2::connectors {

struct HttpOptions {
  std::string connection;  // its name, for messages
  /// From the start of a request to that of the next: four a second, since LoanPro names no limit
  /// and asks for few calls. A vendor with fewer answers 429, and is waited for.
  Milliseconds least_between{250};
  RetryPolicy retry = {};
  std::uint64_t seed = 0;  // of the jitter
};

class HttpClient {
 public:
  HttpClient(Transport& transport, HttpClock& clock, HttpOptions options)
      : transport_(transport),
        clock_(clock),
        options_(std::move(options)),
        chance_(options_.seed) {}

  /// An answer of any status but those that pass (429, 5xx): for these it waits and asks again, as
  /// the policy says. Errors: Unavailable (gave up), TooLarge, Invalid (may not be sent).
  Result<HttpResponse> send(const HttpRequest& request);

  struct Counts {
    std::uint64_t requests = 0;  // sent, retries among them
    std::uint64_t retries = 0;
    Milliseconds waited{0};  // before retries
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  void pace();
  [[nodiscard]] Error given_up(const HttpRequest& request, const Exchange& exchange,
                               std::size_t tries) const;

  Transport& transport_;
  HttpClock& clock_;
  HttpOptions options_;
  Chance chance_;
  Counts counts_;
  Milliseconds next_start_{0};
};

}  // namespace m2::connectors

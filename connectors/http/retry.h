#pragma once
// Retries: whether a request is sent again, and after how long. No network and no clock in it: the
// client asks, waits and sends.
//
//   Retries retries(policy, Chance(seed));
//   while (const auto wait = retries.next(request, exchange, now)) …
//
// Source of the defaults: connections promise pacing and back-off on 429; 1, 2, 4 … seconds with
// jitter, six tries and two minutes in all.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "connectors/http/exchange.h"
#include "engine/base/chance.h"

namespace m2::connectors {

struct RetryPolicy {
  std::size_t most_tries = 6;               // of one request
  Milliseconds first_wait{1'000};           // doubled with each try
  Milliseconds longest_wait{60'000};        // of what we choose ourselves
  Milliseconds most_waiting{120'000};       // of one request, in all that we choose ourselves
  Milliseconds longest_told_wait{600'000};  // a server that tells more is given up
  /// Whether an answer is one that passes: by its status, unless the vendor says it in the body.
  std::function<bool(const HttpResponse&)> is_passing = {};
  /// How long an answer of this vendor says to wait, in its own headers; null: they say nothing.
  std::function<std::optional<Milliseconds>(const HttpResponse&)> told_by_vendor = {};
};

/// The seconds or the date of a Retry-After header (RFC 9110, 10.2.3), from `unix_seconds` on; a
/// date that is past is zero. Empty when it is neither.
std::optional<Milliseconds> parse_retry_after(std::string_view value, std::int64_t unix_seconds);

/// 429 and the faults of a server that pass: 500, 502, 503, 504.
bool is_passing_status(int status);
/// As the policy says.
bool is_passing(const RetryPolicy& policy, const HttpResponse& response);

/// Of one request.
class Retries {
 public:
  Retries(const RetryPolicy& policy, Chance chance) : policy_(policy), chance_(chance) {}

  /// How long to wait before the request is sent again; empty: it is not. Call it once for each
  /// exchange that failed or passes. A request that is not repeatable is sent again only when the
  /// server cannot have acted on it.
  std::optional<Milliseconds> next(const HttpRequest& request, const Exchange& exchange,
                                   std::int64_t unix_seconds);
  [[nodiscard]] std::size_t tries() const { return tries_; }

 private:
  [[nodiscard]] bool may_help(const HttpRequest& request, const Exchange& exchange) const;
  [[nodiscard]] std::optional<Milliseconds> told(const Exchange& exchange,
                                                 std::int64_t unix_seconds) const;
  Milliseconds chosen();

  const RetryPolicy& policy_;
  Chance chance_;
  std::size_t tries_ = 0;
  Milliseconds waited_{0};
};

}  // namespace m2::connectors

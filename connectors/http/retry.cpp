#include "connectors/http/retry.h"

#include <algorithm>
#include <array>

#include "connectors/http/clock.h"
#include "engine/base/date.h"
#include "engine/base/text.h"

namespace m2::connectors {
namespace {

constexpr int kTooManyRequests = 429;

std::optional<int> number_of(std::string_view digits) {
  const auto number = whole_number(digits);
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

std::optional<int> month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(kMonths.begin(), kMonths.end(), name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<int>(found - kMonths.begin()) + 1;
}

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers still send (RFC 9110, 5.6.7).
std::optional<std::int64_t> seconds_of(std::string_view date) {
  constexpr std::string_view kForm = "Sun, 06 Nov 1994 08:49:37 GMT";
  if (date.size() != kForm.size() || !date.ends_with(" GMT") || date[19] != ':' || date[22] != ':')
    return std::nullopt;
  const auto year = number_of(date.substr(12, 4));
  const auto month = month_of(date.substr(8, 3));
  const auto day = number_of(date.substr(5, 2));
  const auto hour = number_of(date.substr(17, 2));
  const auto minute = number_of(date.substr(20, 2));
  const auto second = number_of(date.substr(23, 2));
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::optional<Date> civil = Date::from_civil(*year, *month, *day);
  if (!civil || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return civil->days() * kSecondsADay + *hour * 3600 + *minute * 60 + *second;
}

}  // namespace

std::optional<Milliseconds> parse_retry_after(std::string_view value, std::int64_t unix_seconds) {
  const std::string_view told = trim(value);
  if (const auto seconds = number_of(told)) return std::chrono::seconds(*seconds);
  const auto date = seconds_of(told);
  if (!date) return std::nullopt;
  return std::chrono::seconds(std::max<std::int64_t>(*date - unix_seconds, 0));
}

bool is_passing_status(int status) {
  constexpr std::array kPassing = {kTooManyRequests, 500, 502, 503, 504};
  return std::find(kPassing.begin(), kPassing.end(), status) != kPassing.end();
}

bool is_passing(const RetryPolicy& policy, const HttpResponse& response) {
  return policy.is_passing ? policy.is_passing(response) : is_passing_status(response.status);
}

std::optional<Milliseconds> Retries::next(const HttpRequest& request, const Exchange& exchange,
                                          std::int64_t unix_seconds) {
  ++tries_;
  if (tries_ >= policy_.most_tries || !may_help(request, exchange)) return std::nullopt;
  const std::optional<Milliseconds> from_server = told(exchange, unix_seconds);
  if (from_server && *from_server > policy_.longest_told_wait) return std::nullopt;
  const Milliseconds wait = from_server ? *from_server : chosen();
  // What a server asks for does not use up what we would wait on our own.
  if (!from_server && waited_ + wait > policy_.most_waiting) return std::nullopt;
  if (!from_server) waited_ += wait;
  return wait;
}

bool Retries::may_help(const HttpRequest& request, const Exchange& exchange) const {
  if (exchange.response)
    return request.is_repeatable() || exchange.response->status == kTooManyRequests;
  switch (exchange.failure.fault) {
    case TransportFault::BadRequest:
    case TransportFault::SentOn:
    case TransportFault::Tls:
    case TransportFault::TooLarge:
      return false;  // it will be the same again
    default:
      return request.is_repeatable() || exchange.failure.is_unsent();
  }
}

std::optional<Milliseconds> Retries::told(const Exchange& exchange,
                                          std::int64_t unix_seconds) const {
  if (!exchange.response) return std::nullopt;
  if (const auto value = exchange.response->header("Retry-After")) {
    if (const auto wait = parse_retry_after(*value, unix_seconds)) return wait;
  }
  return policy_.told_by_vendor ? policy_.told_by_vendor(*exchange.response) : std::nullopt;
}

// Full jitter: any time up to twice the one before, so that clients that failed together do not
// come back together.
Milliseconds Retries::chosen() {
  Milliseconds most = policy_.first_wait;
  for (std::size_t n = 1; n < tries_ && most < policy_.longest_wait; ++n) most *= 2;
  most = std::min(most, policy_.longest_wait);
  return Milliseconds(chance_.between(0, most.count()));
}

}  // namespace m2::connectors

#pragma once
// HttpClock: the time that pacing and retries go by. A test lets an hour pass in no time.
//
//   clock.sleep(Milliseconds(1500));

#include <cstdint>

#include "connectors/http/exchange.h"

namespace m2::connectors {

inline constexpr std::int64_t kSecondsADay = 86'400;

class HttpClock {
 public:
  HttpClock() = default;
  HttpClock(const HttpClock&) = delete;
  HttpClock& operator=(const HttpClock&) = delete;
  virtual ~HttpClock() = default;

  /// Goes on and never back, from any start.
  [[nodiscard]] virtual Milliseconds now() const = 0;
  /// Seconds since 1970-01-01 UTC, for dates that a server tells.
  [[nodiscard]] virtual std::int64_t unix_seconds() const = 0;
  virtual void sleep(Milliseconds time) = 0;
};

/// The clock of the machine.
HttpClock& machine_clock();

}  // namespace m2::connectors

#include "connectors/http/clock.h"

#include <chrono>
#include <thread>

namespace m2::connectors {
namespace {

class MachineClock final : public HttpClock {
 public:
  [[nodiscard]] Milliseconds now() const override {
    return std::chrono::duration_cast<Milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
  }
  [[nodiscard]] std::int64_t unix_seconds() const override {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
  void sleep(Milliseconds time) override { std::this_thread::sleep_for(time); }
};

}  // namespace

HttpClock& machine_clock() {
  static MachineClock clock;
  return clock;
}

}  // namespace m2::connectors

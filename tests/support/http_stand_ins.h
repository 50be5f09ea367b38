#pragma once
// What stands in for the network and the time where a test asks what a client does with them.
//
//   QuietClock clock;
//   TransportOfAnswers transport(clock);
//   transport.answers = {…};                     // then 200

#include <deque>
#include <utility>
#include <vector>

#include "connectors/http/clock.h"
#include "connectors/http/exchange.h"

namespace m2::test {

// A clock that only sleeping moves.
class QuietClock final : public connectors::HttpClock {
 public:
  [[nodiscard]] connectors::Milliseconds now() const override { return passed; }
  [[nodiscard]] std::int64_t unix_seconds() const override {
    return 784'111'777 + passed.count() / 1000;  // 1994-11-06 08:49:37
  }
  void sleep(connectors::Milliseconds time) override { passed += time; }

  connectors::Milliseconds passed{0};
};

// Gives the answers one after another, and notes what was asked and when.
class TransportOfAnswers final : public connectors::Transport {
 public:
  explicit TransportOfAnswers(const connectors::HttpClock& clock) : clock_(clock) {}
  connectors::Exchange send(const connectors::HttpRequest& request) override {
    sent.push_back(request);
    sent_at.push_back(clock_.now());
    if (answers.empty())
      return {connectors::HttpResponse{.status = 200, .headers = {}, .body = "{}"}, {}};
    connectors::Exchange next = std::move(answers.front());
    answers.pop_front();
    return next;
  }

  std::deque<connectors::Exchange> answers;
  std::vector<connectors::HttpRequest> sent;
  std::vector<connectors::Milliseconds> sent_at;

 private:
  const connectors::HttpClock& clock_;
};

}  // namespace m2::test

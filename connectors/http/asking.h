#pragma once
// Asking<Reply>: requests whose answers are read as a vendor means them, once each, and sent again
// while what is wrong passes.
//
//   Asking<EntrataReply> asking(transport, clock, options);
//   M2_TRY_VOID(asking.send(request));              // asking.reply() says what came of it
//
// A Reply has read(HttpResponse), forget(), passes() and message().

#include <string>
#include <utility>

#include "connectors/http/client.h"

namespace m2::connectors {

template <class Reply>
class Asking {
 public:
  Asking(Transport& transport, HttpClock& clock, HttpOptions options)
      : name_(options.connection), http_(transport, clock, reading(std::move(options), reply_)) {}
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  ~Asking() = default;

  /// Errors: those of HttpClient::send, with what the vendor said.
  Result<void> send(const HttpRequest& request) {
    reply_.forget();
    auto response = http_.send(request);
    if (response) return {};
    Error error = std::move(response.error());
    if (!reply_.message().empty()) error.message += ": " + reply_.message();
    return error;
  }
  [[nodiscard]] const Reply& reply() const { return reply_; }
  /// Of the connection.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const HttpClient& http() const { return http_; }

 private:
  static HttpOptions reading(HttpOptions options, Reply& reply) {
    options.retry.is_passing = [&reply](const HttpResponse& response) {
      reply.read(response);
      return reply.passes();
    };
    return options;
  }

  std::string name_;
  Reply reply_;
  HttpClient http_;
};

}  // namespace m2::connectors

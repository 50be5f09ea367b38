#pragma once
// EntrataClient: calls of one connection, asked again while what is wrong passes, page after page.
//
//   EntrataClient client(connection, *transport, machine_clock(), {.connection = "oak"});
//   M2_TRY(const JsonValue* result, client.call({.service = "leases", .method = "getLeases"}));
//   M2_TRY_VOID(client.each_page(call, {.rows = 500}, take_rows));

#include <functional>

#include "connectors/entrata/api.h"
#include "connectors/http/asking.h"

namespace m2::connectors {

class EntrataClient {
 public:
  EntrataClient(EntrataConnection connection, Transport& transport, HttpClock& clock,
                HttpOptions options);
  EntrataClient(const EntrataClient&) = delete;
  EntrataClient& operator=(const EntrataClient&) = delete;

  /// The result; null when there are no records. Valid until the next call. Errors: Invalid (the
  /// connection, or what was asked), Unavailable (credentials, grants, gave up), TooLarge.
  Result<const JsonValue*> call(const EntrataCall& call);

  /// Takes the rows of a page, and tells how many there were.
  using PageSink = std::function<Result<std::size_t>(const JsonValue& result)>;
  /// Every page, until one has fewer rows than were asked for. Error: Unavailable when there is no
  /// end to them, and those of call() and of the sink.
  Result<void> each_page(EntrataCall call, EntrataPage first, const PageSink& sink);

  /// Of the last call: what Entrata said was wrong. NotSupported and NotGranted are no reason to
  /// stop asking for something else.
  [[nodiscard]] EntrataFault fault() const { return asking_.reply().fault(); }
  [[nodiscard]] const HttpClient& http() const { return asking_.http(); }

 private:
  [[nodiscard]] Error told(const EntrataCall& call) const;

  static constexpr std::size_t kMostPages = 1000;

  EntrataConnection connection_;
  Asking<EntrataReply> asking_;
};

}  // namespace m2::connectors

#include "connectors/entrata/client.h"

#include <fmt/format.h>

namespace m2::connectors {

EntrataClient::EntrataClient(EntrataConnection connection, Transport& transport, HttpClock& clock,
                             HttpOptions options)
    : connection_(std::move(connection)),
      name_(options.connection),
      http_(transport, clock, with_retries(std::move(options), reply_)) {}

// Each answer is read once, when it is asked whether it passes.
HttpOptions EntrataClient::with_retries(HttpOptions options, EntrataReply& reply) {
  options.retry.told_by_vendor = entrata_rate_wait;
  options.retry.is_passing = [&reply](const HttpResponse& response) {
    reply.read(response);
    return reply.fault() == EntrataFault::Passing || reply.fault() == EntrataFault::Malformed;
  };
  return options;
}

Result<const JsonValue*> EntrataClient::call(const EntrataCall& call) {
  M2_TRY(const HttpRequest request, entrata_request(connection_, call));
  reply_.forget();
  if (auto response = http_.send(request); !response) {
    Error error = std::move(response.error());
    if (!reply_.message().empty()) error.message += ": " + reply_.message();
    return error;
  }
  if (reply_.fault() != EntrataFault::None) return told(call);
  return reply_.result();
}

Result<void> EntrataClient::each_page(EntrataCall call, EntrataPage first, const PageSink& sink) {
  for (call.page = first; call.page->number < first.number + kMostPages; ++call.page->number) {
    M2_TRY(const JsonValue* result, this->call(call));
    if (result == nullptr) return {};
    M2_TRY(const std::size_t rows, sink(*result));
    if (rows < first.rows) return {};
  }
  return Error{ErrorCode::Unavailable, fmt::format("connection `{}`: {} has no end after {} pages",
                                                   name_, call.method, kMostPages)};
}

Error EntrataClient::told(const EntrataCall& call) const {
  const std::string said =
      fmt::format("connection `{}`: {}: Entrata answers {}{}{}", name_, call.method, reply_.code(),
                  reply_.message().empty() ? "" : ": ", reply_.message());
  switch (reply_.fault()) {
    case EntrataFault::Credentials:
      return {
          ErrorCode::Unavailable,
          said + "; the credentials are not those of this client, or no longer: enter them anew"};
    case EntrataFault::NotGranted:
      return {ErrorCode::Unavailable,
              said + fmt::format("; in Entrata, Apps, API Access, tick the web service `{}` and "
                                 "the properties",
                                 call.service)};
    case EntrataFault::NotSupported:
      return {ErrorCode::Unavailable, said + "; the property lacks this feature"};
    default:
      return {ErrorCode::Invalid, said};
  }
}

}  // namespace m2::connectors

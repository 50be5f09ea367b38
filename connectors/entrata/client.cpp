#include "connectors/entrata/client.h"

#include <fmt/format.h>

namespace m2::connectors {

namespace {

HttpOptions with_rates(HttpOptions options) {
  options.retry.told_by_vendor = entrata_rate_wait;
  return options;
}

}  // namespace

EntrataClient::EntrataClient(EntrataConnection connection, Transport& transport, HttpClock& clock,
                             HttpOptions options)
    : connection_(std::move(connection)),
      asking_(transport, clock, with_rates(std::move(options))) {}

Result<const JsonValue*> EntrataClient::call(const EntrataCall& call) {
  M2_TRY(const HttpRequest request, entrata_request(connection_, call));
  M2_TRY_VOID(asking_.send(request));
  if (fault() != EntrataFault::None) return told(call);
  return asking_.reply().result();
}

Result<void> EntrataClient::each_page(EntrataCall call, EntrataPage first, const PageSink& sink) {
  for (call.page = first; call.page->number < first.number + kMostPages; ++call.page->number) {
    M2_TRY(const JsonValue* result, this->call(call));
    if (result == nullptr) return {};
    M2_TRY(const std::size_t rows, sink(*result));
    if (rows < first.rows) return {};
  }
  return Error{ErrorCode::Unavailable, fmt::format("connection `{}`: {} has no end after {} pages",
                                                   asking_.name(), call.method, kMostPages)};
}

Error EntrataClient::told(const EntrataCall& call) const {
  const EntrataReply& reply = asking_.reply();
  const std::string said =
      fmt::format("connection `{}`: {}: Entrata answers {}{}{}", asking_.name(), call.method,
                  reply.code(), reply.message().empty() ? "" : ": ", reply.message());
  switch (reply.fault()) {
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

#include "connectors/http/client.h"

#include <fmt/format.h>

#include "engine/base/log.h"
#include "engine/base/text.h"

namespace m2::connectors {
namespace {

std::string told(const Exchange& exchange) {
  if (exchange.response) return fmt::format("the server answers {}", exchange.response->status);
  return exchange.failure.message;
}

ErrorCode code_of(const Exchange& exchange) {
  if (exchange.response) return ErrorCode::Unavailable;
  if (exchange.failure.fault == TransportFault::TooLarge) return ErrorCode::TooLarge;
  return exchange.failure.fault == TransportFault::BadRequest ? ErrorCode::Invalid
                                                              : ErrorCode::Unavailable;
}

}  // namespace

Result<HttpResponse> HttpClient::send(const HttpRequest& request) {
  Retries retries(options_.retry, chance_.branch(counts_.requests));
  for (;;) {
    pace();
    const Milliseconds start = clock_.now();
    Exchange exchange = transport_.send(request);
    ++counts_.requests;
    log::debug(fmt::format("{}: {}: {} in {} ms", options_.connection, shown(request),
                           told(exchange), (clock_.now() - start).count()));
    if (exchange.response && !is_passing(options_.retry, *exchange.response))
      return std::move(*exchange.response);
    const auto wait = retries.next(request, exchange, clock_.unix_seconds());
    if (!wait) return given_up(request, exchange, retries.tries());
    log::info(fmt::format("{}: {}: {}; again in {:.1f} s", options_.connection, shown(request),
                          told(exchange), static_cast<double>(wait->count()) / 1000));
    ++counts_.retries;
    counts_.waited += *wait;
    clock_.sleep(*wait);
  }
}

void HttpClient::pace() {
  const Milliseconds now = clock_.now();
  if (now < next_start_) clock_.sleep(next_start_ - now);
  next_start_ = clock_.now() + options_.least_between;
}

Error HttpClient::given_up(const HttpRequest& request, const Exchange& exchange,
                           std::size_t tries) const {
  const std::string after = tries == 1 ? "" : fmt::format(", after {} tries", tries);
  return Error{code_of(exchange), fmt::format("connection `{}`: {}: {}{}", options_.connection,
                                              shown(request), told(exchange), after)};
}

}  // namespace m2::connectors

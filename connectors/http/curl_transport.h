#pragma once
// HTTP over libcurl: certificates verified, time and size bounded, connections kept for the next
// request.
//
//   const auto transport = curl_transport({});
//   Exchange exchange = transport->send({.url = "https://acme.example/api/v1/leases"});

#include <cstddef>
#include <memory>
#include <string>

#include "connectors/http/exchange.h"

namespace m2::connectors {

struct CurlOptions {
  Milliseconds connect_timeout{10'000};
  Milliseconds timeout{120'000};                       // of the whole exchange
  std::size_t largest_answer = std::size_t{64} << 20;  // bytes, unpacked
  std::size_t most_redirects = 5;                      // within one host; to another: none
  bool allows_plain_http = false;  // http://, for a stand-in server on this machine
  std::string ca_file = {};        // certificates to trust instead of the system's
};

/// One connection pool; one thread at a time.
std::unique_ptr<Transport> curl_transport(CurlOptions options);

}  // namespace m2::connectors

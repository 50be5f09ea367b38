#include "connectors/http/exchange.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2::connectors {
namespace {

bool is_same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

// Whatever may stand in the name of a host or in its address.
bool is_host_character(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("-._~[]:").find(c) != std::string_view::npos;
}

}  // namespace

std::string_view to_string(HttpMethod method) {
  switch (method) {
    case HttpMethod::Get:
      return "GET";
    case HttpMethod::Post:
      return "POST";
    case HttpMethod::Put:
      return "PUT";
    case HttpMethod::Patch:
      return "PATCH";
  }
  return "GET";
}

HttpHeader secret_header(std::string name, std::string value) {
  return {std::move(name), std::move(value), true};
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t three = 0;
    for (std::size_t n = 0; n < 3; ++n)
      three = three << 8 | (at + n < bytes.size() ? static_cast<unsigned char>(bytes[at + n]) : 0U);
    for (std::size_t n = 0; n < 4; ++n)
      out += at + n <= bytes.size() ? kLetters[three >> (18 - 6 * n) & 63] : '=';
  }
  return out;
}

HttpHeader basic_auth_header(std::string_view user, std::string_view password) {
  return secret_header("Authorization",
                       "Basic " + base64(std::string(user) + ":" + std::string(password)));
}

std::optional<std::string_view> HttpResponse::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const HttpHeader& header) {
    return is_same_name(header.name, name);
  });
  if (found == headers.end()) return std::nullopt;
  return trim(found->value);
}

std::string shown_url(std::string_view url) {
  const std::size_t end = url.find_first_of("?#");
  std::string_view place = url.substr(0, end);
  const std::size_t colon = place.find("://");
  const std::size_t host = colon == std::string_view::npos ? 0 : colon + 3;
  const std::size_t path = std::min(place.find_first_of("/\\", host), place.size());
  const std::size_t name = place.substr(0, path).rfind('@');
  std::string out(place.substr(0, host));
  if (name != std::string_view::npos && name >= host) {
    out += "…";
    place.remove_prefix(name);
  } else {
    place.remove_prefix(host);
  }
  return readable(out + std::string(place) + (end == std::string_view::npos ? "" : "?…"));
}

std::string shown(const HttpRequest& request) {
  return fmt::format("{} {}", to_string(request.method), shown_url(request.url));
}

std::string told_by_server(std::string_view text) {
  constexpr std::size_t kLongest = 200;
  constexpr std::size_t kLongNumber = 9;  // digits of a social security number
  std::string out = readable(shortened(text, kLongest));
  for (std::size_t from = 0; from < out.size();) {
    std::size_t end = from;
    while (end < out.size() && (is_digit(out[end]) || (end > from && out[end] == '-'))) ++end;
    const auto digits = static_cast<std::size_t>(
        std::count_if(out.begin() + static_cast<std::ptrdiff_t>(from),
                      out.begin() + static_cast<std::ptrdiff_t>(end), is_digit));
    for (std::size_t at = from; digits >= kLongNumber && at < end; ++at) out[at] = '*';
    from = std::max(end, from + 1);
  }
  return out;
}

std::optional<std::int64_t> whole_number(std::string_view digits) {
  constexpr std::size_t kMostDigits = 9;
  if (digits.empty() || digits.size() > kMostDigits || !are_digits(digits)) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

std::string percent_encoded(std::string_view text) {
  // Unreserved (RFC 3986, 2.3), and what an OData filter has much of.
  constexpr std::string_view kPlain = "-._~,/()'";
  std::string out;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string origin_of(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return "";
  const std::string scheme = lower(url.substr(0, colon));
  const std::string_view rest = url.substr(colon + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const bool is_host =
      !authority.empty() && std::all_of(authority.begin(), authority.end(), is_host_character);
  // A name before an @ would be a way to hide the host.
  if (!is_host || (scheme != "https" && scheme != "http")) return "";
  const std::size_t last_colon = authority.rfind(':');
  const bool has_port = last_colon != std::string_view::npos &&
                        authority.find(']', last_colon) == std::string_view::npos;
  if (has_port) return scheme + "://" + lower(authority);
  return fmt::format("{}://{}:{}", scheme, lower(authority), scheme == "https" ? 443 : 80);
}

}  // namespace m2::connectors

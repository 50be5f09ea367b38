#include "connectors/webhook_signature.h"

#include <fmt/format.h>

#include "connectors/http/exchange.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"

namespace m2::connectors {
namespace {

std::string hexadecimal(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return out;
}

}  // namespace

WebhookVerdict judge_webhook(const WebhookSecret& secret, std::string_view raw_body,
                             std::optional<std::string_view> told) {
  constexpr std::string_view kPrefix = "sha256=";
  if (secret.secret.empty() || !told || trim(*told).empty()) return WebhookVerdict::Unsigned;
  std::string_view signature = trim(*told);
  std::string expected = secret.secret;
  if (secret.signing != WebhookSigning::Token) {
    if (signature.starts_with(kPrefix)) signature.remove_prefix(kPrefix.size());
    const std::string digest = hmac_sha256(secret.secret, raw_body);
    expected = secret.signing == WebhookSigning::Hex ? hexadecimal(digest) : base64(digest);
  }
  const bool is_same = secret.signing == WebhookSigning::Hex
                           ? is_same_secret(lower(signature), expected)
                           : is_same_secret(signature, expected);
  return is_same ? WebhookVerdict::Accepted : WebhookVerdict::Wrong;
}

}  // namespace m2::connectors

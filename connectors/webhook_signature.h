#pragma once
// Whether a webhook comes from whom it says: told from its raw body, before anything in it is read.
//
//   if (judge_webhook(signing, body, header) != WebhookVerdict::Accepted) return 401;
//
// LoanPro documents headers of one's own; that X-LoanPro-Signature is an HMAC-SHA256 of the body is
// what was agreed. So how it is written is a matter of the connection.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace m2::connectors {

enum class WebhookSigning : std::uint8_t {
  Hex,     ///< HMAC-SHA256 of the raw body in hexadecimal digits, small or capital
  Base64,  ///< the same in base64
  Token,   ///< the header is a secret of its own; the body may be anybody's
};

struct WebhookSecret {
  WebhookSigning signing = WebhookSigning::Hex;
  std::string header = "X-LoanPro-Signature";
  std::string secret = {};  // the key, or the whole value of the header; empty: nothing is accepted
};

enum class WebhookVerdict : std::uint8_t { Accepted, Unsigned, Wrong };

/// `told`: the value of the secret's header; empty when there is none. "sha256=" in front of a
/// signature is passed over. How long it takes says nothing of where a signature differs. It says
/// nothing of when, either: whoever asks must know what came before.
WebhookVerdict judge_webhook(const WebhookSecret& secret, std::string_view raw_body,
                             std::optional<std::string_view> told);

}  // namespace m2::connectors

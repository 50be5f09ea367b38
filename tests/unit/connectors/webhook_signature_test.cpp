#include "connectors/webhook_signature.h"

#include "connectors/http/exchange.h"
#include "engine/base/hash.h"

using namespace m2;
using namespace m2::connectors;

namespace {

const std::string kBody = R"({"loanId":2001,"event":"payment"})";
const std::string kKey = "whsec-1";

std::string digits_of_bytes(const std::string& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    out += kDigits[value >> 4];
    out += kDigits[value & 15];
  }
  return out;
}

std::string in_capitals(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
  return text;
}

}  // namespace

SCENARIO("HMAC-SHA256 is that of RFC 4231") {
  CHECK(digits_of_bytes(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(digits_of_bytes(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(digits_of_bytes(hmac_sha256(std::string(131, '\xaa'),
                                    "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

SCENARIO("base64 is that of RFC 4648") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(base64(std::string("\xFF\x00\xFE", 3)) == "/wD+");
}

SCENARIO("L14: a webhook is accepted with its signature, and refused with any other") {
  const std::string digest = hmac_sha256(kKey, kBody);
  const WebhookSecret secret{.secret = kKey};
  const auto verdict = [&](std::string_view body, std::optional<std::string_view> told) {
    return judge_webhook(secret, body, told);
  };
  const std::string hex = digits_of_bytes(digest);
  CHECK(verdict(kBody, hex) == WebhookVerdict::Accepted);
  CHECK(verdict(kBody, in_capitals(hex)) == WebhookVerdict::Accepted);
  CHECK(verdict(kBody, "sha256=" + hex) == WebhookVerdict::Accepted);
  CHECK(verdict(kBody, " " + hex + " ") == WebhookVerdict::Accepted);

  CHECK(verdict(kBody, std::nullopt) == WebhookVerdict::Unsigned);
  CHECK(verdict(kBody, " ") == WebhookVerdict::Unsigned);
  CHECK(verdict(kBody + " ", hex) == WebhookVerdict::Wrong);
  CHECK(verdict("", hex) == WebhookVerdict::Wrong);
  CHECK(verdict(kBody, base64(digest)) == WebhookVerdict::Wrong);  // unless the connection says so
  CHECK(verdict(kBody, hex.substr(1)) == WebhookVerdict::Wrong);
  CHECK(verdict(kBody, "sha256=") == WebhookVerdict::Wrong);
  for (std::size_t at = 0; at < hex.size(); ++at) {
    std::string other = hex;
    other[at] = other[at] == '0' ? '1' : '0';
    if (verdict(kBody, other) != WebhookVerdict::Wrong) FAIL_CHECK(at);
  }
}

SCENARIO("a connection may want base64, or a token of its own") {
  const std::string digest = hmac_sha256(kKey, kBody);
  const WebhookSecret packed{.signing = WebhookSigning::Base64, .secret = kKey};
  CHECK(judge_webhook(packed, kBody, base64(digest)) == WebhookVerdict::Accepted);
  CHECK(judge_webhook(packed, kBody, "sha256=" + base64(digest)) == WebhookVerdict::Accepted);
  CHECK(judge_webhook(packed, kBody, digits_of_bytes(digest)) == WebhookVerdict::Wrong);

  const WebhookSecret token{
      .signing = WebhookSigning::Token, .header = "Authorization", .secret = "LoanProWebhook t-1"};
  CHECK(judge_webhook(token, "anything", "LoanProWebhook t-1") == WebhookVerdict::Accepted);
  CHECK(judge_webhook(token, "anything", "loanprowebhook t-1") == WebhookVerdict::Wrong);
  CHECK(judge_webhook(token, "anything", std::nullopt) == WebhookVerdict::Unsigned);
}

SCENARIO("without a secret nothing is accepted") {
  const auto signing = GENERATE(WebhookSigning::Hex, WebhookSigning::Base64, WebhookSigning::Token);
  const WebhookSecret none{.signing = signing};
  const std::string digest = hmac_sha256("", kBody);
  for (const std::string& told : {digits_of_bytes(digest), base64(digest), std::string("x")})
    CHECK(judge_webhook(none, kBody, told) == WebhookVerdict::Unsigned);
}

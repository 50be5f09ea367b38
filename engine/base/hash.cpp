#include "engine/base/hash.h"

#include <fmt/format.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>

#include "engine/base/file.h"

namespace m2 {

namespace {

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

struct Sha256::State {
  sha256_ctx context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  sha256_init(&state_->context);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  sha256_update(&state_->context, bytes.size(), bytes_of(bytes));
}

std::string Sha256::finish() {
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest;
  sha256_digest(&state_->context, digest.size(), digest.data());
  std::string out;
  for (const std::uint8_t byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

std::string sha256(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.finish();
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  hmac_sha256_ctx context;
  hmac_sha256_set_key(&context, key.size(), bytes_of(key));
  hmac_sha256_update(&context, bytes.size(), bytes_of(bytes));
  std::string out(SHA256_DIGEST_SIZE, '\0');
  hmac_sha256_digest(&context, out.size(), reinterpret_cast<std::uint8_t*>(out.data()));
  return out;
}

bool is_same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && memeql_sec(a.data(), b.data(), a.size()) != 0;
}

Result<FileDigest> digest_of_file(const std::filesystem::path& path) {
  M2_TRY(InputFile in, InputFile::open(path));
  Sha256 digest;
  FileDigest out;
  std::string buffer(std::size_t{1} << 18, '\0');
  for (;;) {
    M2_TRY(const std::size_t count, in.read(buffer));
    if (count == 0) break;
    digest.add(std::string_view(buffer).substr(0, count));
    out.bytes += count;
  }
  out.sha256 = digest.finish();
  return out;
}

std::uint64_t hash64(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

void append_fingerprint(std::string_view bytes, std::string& out) {
  XXH128_canonical_t canonical;  // the same bytes on every machine
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  out.append(reinterpret_cast<const char*>(canonical.digest), sizeof(canonical.digest));
}

}  // namespace m2

#pragma once
// Digests for manifests and locks, and for what somebody signed.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace m2 {

/// SHA-256 of bytes given piece by piece; `finish` gives 64 lower-case hexadecimal digits and
/// begins anew.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void add(std::string_view bytes);
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);

/// HMAC-SHA256 (RFC 2104): 32 bytes that only who has the key can make of these.
std::string hmac_sha256(std::string_view key, std::string_view bytes);
/// Whether two secrets are the same; how long it takes says nothing of where they differ.
bool is_same_secret(std::string_view a, std::string_view b);

struct FileDigest {
  std::string sha256;
  std::uint64_t bytes = 0;
};
/// Read piece by piece. Errors: NotFound, Unreadable.
Result<FileDigest> digest_of_file(const std::filesystem::path& path);

/// For tables in memory: XXH3, 64 bits. Of ten million texts two have the same one with a chance of
/// three in a million.
std::uint64_t hash64(std::string_view bytes);

/// Tells one text from another by accident or change, not by intent: XXH3, 128 bits, as 16 bytes.
/// Ten times as fast as SHA-256: every document of a run has one.
void append_fingerprint(std::string_view bytes, std::string& out);

}  // namespace m2

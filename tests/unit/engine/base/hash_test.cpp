#include "engine/base/hash.h"

#include <string>

namespace m2 {

// The examples of FIPS 180-4, and nothing at all.
SCENARIO("the digest of some bytes is the one that the standard says, in any pieces") {
  const auto [bytes, digest] = GENERATE(table<std::string, std::string>({
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  }));
  CAPTURE(bytes.size());
  CHECK(sha256(bytes) == digest);
  Sha256 pieces;
  const std::string_view whole = bytes;
  for (std::size_t at = 0; at < whole.size(); at += 97) pieces.add(whole.substr(at, 97));
  CHECK(pieces.finish() == digest);
}

SCENARIO("hashes for tables are the same on every machine and differ with every byte") {
  CHECK(hash64("") == 0x2D06800538D394C2);
  CHECK(hash64("ACCT0001") == hash64("ACCT0001"));
  CHECK(hash64("ACCT0001") != hash64("ACCT0002"));
  CHECK(hash64("ACCT0001") != hash64("ACCT0001 "));
}

}  // namespace m2

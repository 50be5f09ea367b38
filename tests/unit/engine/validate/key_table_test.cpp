#include "engine/validate/internal/key_table.h"

#include <unordered_map>

#include "engine/base/chance.h"

using namespace m2;
using namespace m2::internal;

SCENARIO("a key table holds what a map holds") {
  for (const std::uint64_t range : {std::uint64_t{3}, std::uint64_t{500}, std::uint64_t{100'000}}) {
    CAPTURE(range);
    Chance chance(range);
    KeyTable<std::uint64_t, std::uint32_t> table;
    std::unordered_map<std::uint64_t, std::uint32_t> map;
    for (std::uint32_t i = 0; i < 50'000; ++i) {
      const std::uint64_t key = chance.below(range);
      const auto [at, is_new] = map.emplace(key, i);
      const std::uint32_t* found = table.find_or_add(key, i);
      if (is_new != (found == nullptr)) FAIL_CHECK("key " << key);
      if (found != nullptr && *found != at->second) FAIL_CHECK("key " << key);
    }
    for (std::uint64_t key = 0; key < range; ++key) {
      const std::uint32_t* found = table.find(key);
      const auto at = map.find(key);
      if ((found != nullptr) != (at != map.end())) FAIL_CHECK("key " << key);
      if (found != nullptr && *found != at->second) FAIL_CHECK("key " << key);
    }
    table.clear();
    CHECK(table.find(map.begin()->first) == nullptr);
  }
}

SCENARIO("keys of four bytes are spread as well, zero among them") {
  KeyTable<std::uint32_t, std::uint32_t> table;
  for (std::uint32_t key = 0; key < 100'000; ++key) CHECK_FALSE(table.find_or_add(key, key + 1));
  for (std::uint32_t key = 0; key < 100'000; ++key) {
    if (table.find(key) == nullptr || *table.find(key) != key + 1) FAIL_CHECK("key " << key);
  }
}

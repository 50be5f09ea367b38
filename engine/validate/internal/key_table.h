#pragma once
// KeyTable: keys of a whole file and a small value for each, a few bytes over what these take.
//
//   KeyTable<std::uint64_t, std::uint32_t> records;
//   records.prefetch(key);                          // some hundred cycles before it is looked up
//   std::uint32_t* first = records.find_or_add(key, 17);     // null: the key is new, and has 17
//   now
//
// The table has many parts that grow by half, each at another time: memory has no steps, and what
// grows is small enough to stay in the cache.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace m2::internal {

template <class Key, class Value>
class KeyTable {
 public:
  /// The value of a key that is there; else the key gets this value, and the result is null. Valid
  /// until the next call.
  Value* find_or_add(Key key, Value value) {
    const std::uint64_t mixed = mix(key);
    Part& part = parts_[mixed & kPartMask];
    if (part.used * kFullest.second >= part.keys.size() * kFullest.first) grow(part, mixed);
    const std::size_t at = place(part, mixed, key);
    if (part.keys[at] == stored(key)) return &part.values[at];
    part.keys[at] = stored(key);
    part.values[at] = value;
    ++part.used;
    return nullptr;
  }

  /// The value of a key; null when it is not there.
  [[nodiscard]] const Value* find(Key key) const {
    const std::uint64_t mixed = mix(key);
    const Part& part = parts_[mixed & kPartMask];
    if (part.keys.empty()) return nullptr;
    const std::size_t at = place(part, mixed, key);
    return part.keys[at] == stored(key) ? &part.values[at] : nullptr;
  }
  [[nodiscard]] Value* find(Key key) {
    return const_cast<Value*>(static_cast<const KeyTable*>(this)->find(key));
  }

  void prefetch(Key key) const {
    const std::uint64_t mixed = mix(key);
    const Part& part = parts_[mixed & kPartMask];
    if (part.keys.empty()) return;
    const std::size_t at = start(part, mixed);
    __builtin_prefetch(&part.keys[at]);
    __builtin_prefetch(&part.values[at], 1);
  }

  void clear() {
    for (Part& part : parts_) part = {};
  }

 private:
  static constexpr std::size_t kParts = 64;
  static constexpr std::uint64_t kPartMask = kParts - 1;
  static constexpr std::pair<std::size_t, std::size_t> kFullest = {4, 5};
  static constexpr std::size_t kSmallest = 16;

  struct Part {
    std::vector<Key> keys;  // 0: free
    std::vector<Value> values;
    std::size_t used = 0;
  };

  // 0 stands for a free place, so a key of 0 is stored as another one.
  static Key stored(Key key) { return key == 0 ? static_cast<Key>(~Key{0}) : key; }
  // SplitMix64: keys may be plain numbers.
  static std::uint64_t mix(Key key) {
    std::uint64_t x = stored(key);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return x ^ (x >> 31);
  }
  // Its upper half, spread over the places of the part.
  static std::size_t start(const Part& part, std::uint64_t mixed) {
    return static_cast<std::size_t>(((mixed >> 32) * part.keys.size()) >> 32);
  }
  // Where the key is, or the free place where it would be.
  static std::size_t place(const Part& part, std::uint64_t mixed, Key key) {
    std::size_t at = start(part, mixed);
    while (part.keys[at] != 0 && part.keys[at] != stored(key)) {
      if (++at == part.keys.size()) at = 0;
    }
    return at;
  }

  void grow(Part& part, std::uint64_t mixed) {
    // A part begins with its own size, so that all of them do not grow at once.
    const std::size_t first = kSmallest + (mixed & kPartMask) % (kSmallest / 2);
    const std::size_t size = std::max(first, part.keys.size() + part.keys.size() / 2);
    Part larger;
    larger.keys.resize(size);
    larger.values.resize(size);
    larger.used = part.used;
    for (std::size_t i = 0; i < part.keys.size(); ++i) {
      if (part.keys[i] == 0) continue;
      const std::size_t at = place(larger, mix(part.keys[i]), part.keys[i]);
      larger.keys[at] = part.keys[i];
      larger.values[at] = part.values[i];
    }
    part = std::move(larger);
  }

  std::array<Part, kParts> parts_;
};

}  // namespace m2::internal

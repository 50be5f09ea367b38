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
#include <cstring>
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
    if (part.used * kFullest.second >= part.entries.size() * kFullest.first) grow(part, mixed);
    Entry& entry = part.entries[place(part, mixed, key)];
    if (entry.key() == stored(key)) return &entry.value;
    entry = Entry(stored(key), value);
    ++part.used;
    return nullptr;
  }

  /// The value of a key; null when it is not there.
  [[nodiscard]] const Value* find(Key key) const {
    const std::uint64_t mixed = mix(key);
    const Part& part = parts_[mixed & kPartMask];
    if (part.entries.empty()) return nullptr;
    const Entry& entry = part.entries[place(part, mixed, key)];
    return entry.key() == stored(key) ? &entry.value : nullptr;
  }
  [[nodiscard]] Value* find(Key key) {
    return const_cast<Value*>(static_cast<const KeyTable*>(this)->find(key));
  }

  // In place, since g++ takes a function that does nothing else for one without effect, and drops
  // it.
  [[gnu::always_inline]] void prefetch(Key key) const {
    const std::uint64_t mixed = mix(key);
    const Part& part = parts_[mixed & kPartMask];
    if (!part.entries.empty()) __builtin_prefetch(&part.entries[start(part, mixed)], 1);
  }

  void clear() {
    for (Part& part : parts_) part = {};
  }

 private:
  static constexpr std::size_t kParts = 64;
  static constexpr std::uint64_t kPartMask = kParts - 1;
  static constexpr std::pair<std::size_t, std::size_t> kFullest = {4, 5};
  static constexpr std::size_t kSmallest = 16;

  // Side by side, since both are far away. The key is kept in pieces, so that it needs no room to
  // be aligned.
  struct Entry {
    std::array<std::uint32_t, sizeof(Key) / sizeof(std::uint32_t)> pieces{};  // 0: free
    Value value{};

    Entry() = default;
    Entry(Key key, Value of) : value(of) { std::memcpy(pieces.data(), &key, sizeof key); }
    [[nodiscard]] Key key() const {
      Key key = 0;
      std::memcpy(&key, pieces.data(), sizeof key);
      return key;
    }
  };
  static_assert(sizeof(Entry) == sizeof(Key) + sizeof(Value));

  struct Part {
    std::vector<Entry> entries;
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
    return static_cast<std::size_t>(((mixed >> 32) * part.entries.size()) >> 32);
  }
  // Where the key is, or the free place where it would be.
  static std::size_t place(const Part& part, std::uint64_t mixed, Key key) {
    std::size_t at = start(part, mixed);
    for (;;) {
      const Key there = part.entries[at].key();
      if (there == 0 || there == stored(key)) return at;
      if (++at == part.entries.size()) at = 0;
    }
  }

  void grow(Part& part, std::uint64_t mixed) {
    // A part begins with its own size, so that all of them do not grow at once.
    const std::size_t first = kSmallest + (mixed & kPartMask) % (kSmallest / 2);
    Part larger;
    larger.entries.resize(std::max(first, part.entries.size() + part.entries.size() / 2));
    larger.used = part.used;
    for (const Entry& entry : part.entries) {
      const Key key = entry.key();
      if (key != 0) larger.entries[place(larger, mix(key), key)] = entry;
    }
    part = std::move(larger);
  }

  std::array<Part, kParts> parts_;
};

}  // namespace m2::internal

#pragma once
// Slot: one value of an account while it is mapped. Arena: the memory of one account, emptied before the next.
//
//   Slot s = Slot::of_number(money.cents());
//   Slot* block = arena.slots(6);             // a record: its members, one after another
//
// A slot does not know its type: the checker proved it, and the instructions are typed.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace m2 {

enum class State : std::uint8_t {
  NotYet,   ///< a let that nobody asked for so far
  Value,
  Missing,  ///< a fact about the source
  Blank,    ///< a decision about the field
  Bad,      ///< a source value that could not be read; `number` is its Problem. Reading it holds the account
};

struct Slot {
  union {
    std::int64_t number;  // money in cents, dates and durations in days, true as 1, the index of a choice …
    const char* text;     // with `size`; in the document, the program or the arena
    const Slot* block;    // record: its members; list: its `size` items
  };
  std::uint32_t size = 0;
  State state = State::Missing;

  Slot() : number(0) {}
  static Slot of_number(std::int64_t value) {
    Slot s;
    s.number = value;
    s.state = State::Value;
    return s;
  }
  static Slot of_text(std::string_view value) {
    Slot s;
    s.text = value.data();
    s.size = static_cast<std::uint32_t>(value.size());
    s.state = State::Value;
    return s;
  }
  static Slot of_block(const Slot* first, std::uint32_t size = 0) {
    Slot s;
    s.block = first;
    s.size = size;
    s.state = State::Value;
    return s;
  }
  static Slot of_state(State state, std::int64_t number = 0) {
    Slot s;
    s.number = number;
    s.state = state;
    return s;
  }
  [[nodiscard]] std::string_view view() const { return {text, size}; }
  [[nodiscard]] bool has_value() const { return state == State::Value; }
};
static_assert(sizeof(Slot) == 16);

/// Memory that is given out piece by piece and taken back all at once. Blocks are kept: the steady state allocates nothing.
class Arena {
 public:
  explicit Arena(std::size_t block_bytes = std::size_t{1} << 16) : block_bytes_(block_bytes) { add_block(block_bytes_); }

  void reset() {
    block_ = 0;
    used_ = 0;
  }
  Slot* slots(std::size_t count) {
    auto* first = reinterpret_cast<Slot*>(bytes(count * sizeof(Slot)));
    for (std::size_t i = 0; i < count; ++i) new (first + i) Slot();
    return first;
  }
  /// Bytes aligned for a Slot.
  char* bytes(std::size_t count) {
    const std::size_t size = (count + alignof(Slot) - 1) / alignof(Slot) * alignof(Slot);
    while (used_ + size > blocks_[block_].size) {
      if (++block_ == blocks_.size()) add_block(size > block_bytes_ ? size : block_bytes_);
      used_ = 0;
    }
    char* at = blocks_[block_].memory.get() + used_;
    used_ += size;
    return at;
  }
  std::string_view copy(std::string_view text) {
    char* at = bytes(text.size());
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

 private:
  struct Block {
    std::unique_ptr<char[]> memory;
    std::size_t size;
  };
  void add_block(std::size_t size) { blocks_.push_back({std::make_unique<char[]>(size), size}); }

  std::size_t block_bytes_;
  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
};

}  // namespace m2

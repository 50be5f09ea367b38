#pragma once
// Slot: one value of an account while it is mapped. Arena: the memory of one account, emptied
// before the next.
//
//   Slot s = Slot::of_number(money.cents());
//   Slot* block = arena.slots(6);             // a record: its members, one after another
//
// A slot does not know its type: the checker proved it, and the instructions are typed.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace m2 {

enum class State : std::uint32_t {
  NotYet,  ///< a let that nobody asked for so far
  Value,
  Missing,  ///< a fact about the source
  Blank,    ///< a decision about the field
  Bad,  ///< a source value that could not be read; `number` is its Problem. Reading it holds the
        ///< account
};

struct Slot {
  union {
    std::int64_t
        number;  // money in cents, dates and durations in days, true as 1, the index of a choice …
    const char* text;   // with `size`; in the document, the program or the arena
    const Slot* block;  // record: its members; list: its `size` items
  };
  std::uint32_t size;
  State state;

  Slot() : Slot(0, 0, State::Missing) {}
  // Copied as two words. Values are written word by word just before they are copied; a copy by one
  // wide move would wait until both writes have left the processor's store buffer, which is most of
  // the cost of an instruction.
  Slot(const Slot& other) : number(other.number) { copy_second_word(other); }
  Slot& operator=(const Slot& other) {
    number = other.number;
    copy_second_word(other);
    return *this;
  }
  ~Slot() = default;

  static Slot of_number(std::int64_t value) { return {value, 0, State::Value}; }
  static Slot of_text(std::string_view value) {
    return {reinterpret_cast<std::intptr_t>(value.data()), static_cast<std::uint32_t>(value.size()),
            State::Value};
  }
  static Slot of_block(const Slot* first, std::uint32_t size = 0) {
    return {reinterpret_cast<std::intptr_t>(first), size, State::Value};
  }
  static Slot of_state(State state, std::int64_t number = 0) { return {number, 0, state}; }
  [[nodiscard]] std::string_view view() const { return {text, size}; }
  [[nodiscard]] bool has_value() const { return state == State::Value; }

 private:
  Slot(std::int64_t first, std::uint32_t second, State third) : number(first) {
    const std::uint64_t word = std::uint64_t{static_cast<std::uint32_t>(third)} << 32 | second;
    std::memcpy(reinterpret_cast<char*>(this) + 8, &word, 8);
  }
  void copy_second_word(const Slot& other) {
    std::uint64_t word = 0;
    std::memcpy(&word, reinterpret_cast<const char*>(&other) + 8, 8);
    std::memcpy(reinterpret_cast<char*>(this) + 8, &word, 8);
  }
};
static_assert(sizeof(Slot) == 16 && std::endian::native == std::endian::little,
              "size and state are one word");

/// Memory that is given out piece by piece and taken back all at once. Blocks are kept: the steady
/// state allocates nothing.
class Arena {
 public:
  explicit Arena(std::size_t block_bytes = std::size_t{1} << 16) : block_bytes_(block_bytes) {
    add_block(block_bytes_);
  }

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

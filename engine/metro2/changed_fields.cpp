#include "engine/metro2/changed_fields.h"

#include <cstring>
#include <utility>

namespace m2 {
namespace {

template <class Word>
Word difference(const char* a, const char* b) {
  Word x = 0;
  Word y = 0;
  std::memcpy(&x, a, sizeof x);
  std::memcpy(&y, b, sizeof y);
  return x ^ y;
}

// Whether `size` bytes differ, in words that may overlap. Without a branch: which fields change is
// not to be foreseen, and a wrong guess of the processor costs more than all of this.
template <std::size_t size>
bool differ(const char* a, const char* b) {
  if constexpr (size >= 8) {
    std::uint64_t all = difference<std::uint64_t>(a + size - 8, b + size - 8);
    for (std::size_t at = 0; at + 8 < size; at += 8)
      all |= difference<std::uint64_t>(a + at, b + at);
    return all != 0;
  } else if constexpr (size >= 4) {
    return (difference<std::uint32_t>(a, b) |
            difference<std::uint32_t>(a + size - 4, b + size - 4)) != 0;
  } else {
    char all = 0;
    for (std::size_t at = 0; at < size; ++at) all |= static_cast<char>(a[at] ^ b[at]);
    return all != 0;
  }
}

template <std::size_t... kAt>
std::uint64_t differing(const char* a, const char* b, std::index_sequence<kAt...> /*fields*/) {
  return ((std::uint64_t{differ<kBaseFields[kAt].length>(a + kBaseFields[kAt].offset(),
                                                         b + kBaseFields[kAt].offset())}
           << kAt) |
          ...);
}

}  // namespace

std::uint64_t ChangedFields::of(std::string_view record) {
  const std::uint64_t changed =
      differing(record.data(), last_.data(), std::make_index_sequence<kBaseFields.size()>());
  std::memcpy(last_.data(), record.data(), kBaseLength);
  return std::exchange(is_first_, false) ? kAll : changed;
}

}  // namespace m2

#pragma once
// What a file is that is not Metro 2, told by how it begins, and the way out.
//
//   nature_of("\x1F\x8B\x08…")        // "this is a gzip archive: unpack it first"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace m2::internal {

/// Bytes from the start of a file that are enough to tell.
inline constexpr std::size_t kNatureLength = 512;

/// `head` is the start of the file, up to kNatureLength bytes. Empty: it tells nothing.
std::string nature_of(std::string_view head);

/// Whether bytes are all the same, however they come.
class OneByte {
 public:
  void add(std::string_view bytes);
  /// "nothing but 3,000,000 zero bytes"; empty when there are several different ones, or few.
  [[nodiscard]] std::string text() const;

 private:
  std::uint64_t count_ = 0;
  char byte_ = '\0';
  bool is_one_ = true;
};

}  // namespace m2::internal

#pragma once
// A JSON text read piece by piece, so that a list of any length needs no more memory than its
// longest item.
//
//   JsonStream stream(source);
//   M2_TRY_VOID(stream.expect('{')); M2_TRY(bool more, stream.next_item('}'));
//   M2_TRY(std::string_view item, stream.value());

#include <string>
#include <string_view>
#include <vector>

#include "engine/metro2/reader.h"

namespace m2::internal {

class JsonStream {
 public:
  explicit JsonStream(const Reader::Source& source) : source_(source) {}

  /// Skips white space and takes `c`. Error: Invalid, with the byte where something else stands.
  Result<void> expect(char c);
  /// Inside a list or object: true when another item follows, its comma taken; false when `close`
  /// was taken.
  Result<bool> next_item(char close, bool is_first);
  /// The text of the value that follows: from its first character to its last, whatever it is.
  /// Valid until the next call. Errors: Invalid, TooLarge.
  Result<std::string_view> value();
  /// Only white space up to the end.
  Result<void> expect_end();

 private:
  /// The next character, or -1 at the end.
  Result<int> peek();
  Result<int> peek_word();  // the same after white space
  void take() { ++at_; }
  [[nodiscard]] Error problem(std::string_view what) const;

  const Reader::Source& source_;
  std::vector<char> buffer_ = std::vector<char>(std::size_t{1} << 16);
  std::size_t at_ = 0;
  std::size_t size_ = 0;
  std::uint64_t before_ = 0;  // bytes that came before the buffer
  std::string value_;
};

}  // namespace m2::internal

#include "engine/metro2/internal/json_stream.h"

#include <fmt/format.h>

namespace m2::internal {
namespace {

// An item holds one record: at most some hundred thousand bytes that no record can be seen in,
// written as escapes.
constexpr std::size_t kLongestItem = std::size_t{1} << 22;

bool is_space(int c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool ends_scalar(int c) {
  return c < 0 || is_space(c) || c == ',' || c == ']' || c == '}';
}

}  // namespace

Error JsonStream::problem(std::string_view what) const {
  return Error{ErrorCode::Invalid,
               fmt::format("byte {} of the JSON text: {}", before_ + at_, what)};
}

Result<int> JsonStream::peek() {
  if (at_ == size_) {
    before_ += size_;
    at_ = 0;
    M2_TRY(size_, source_(buffer_));
    if (size_ == 0) return -1;
  }
  return static_cast<int>(static_cast<unsigned char>(buffer_[at_]));
}

Result<int> JsonStream::peek_word() {
  for (;;) {
    M2_TRY(const int c, peek());
    if (!is_space(c)) return c;
    take();
  }
}

Result<void> JsonStream::expect(char c) {
  M2_TRY(const int found, peek_word());
  if (found != static_cast<unsigned char>(c)) return problem(fmt::format("`{}` is missing", c));
  take();
  return {};
}

Result<bool> JsonStream::next_item(char close, bool is_first) {
  M2_TRY(const int c, peek_word());
  if (c == static_cast<unsigned char>(close)) {
    take();
    return false;
  }
  if (!is_first) M2_TRY_VOID(expect(','));
  return true;
}

Result<std::string_view> JsonStream::value() {
  M2_TRY(int c, peek_word());
  value_.clear();
  const bool is_nested = c == '{' || c == '[';
  const bool is_text = c == '"';
  std::size_t depth = 0;
  bool in_text = false;
  for (;;) {
    if (c < 0 && (is_nested || is_text)) return problem("the text ends within a value");
    if (!is_nested && !is_text && ends_scalar(c)) break;
    if (value_.size() == kLongestItem)
      return Error{ErrorCode::TooLarge, problem("a value is too long").message};
    const bool is_escaped = in_text && !value_.empty() && c == '\\';
    value_ += static_cast<char>(c);
    take();
    if (is_escaped) {
      M2_TRY(c, peek());
      if (c < 0) return problem("the text ends within a value");
      value_ += static_cast<char>(c);
      take();
    } else if (c == '"') {
      in_text = !in_text;
    } else if (!in_text && (c == '{' || c == '[')) {
      ++depth;
    } else if (!in_text && (c == '}' || c == ']')) {
      --depth;
    }
    if (depth == 0 && !in_text && (is_nested || is_text)) break;
    M2_TRY(c, peek());
  }
  if (value_.empty()) return problem("a value is missing");
  return std::string_view(value_);
}

Result<void> JsonStream::expect_end() {
  M2_TRY(const int c, peek_word());
  if (c >= 0) return problem("something follows the end");
  return {};
}

}  // namespace m2::internal

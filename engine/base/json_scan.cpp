#include "engine/base/json_scan.h"

#include <bitset>

namespace m2 {
namespace {

constexpr std::size_t kDeepestScan = 500;

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const int letter = (c | 0x20) - 'a';
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

// The four hexadecimal digits at `at`, or -1.
std::int32_t hex4(const char* at, const char* end) {
  std::int32_t code = 0;
  for (int i = 0; i < 4; ++i, ++at) {
    const int digit = at == end ? -1 : hex_digit(*at);
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

bool is_surrogate(std::int32_t code) {
  return code >= 0xD800 && code < 0xE000;
}

char* put_utf8(char* out, std::uint32_t code) {
  const auto byte = [&out](std::uint32_t value) {
    *out++ = static_cast<char>(static_cast<unsigned char>(value));
  };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
  return out;
}

char control(char letter) {
  switch (letter) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return letter;  // a quote, a slash, a backslash
  }
}

}  // namespace

const char* JsonScan::escape_end(const char* backslash) {
  const char c = backslash[1];
  if (c == 'u') {
    const std::int32_t code = hex4(backslash + 2, nullptr);  // stops at the NUL behind the text
    return code < 0 || is_surrogate(code) ? nullptr : backslash + 6;
  }
  return c != '\0' && std::strchr("\"\\/bfnrt", c) != nullptr ? backslash + 2 : nullptr;
}

// Objects and lists, level by level without recursion.
const char* JsonScan::nested_end(const char* at) const {
  std::bitset<kDeepestScan> is_object;
  std::size_t depth = 0;
  bool value_follows = true;
  for (;;) {
    if (value_follows && (*at == '{' || *at == '[')) {
      if (depth == kDeepestScan) return nullptr;
      is_object[depth++] = *at == '{';
      at = skip_blanks(at + 1);
      value_follows = *at != '}' && *at != ']';
    } else if (value_follows) {
      at = scalar_end(at);
      if (at == nullptr) return nullptr;
      at = skip_blanks(at);
      value_follows = *at == ',';
      if (value_follows) at = skip_blanks(at + 1);
    } else {  // behind the last value of a level
      if (*at != (is_object[depth - 1] ? '}' : ']')) return nullptr;
      ++at;
      if (--depth == 0) return at;
      at = skip_blanks(at);
      value_follows = *at == ',';
      if (value_follows) at = skip_blanks(at + 1);
    }
    if (value_follows && is_object[depth - 1]) {
      bool escaped = false;
      if (*at != '"' || (at = closing_quote(at + 1, escaped)) == nullptr) return nullptr;
      at = skip_blanks(at + 1);
      if (*at != ':') return nullptr;
      at = skip_blanks(at + 1);
    }
  }
}

std::size_t json_unescape(std::string_view inner, char* out) {
  const char* at = inner.data();
  const char* const end = at + inner.size();
  char* to = out;
  while (at != end) {
    if (*at != '\\' || at + 1 == end) {
      *to++ = *at++;
      continue;
    }
    const char letter = at[1];
    at += 2;
    if (letter != 'u') {
      *to++ = control(letter);
      continue;
    }
    std::int32_t code = hex4(at, end);
    if (code < 0) continue;  // text that was not checked
    at += 4;
    if (is_surrogate(code)) {
      const bool pair = code < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u';
      const std::int32_t low = pair ? hex4(at + 2, end) : -1;
      if (low < 0xDC00 || low > 0xDFFF) continue;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      at += 6;
    }
    to = put_utf8(to, static_cast<std::uint32_t>(code));
  }
  return static_cast<std::size_t>(to - out);
}

}  // namespace m2

#include "dsl/on_one_line.h"

#include <algorithm>

#include "engine/base/ascii.h"

namespace m2::dsl {

std::string on_one_line(std::string_view text) {
  std::string out;
  bool quoted = false;
  bool comment = false;
  for (const char c : text) {
    if (c == '\n') comment = false;
    if (c == '"' && !comment) quoted = !quoted;
    if (c == '#' && !quoted) comment = true;
    if (comment) continue;
    if (is_blank(c) && !quoted) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string on_one_line(const Span& span) {
  std::string_view text = span.text();
  const auto open = std::count(text.begin(), text.end(), '(');
  auto closed = std::count(text.begin(), text.end(), ')');
  const std::string_view whole = span.empty() ? std::string_view() : span.source->text();
  for (std::size_t end = span.end; closed < open && end < whole.size() && whole[end] == ')';
       ++closed)
    text = whole.substr(span.begin, ++end - span.begin);
  return on_one_line(text);
}

}  // namespace m2::dsl

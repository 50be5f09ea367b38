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

Span with_brackets(const Span& span) {
  if (span.empty()) return span;
  const std::string_view text = span.text();
  const std::string_view whole = span.source->text();
  const auto open = std::count(text.begin(), text.end(), '(');
  auto closed = std::count(text.begin(), text.end(), ')');
  Span out = span;
  for (; closed < open && out.end < whole.size() && whole[out.end] == ')'; ++closed) ++out.end;
  return out;
}

std::string on_one_line(const Span& span) {
  return on_one_line(with_brackets(span).text());
}

}  // namespace m2::dsl

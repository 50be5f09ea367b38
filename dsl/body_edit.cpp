#include "dsl/body_edit.h"

#include <algorithm>

#include "engine/base/text.h"

namespace m2::dsl {
namespace {

std::uint32_t line_begin(std::string_view text, std::uint32_t at) {
  const std::size_t before = text.substr(0, at).rfind('\n');
  return before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
}

// Where the comment lines above begin: at the node's own line when there are none.
std::uint32_t above(std::string_view text, std::uint32_t node) {
  std::uint32_t begin = line_begin(text, node);
  while (begin > 0) {
    const std::uint32_t before = line_begin(text, begin - 1);
    if (!trim(text.substr(before, begin - before)).starts_with('#')) break;
    begin = before;
  }
  return begin;
}

// The end of the blanks and the comment behind a node, on its line.
std::uint32_t behind(std::string_view text, std::uint32_t end) {
  const std::size_t line_end = std::min(text.find('\n', end), text.size());
  const std::string_view rest = trim(text.substr(end, line_end - end));
  return rest.empty() || rest.front() == '#' ? static_cast<std::uint32_t>(line_end) : end;
}

}  // namespace

void BodyEdit::drop(NodeRef part) {
  const std::string_view text = part.ast->source().text();
  const Span span = part.span();
  std::uint32_t begin = span.begin;
  std::uint32_t end = behind(text, span.end);
  const std::uint32_t line = line_begin(text, span.begin);
  const bool stands_alone = trim(text.substr(line, span.begin - line)).empty();
  if (stands_alone && (end > span.end || end == text.size() || text[end] == '\n')) {
    begin = above(text, span.begin);
    end = std::min(end + 1, static_cast<std::uint32_t>(text.size()));
  }
  edits_.push_back({begin, end, ""});
}

void BodyEdit::put(NodeRef part, std::string text) {
  edits_.push_back({part.span().begin, part.span().end, std::move(text)});
}

std::string BodyEdit::text() const {
  const std::string_view source = statement_.ast->source().text();
  const Span span = statement_.span();
  std::string out;
  std::uint32_t at = span.begin;
  for (const Edit& edit : edits_) {
    out += source.substr(at, edit.begin - at);
    out += edit.text;
    at = edit.end;
  }
  out += source.substr(at, span.end - at);
  if (appended_.empty()) return out;
  const std::size_t brace = out.rfind('}');
  const std::size_t line = out.rfind('\n', brace);
  const bool alone =
      line != std::string::npos && trim(std::string_view(out).substr(line, brace - line)).empty();
  out.insert(alone ? line + 1 : brace, alone ? appended_ : "\n" + appended_);
  return out;
}

std::string comments_above(NodeRef n) {
  const std::string_view text = n.ast->source().text();
  const std::uint32_t begin = above(text, n.span().begin);
  std::string out;
  const std::uint32_t own = line_begin(text, n.span().begin);
  for (const std::string_view line : split(text.substr(begin, own - begin), '\n')) {
    if (!trim(line).empty()) out += std::string(trim(line)) + "\n";
  }
  return out;
}

std::string comment_behind(NodeRef n) {
  const std::string_view text = n.ast->source().text();
  const std::uint32_t end = n.span().end;
  const std::string_view comment = trim(text.substr(end, behind(text, end) - end));
  return comment.empty() ? "" : "  " + std::string(comment);
}

}  // namespace m2::dsl

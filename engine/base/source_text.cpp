#include "engine/base/source_text.h"

#include <algorithm>

#include "engine/base/text.h"

namespace m2 {

SourceText::SourceText(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t end = text_.find('\n'); end != std::string::npos;
       end = text_.find('\n', end + 1))
    line_starts_.push_back(static_cast<std::uint32_t>(end + 1));
}

Place SourceText::place(std::uint32_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
  const std::uint32_t start = line_starts_[line - 1];
  const std::string_view before = text().substr(start, offset - start);
  return {line, static_cast<std::uint32_t>(count_code_points(before)) + 1};
}

std::string_view SourceText::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::uint32_t start = line_starts_[number - 1];
  std::string_view rest = text().substr(start);
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

std::string short_place(const Span& span) {
  const std::string whole = place_of(span);
  const std::size_t folders = whole.find_last_of('/');
  return folders == std::string::npos ? whole : whole.substr(folders + 1);
}

std::string place_of(const Span& span) {
  return span.empty() ? std::string() : span.source->name() + ":" + std::to_string(span.line());
}

}  // namespace m2

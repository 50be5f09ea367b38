#pragma once
// SourceText: the text of one file an author wrote, and places in it.
//
//   SourceText text("presets/entrata/rent.preset", read);
//   text.place(span.begin).line   // 1-based; columns count code points

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace m2 {

struct Place {
  std::uint32_t line = 1;    // 1-based
  std::uint32_t column = 1;  // 1-based, in code points
};

class SourceText {
 public:
  SourceText(std::string name, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }  // the path as the user gave it
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Place place(std::uint32_t offset) const;
  /// The text of a 1-based line, without its line end.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  [[nodiscard]] std::uint32_t line_count() const {
    return static_cast<std::uint32_t>(line_starts_.size());
  }

 private:
  std::string name_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

using SourcePtr = std::shared_ptr<const SourceText>;

/// Bytes [begin, end) of a source. `source` is null for what no file says (a command line, the
/// engine itself); it is valid while whoever made the span keeps its SourcePtr, which is the
/// CheckedPreset or the Diagnostics.
struct Span {
  const SourceText* source = nullptr;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::string_view text() const {
    return source == nullptr ? std::string_view() : source->text().substr(begin, end - begin);
  }
  [[nodiscard]] bool empty() const { return source == nullptr; }
  /// The line on which it begins, from 1; not of an empty one.
  [[nodiscard]] std::uint32_t line() const { return source->place(begin).line; }
};

/// "presets/entrata/rent.preset:57"; nothing for an empty one.
std::string place_of(const Span& span);
/// "rent.preset:57", without the folders.
std::string short_place(const Span& span);

}  // namespace m2

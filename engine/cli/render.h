#pragma once
// What commands print for people: aligned tables, colours on a terminal only, numbers with
// separators.
//
//   Table table({"bytes", "field"});
//   table.add({"1-4", "Record Descriptor Word"}); out << table.text(colour);

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"

namespace m2::cli {

enum class Ink : std::uint8_t { Plain, Bold, Dim, Red, Yellow, Green, Cyan };

/// The text in this ink, or as it is.
std::string paint(Colour colour, Ink ink, std::string_view text);

/// Rows of cells, columns as wide as their widest cell; the last one is not padded.
class Table {
 public:
  Table() = default;
  /// With bold heads.
  explicit Table(std::vector<std::string> heads) : rows_{std::move(heads)}, has_heads_(true) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] std::string text(Colour colour, std::string_view indent = "") const;

 private:
  std::vector<std::vector<std::string>> rows_;
  bool has_heads_ = false;
};

/// "1 record", "12,431 records"
std::string counted(std::uint64_t number, std::string_view noun);
/// Words wrapped at `width` columns, lines after the first indented.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace m2::cli

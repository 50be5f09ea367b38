#pragma once
// Page: a document of headings, paragraphs, tables and trees, written as Markdown or as one HTML
// file.
//
//   Page page("entrata_rent");
//   page.heading(2, "fields", "Fields");
//   page.paragraph({text("See "), code("lease.status")});
//   puts(to_html(page).c_str());
//
// Whatever text it is given stands there as text: escaping is done here and nowhere else. The same
// page gives the same bytes.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace m2 {

struct Inline {
  enum class Kind : std::uint8_t { Text, Code, Link, Break };
  Kind kind = Kind::Text;
  std::string text;
  std::string target;  // of a link: the id of a heading or a row
};

/// What stands in a paragraph or a cell. Code may have several lines.
using Inlines = std::vector<Inline>;

Inline plain(std::string_view text);
Inline code(std::string_view text);
Inline link(std::string_view text, std::string_view target);
Inline line_break();

struct PageTable {
  struct Row {
    std::string id;  // a target; empty: none
    std::vector<Inlines> cells;
  };
  static constexpr std::size_t kNone = SIZE_MAX;

  std::string caption;
  std::vector<std::string> heads;
  std::vector<Row> rows;
  std::size_t widest = kNone;  // the column that is given the most room
};

/// A line, and what stands below it.
struct PageTree {
  Inlines line;
  std::vector<PageTree> parts;
};

struct PageBlock {
  enum class Kind : std::uint8_t { Heading, Paragraph, Table, Tree };
  Kind kind = Kind::Paragraph;
  std::uint8_t level = 2;  // of a heading, from 2
  std::string id;          // of a heading
  Inlines content;
  PageTable table;
  PageTree tree;
};

class Page {
 public:
  explicit Page(std::string title) : title_(std::move(title)) {}

  void heading(std::uint8_t level, std::string id, std::string_view text);
  void paragraph(Inlines content);
  /// A table without rows is left out.
  void table(PageTable table);
  /// Every line can be folded; all stand open.
  void tree(PageTree tree);

  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] const std::vector<PageBlock>& blocks() const { return blocks_; }

 private:
  std::string title_;
  std::vector<PageBlock> blocks_;
};

std::string to_markdown(const Page& page);
/// One file that needs nothing else: no script, no font, no picture from anywhere.
std::string to_html(const Page& page);

/// Letters, digits, `-`, `_` and `.`; everything else as its bytes: a target that two different
/// names never share.
std::string target_of(std::string_view kind, std::string_view name);

}  // namespace m2

#include "engine/pipeline/page.h"

#include <fmt/format.h>

#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

// Invalid or hidden bytes become visible; a line end is one only in code.
std::string readable(std::string_view text) {
  std::string out(text);
  if (find_unreadable(text)) out = printable(text);
  return out;
}

std::string one_line(std::string_view text) {
  std::string out = readable(text);
  for (char& c : out) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return out;
}

// Every sign that means something within a line of Markdown, also to those who render it with
// extensions.
std::string markdown_text(std::string_view text) {
  constexpr std::string_view kSigns = "\\`*_{}[]#!|~$@^";
  std::string out;
  for (const char c : one_line(text)) {
    const bool is_entity = c == '<' || c == '>' || c == '&';
    if (is_entity) {
      out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
      continue;
    }
    const bool opens_target = c == '(' && out.ends_with("\\]");
    if (opens_target || kSigns.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  // What begins a list, a heading or a rule does so only at a line's start.
  if (!out.empty() && (out.front() == '-' || out.front() == '+' || out.front() == '='))
    out.insert(0, "\\");
  const std::size_t digits = out.find_first_not_of("0123456789");
  if (digits != 0 && digits != std::string::npos && (out[digits] == '.' || out[digits] == ')'))
    out.insert(digits, "\\");
  return out;
}

// A span of code, fenced by more backticks than it holds; in a table a `|` is escaped.
std::string markdown_code_line(std::string_view text) {
  std::size_t longest = 0, run = 0;
  std::string inside;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    if (c == '|') inside += '\\';
    inside += c;
  }
  if (trim(inside).empty()) return "` `";
  const std::string fence(longest + 1, '`');
  const bool needs_blank = inside.front() == '`' || inside.back() == '`';
  const char* blank = needs_blank ? " " : "";
  return fence + blank + inside + blank + fence;
}

std::string markdown_code(std::string_view text) {
  std::string out;
  const std::string all = readable(text);
  for (std::string_view line : split(all, '\n')) {
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (!out.empty()) out += "<br>";
    out += markdown_code_line(line);
  }
  return out;
}

std::string markdown(const Inlines& content) {
  std::string out;
  for (const Inline& part : content) {
    switch (part.kind) {
      case Inline::Kind::Text:
        out += markdown_text(part.text);
        break;
      case Inline::Kind::Code:
        out += markdown_code(part.text);
        break;
      case Inline::Kind::Link:
        out += "[" + markdown_code(part.text) + "](#" + part.target + ")";
        break;
      case Inline::Kind::Break:
        out += "<br>";
        break;
    }
  }
  return out;
}

std::string anchor(const std::string& id) {
  return id.empty() ? std::string() : "<a id=\"" + id + "\"></a>";
}

std::string markdown(const PageTable& table) {
  std::string out;
  if (!table.caption.empty()) out += "*" + markdown_text(table.caption) + "*\n\n";
  out += "|";
  for (const std::string& head : table.heads) out += " " + markdown_text(head) + " |";
  out += "\n|";
  for (std::size_t i = 0; i < table.heads.size(); ++i) out += "---|";
  for (const PageTable::Row& row : table.rows) {
    out += "\n|";
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      out += " " + (i == 0 ? anchor(row.id) : "") + markdown(row.cells[i]) + " |";
  }
  return out + "\n";
}

std::string markdown(const PageTree& tree, std::size_t depth = 0) {
  std::string out = std::string(2 * depth, ' ') + "- " + markdown(tree.line) + "\n";
  for (const PageTree& part : tree.parts) out += markdown(part, depth + 1);
  return out;
}

}  // namespace

Inline plain(std::string_view text) {
  return {Inline::Kind::Text, std::string(text), {}};
}
Inline code(std::string_view text) {
  return {Inline::Kind::Code, std::string(text), {}};
}
Inline link(std::string_view text, std::string_view target) {
  return {Inline::Kind::Link, std::string(text), std::string(target)};
}
Inline line_break() {
  return {Inline::Kind::Break, {}, {}};
}

void Page::heading(std::uint8_t level, std::string id, std::string_view text) {
  PageBlock block;
  block.kind = PageBlock::Kind::Heading;
  block.level = level;
  block.id = std::move(id);
  block.content = {plain(text)};
  blocks_.push_back(std::move(block));
}

void Page::paragraph(Inlines content) {
  PageBlock block;
  block.content = std::move(content);
  blocks_.push_back(std::move(block));
}

void Page::table(PageTable table) {
  if (table.rows.empty()) return;
  PageBlock block;
  block.kind = PageBlock::Kind::Table;
  block.table = std::move(table);
  blocks_.push_back(std::move(block));
}

void Page::tree(PageTree tree) {
  PageBlock block;
  block.kind = PageBlock::Kind::Tree;
  block.tree = std::move(tree);
  blocks_.push_back(std::move(block));
}

std::string to_markdown(const Page& page) {
  std::string out = "# " + markdown_text(page.title()) + "\n";
  for (const PageBlock& block : page.blocks()) {
    out += "\n";
    switch (block.kind) {
      case PageBlock::Kind::Heading:
        out +=
            std::string(block.level, '#') + " " + anchor(block.id) + markdown(block.content) + "\n";
        break;
      case PageBlock::Kind::Paragraph:
        out += markdown(block.content) + "\n";
        break;
      case PageBlock::Kind::Table:
        out += markdown(block.table);
        break;
      case PageBlock::Kind::Tree:
        out += markdown(block.tree);
        break;
    }
  }
  return out;
}

std::string target_of(std::string_view kind, std::string_view name) {
  std::string out = std::string(kind) + "-";
  for (const char c : name) {
    const bool is_plain = is_letter(c) || is_digit(c) || c == '-' || c == '_';
    out += is_plain ? std::string(1, c) : fmt::format(".{:02x}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace m2

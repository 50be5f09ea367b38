// A page as one HTML file: readable on a screen, in the dark, on paper and to a screen reader.

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/pipeline/page.h"

namespace m2 {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #ffffff;
        --panel: #f6f8fa; --mark: #fff3c4; --link: #0a57c2; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9aa6b2; --line: #363d46; --paper: #12161b; --panel: #1b2129; --mark: #4a3d10;
          --link: #7ab7ff; }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.55 system-ui, sans-serif; }
.skip { position: absolute; left: -100em; }
.skip:focus { left: 1em; top: 1em; background: var(--panel); padding: .5em 1em; }
.page { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 110rem; margin: 0 auto; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 1.5rem 1rem;
      border-right: 1px solid var(--line); font-size: .9rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li ul { padding-left: 1em; }
nav a { display: block; padding: .15em 0; color: inherit; text-decoration: none; }
nav a:hover, nav a:focus { text-decoration: underline; }
main { padding: 1.5rem 2rem 4rem; min-width: 0; }
h1 { font-size: 1.8rem; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
a { color: var(--link); }
p { max-width: 75ch; }
code { font: .875em/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre-wrap;
       overflow-wrap: anywhere; }
p code { background: var(--panel); padding: .1em .3em; border-radius: 4px; }
.scroll { overflow-x: auto; margin: .75rem 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--panel); border-bottom: 2px solid var(--line); white-space: nowrap; }
tbody th { font-weight: 600; }
.wide { width: 36%; }
.tree { font-size: .92rem; overflow-x: auto; margin: .5rem 0 1.25rem; }
.tree ul { list-style: none; margin: 0; padding-left: 1.1rem; border-left: 1px solid var(--line); }
.tree > ul { border: 0; padding-left: 0; }
.tree li { padding: .1rem 0; }
.tree summary { cursor: pointer; }
.tree .leaf { padding-left: 1.05rem; }
tr:target, h2:target, h3:target { background: var(--mark); }
@media (max-width: 60rem) { .page { display: block; } nav { position: static; max-height: none; border: 0; } }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --line: #999; --paper: #fff; --panel: #fff; --link: #000; }
  nav, .skip { display: none; }
  .page { display: block; }
  body { font-size: 10pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr, h2, h3 { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
)css";

std::string html(const Inlines& content) {
  std::string out;
  for (const Inline& part : content) {
    switch (part.kind) {
      case Inline::Kind::Text:
        out += in_markup(part.text);
        break;
      case Inline::Kind::Code:
        out += "<code>" + in_markup(part.text) + "</code>";
        break;
      case Inline::Kind::Link:
        out += "<a href=\"#" + in_markup(part.target) + "\"><code>" + in_markup(part.text) +
               "</code></a>";
        break;
      case Inline::Kind::Break:
        out += "<br>";
        break;
    }
  }
  return out;
}

std::string html(const PageTable& table) {
  std::string out = "<div class=\"scroll\" tabindex=\"0\"><table>\n";
  if (!table.caption.empty()) out += "<caption>" + in_markup(table.caption) + "</caption>\n";
  if (table.widest != PageTable::kNone) {
    out += "<colgroup>";
    for (std::size_t i = 0; i < table.heads.size(); ++i)
      out += i == table.widest ? "<col class=\"wide\">" : "<col>";
    out += "</colgroup>\n";
  }
  out += "<thead><tr>";
  for (const std::string& head : table.heads)
    out += "<th scope=\"col\">" + in_markup(head) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const PageTable::Row& row : table.rows) {
    out += row.id.empty() ? "<tr>" : "<tr id=\"" + in_markup(row.id) + "\">";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const char* tag = i == 0 ? "th" : "td";
      out += fmt::format("<{}{}>{}</{}>", tag, i == 0 ? " scope=\"row\"" : "", html(row.cells[i]),
                         tag);
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string html(const PageTree& tree) {
  const std::string line = html(tree.line);
  if (tree.parts.empty()) return "<li class=\"leaf\">" + line + "</li>\n";
  std::string out = "<li><details open><summary>" + line + "</summary>\n<ul>\n";
  for (const PageTree& part : tree.parts) out += html(part);
  return out + "</ul></details></li>\n";
}

// The headings, those of the third level under those of the second.
std::string contents(const Page& page) {
  std::string out = "<nav aria-label=\"Contents\"><ul>\n";
  std::uint8_t level = 2;
  bool is_open = false;
  for (const PageBlock& block : page.blocks()) {
    if (block.kind != PageBlock::Kind::Heading || block.level > 3) continue;
    if (block.level > level) out += "<ul>\n";
    if (block.level < level) out += "</li></ul>\n</li>\n";
    if (block.level == level && is_open) out += "</li>\n";
    out += "<li><a href=\"#" + in_markup(block.id) + "\">" + html(block.content) + "</a>";
    level = block.level;
    is_open = true;
  }
  if (level == 3) out += "</li></ul>\n";
  return out + (is_open ? "</li>\n" : "") + "</ul></nav>\n";
}

}  // namespace

std::string to_html(const Page& page) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#main\">To the text</a>\n<div class=\"page\">\n{2}"
      "<main id=\"main\">\n<h1>{0}</h1>\n",
      in_markup(page.title()), kStyle, contents(page));
  for (const PageBlock& block : page.blocks()) {
    switch (block.kind) {
      case PageBlock::Kind::Heading:
        out += fmt::format("<h{0} id=\"{1}\">{2}</h{0}>\n", block.level, in_markup(block.id),
                           html(block.content));
        break;
      case PageBlock::Kind::Paragraph:
        out += "<p>" + html(block.content) + "</p>\n";
        break;
      case PageBlock::Kind::Table:
        out += html(block.table);
        break;
      case PageBlock::Kind::Tree:
        out += "<div class=\"tree\" tabindex=\"0\"><ul>\n" + html(block.tree) + "</ul></div>\n";
        break;
    }
  }
  return out + "</main>\n</div>\n</body>\n</html>\n";
}

}  // namespace m2

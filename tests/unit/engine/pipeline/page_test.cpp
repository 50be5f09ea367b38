// Whatever text a page is given stands there as text.

#include "engine/pipeline/page.h"

#include "tests/support/golden.h"

using namespace m2;

namespace {

Page page_with(const std::string& text) {
  Page page(text);
  page.heading(2, target_of("a", text), text);
  page.paragraph({plain(text), line_break(), code(text)});
  PageTable table{text, {text}, {}};
  table.rows.push_back({target_of("row", text), {{plain(text), code(text), link(text, "x")}}});
  page.table(std::move(table));
  page.tree(
      {{plain(text), code(text)}, {{{code(text)}, {}}, {{plain(text)}, {{{code(text)}, {}}}}}});
  return page;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size()))
    ++n;
  return n;
}

const char* const kHostile[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><a href='https://evil.example'>x</a>",
    "</code></td></table>",
    "&lt;script&gt;",
    "| a | b |\n|---|---|",
    "`code` ``more`` ```fence```",
    "[x](javascript:alert(1)) ![y](http://evil.example/p.png)",
    "# heading\n\n* list\n1. item\n---\n> quote",
    "a\x1b[31mred\x01",
    "\xff\xfe broken",
    ("\xe2\x80\xae"
     "hidden"),
};

}  // namespace

SCENARIO("hostile text makes no element of an HTML page") {
  const std::string text = GENERATE(from_range(std::begin(kHostile), std::end(kHostile)));
  CAPTURE(text);
  const std::string benign = to_html(page_with("x"));
  const std::string html = to_html(page_with(text));
  for (const char* tag : {"<script", "<img", "<a ", "</code>", "</table>", "</td>", "<h1", "<h2"}) {
    CAPTURE(tag);
    CHECK(count(html, tag) == count(benign, tag));
  }
  CHECK(count(html, "\"") == count(benign, "\""));  // no attribute is left or entered
  CHECK(html.find('\x1b') == std::string::npos);
  CHECK(html.find("\xe2\x80\xae") == std::string::npos);
}

SCENARIO("hostile text makes no structure of a Markdown page") {
  const std::string text = GENERATE(from_range(std::begin(kHostile), std::end(kHostile)));
  CAPTURE(text);
  const std::string markdown = to_markdown(page_with(text));
  CHECK(count(markdown, "\n") == count(to_markdown(page_with("x")), "\n"));
  Page words("t");
  words.paragraph({plain(text)});
  for (const char* raw : {"](javascript", "](http", "\n# heading", "\n* list", "\n> quote"}) {
    CAPTURE(raw);
    CHECK(to_markdown(words).find(raw) == std::string::npos);
  }
  CHECK(markdown.find('\x1b') == std::string::npos);
}

SCENARIO("a tree is a list in which every line with more below it can be folded") {
  Page page("t");
  page.tree({{plain("a")}, {{{code("b")}, {{{plain("c")}, {}}}}, {{plain("d")}, {}}}});
  CHECK(to_markdown(page) == "# t\n\n- a\n  - `b`\n    - c\n  - d\n");
  const std::string html = to_html(page);
  CHECK(count(html, "<details open><summary>") == 2);
  CHECK(count(html, "<li class=\"leaf\">") == 2);
  CHECK(html.find("<summary><code>b</code></summary>") != std::string::npos);
  for (const char* tag : {"ul", "li", "details", "summary"}) {
    CAPTURE(tag);
    CHECK(count(html, std::string("<") + tag + ">") + count(html, std::string("<") + tag + " ") ==
          count(html, std::string("</") + tag + ">"));
  }
}

SCENARIO("text is escaped sign by sign, and code by longer fences") {
  Page page("t");
  page.paragraph({plain("1. a*b_c <d> | $5 & `e`")});
  page.paragraph({code("a `b` | c")});
  page.paragraph({code("two\n  lines")});
  CHECK(to_markdown(page) ==
        "# t\n\n"
        "1\\. a\\*b\\_c &lt;d&gt; \\| \\$5 &amp; \\`e\\`\n\n"
        "``a `b` \\| c``\n\n"
        "`two`<br>`  lines`\n");
}

SCENARIO("an HTML page needs nothing but itself") {
  const std::string html = to_html(page_with("x"));
  for (const char* outside :
       {"http://", "https://", "url(", "@import", "<link", "<script", "src="}) {
    CAPTURE(outside);
    CHECK(html.find(outside) == std::string::npos);
  }
  for (const char* wanted : {"<html lang=\"en\">", "prefers-color-scheme: dark", "@media print",
                             "scope=\"col\"", "name=\"viewport\"", "<main id=\"main\">"}) {
    CAPTURE(wanted);
    CHECK(html.find(wanted) != std::string::npos);
  }
}

SCENARIO("different names have different targets") {
  CHECK(target_of("field", "base-ssn") == "field-base-ssn");
  CHECK(target_of("a", "b c") != target_of("a", "b_c"));
  CHECK(target_of("a", "b.c") == "a-b.2ec");
  CHECK(target_of("a", "\"<") == "a-.22.3c");
}

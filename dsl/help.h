#pragma once
// The help page of a diagnostic: why it is one, a text that has the mistake, and the same without.
//
//   const auto page = find_help("gap");
//   page->before.front().text          // "table lateness(…"
//
// One file for each slug under dsl/help/, compiled in; a test checks the texts of every page.

#include <optional>
#include <string_view>
#include <vector>

namespace m2::dsl {

/// A text of a page. `kind` says what it is: `preset`, `override`, `rules`, `shape`, `tenant` are
/// whole files, `statements` and `fields` a part of one, `text` is no source.
struct HelpText {
  std::string_view kind;
  std::string_view text;  // with its last line end
};

/// Views of the program's own text.
struct HelpPage {
  std::string_view slug;
  std::string_view why;  // paragraphs with the line ends of the file
  std::vector<HelpText> before;
  std::vector<HelpText> after;
};

/// Empty when no diagnostic has this slug.
std::optional<HelpPage> find_help(std::string_view slug);

}  // namespace m2::dsl

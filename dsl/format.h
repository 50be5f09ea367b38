#pragma once
// The one style of presets, libraries, rules files and shapes: where on a line things stand.
//
//   Diagnostics found;
//   std::optional<std::string> text = format(source, FileKind::Preset, found);   // empty: has
//   errors
//
// Authors decide on the order, the line ends and the blank lines; the style decides on columns,
// blanks, indentation and on brackets where people misread, and ends lines that are too long.
// Words, literals and comments stay what they are: the tree of the result is the tree of the text,
// which is made sure of before it is returned. format(format(text)) is format(text).

#include <optional>
#include <string>

#include "dsl/ast.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

/// Lines of code end by this column where they can be ended at all; comments are never cut.
constexpr std::uint32_t kLineWidth = 120;

/// The text in the style; empty, with diagnostics, when it cannot be read. Linear in its size.
std::optional<std::string> format(const SourcePtr& source, FileKind kind, Diagnostics& found);

/// Notes, as `style`, the first line that the style would change of a text without errors.
void note_style(const Ast& written, FileKind kind, Diagnostics& found);

/// True when two trees say the same: kinds, names and literals, but not their places.
bool same_tree(const Ast& a, const Ast& b);

}  // namespace m2::dsl

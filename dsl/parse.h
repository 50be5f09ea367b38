#pragma once
// Text of a preset, library, rules file or shape -> Ast. The one place that knows PEGTL.
//
//   Diagnostics found;
//   Ast ast = parse(source, FileKind::Preset, found);   // what could not be read is Broken
//
// Errors: slugs syntax, two-ways, reserved-word, unreadable-text (bytes that are not UTF-8, or hide
// what the text says), too-large, too-deep. After an error the parser goes on with the next
// statement or field, so one reading shows them all. Nesting and size are bounded.

#include <optional>
#include <span>
#include <string_view>

#include "dsl/ast.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

Ast parse(const SourcePtr& source, FileKind kind, Diagnostics& found);

/// The kind that a file's extension says: .preset, .library, .rules, .shape. Empty for others.
std::optional<FileKind> file_kind(std::string_view path);

/// The words of the grammar that cannot be names, sorted.
std::span<const std::string_view> reserved_words();

}  // namespace m2::dsl

#pragma once
// What formatting promises about any text that can be read, for tests and fuzzing.
//
//   CHECK(broken_formatting("preset p version 1\nlet x=1", dsl::FileKind::Preset) == "");

#include <string>

#include "dsl/ast.h"

namespace m2::test {

/// The first promise that does not hold, or nothing: the result can be read; it says the same, word
/// for word; no comment is lost, doubled or changed, and descriptions stay with what they describe
/// (`with_docs`); formatting it again changes nothing; it has no blanks at line ends and one line
/// end at its end. A text that cannot be read must not be formatted.
std::string broken_formatting(const std::string& text, dsl::FileKind kind, bool with_docs = true);

/// The text in the style, or the messages about what is wrong with it.
std::string formatted(const std::string& text, dsl::FileKind kind);

}  // namespace m2::test

#pragma once
// What parse() promises about any text at all, for tests and fuzzing.
//
//   CHECK(broken_promise(ast, found) == "");

#include <string>

#include "dsl/ast.h"
#include "engine/base/diagnostic.h"

namespace m2::test {

/// The first promise that does not hold, or nothing:
/// nodes lie inside their parents and the tree has no cycles; comments are in order; a text without
/// diagnostics has no Broken node, and all of it but blanks and comments belongs to a statement;
/// diagnostics point into the text.
std::string broken_promise(const dsl::Ast& ast, const Diagnostics& found);

}  // namespace m2::test

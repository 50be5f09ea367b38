#pragma once
// A tree of the mapping language as text, for tests.
//
//   print_tree(ast, node)   // (Let rent (Path lease (Member rent)))
//
// Names, operators and literals stand for themselves.

#include <string>

#include "dsl/ast.h"

namespace m2::test {

/// On one line.
std::string print_tree(const dsl::Ast& ast, dsl::NodeId node);
/// The whole file; what does not fit a line has its children below it.
std::string print_tree(const dsl::Ast& ast);

/// The name of an enumerator, as the header spells it.
std::string_view kind_name(dsl::NodeKind kind);

}  // namespace m2::test

#pragma once
// The files of built-in functions; builtins.cpp puts them together. See docs/adding/builtin.md.

#include <vector>

#include "dsl/builtins.h"

namespace m2::dsl {

std::vector<Builtin> text_builtins();
std::vector<Builtin> number_builtins();
std::vector<Builtin> standard_builtins();

}  // namespace m2::dsl

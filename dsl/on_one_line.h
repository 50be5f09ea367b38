#pragma once
// Text of a preset as a message quotes it: on one line, without its comments.
//
//   on_one_line(expr.span)        // "lease.status is \"Past\" and left_on <= as_of"

#include <string>
#include <string_view>

#include "engine/base/source_text.h"

namespace m2::dsl {

std::string on_one_line(std::string_view text);
/// The span of an expression ends before the brackets that close its last part; this one has them.
Span with_brackets(const Span& span);
/// With its brackets.
std::string on_one_line(const Span& span);

}  // namespace m2::dsl

#pragma once
// The effective profile for people and for programs: every entry with the file and line that says
// it.
//
//   context.out << profile_text(book, context.out_colour);

#include <string>

#include "engine/base/diagnostic.h"
#include "engine/validate/rule_book.h"

namespace m2::cli {

/// `book` has a profile.
std::string profile_text(const RuleBook& book, Colour colour);
std::string profile_json(const RuleBook& book);

}  // namespace m2::cli

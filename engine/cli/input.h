#pragma once
// Files as commands take them: a path, or - for standard input, with progress for those that take
// long.
//
//   M2_TRY(Reader::Source source, open_input(file, context));
//   Reader reader(source);

#include <string>

#include "engine/cli/command.h"
#include "engine/metro2/reader.h"

namespace m2::cli {

/// Errors: NotFound, Unreadable.
Result<Reader::Source> open_input(const std::string& name, Context& context);

/// The name in messages: "standard input" for -.
std::string shown_name(const std::string& name);

}  // namespace m2::cli

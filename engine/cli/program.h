#pragma once
// The program: from arguments to a command and its exit code.
//
//   Context context{.out = std::cout, .err = std::cerr};
//   Exit exit = run_program({"codes", "account_status"}, context);

#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/command.h"

namespace m2::cli {

/// The version of metro2, "0.1.0".
std::string_view version();

/// Runs one command line, without the program's name. Whatever fails is told on `context.err`.
/// Throws std::bad_alloc only.
Exit run_program(const std::vector<std::string>& arguments, Context& context);

/// What every command takes beside its own parameters.
std::vector<Parameter> common_parameters(Context& context);

}  // namespace m2::cli

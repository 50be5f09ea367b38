#pragma once
// Help texts, made from commands.def, the parameters of the commands and the registries.
//
//   out << overview(colour);                       // metro2 help
//   out << command_help(row, *command, colour);    // metro2 help validate

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/command.h"

namespace m2::cli {

/// All commands by group.
std::string overview(Colour colour);
/// Usage, parameters, examples. The command's parameters are not filled.
std::string command_help(const CommandRow& row, Command& command, Colour colour);

}  // namespace m2::cli

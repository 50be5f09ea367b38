#include "engine/cli/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "engine/base/text.h"
#include "engine/cli/help.h"
#include "engine/cli/parse.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

#define M2_COMMAND(name, group, summary) CommandRow{#name, group, summary, &make_##name},
constexpr auto kCommands = std::to_array<CommandRow>({
#include "engine/cli/commands.def"
});
#undef M2_COMMAND

bool asks_for_help(const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::find(arguments.begin(), end, "--help") != end ||
         std::find(arguments.begin(), end, "-h") != end;
}

Exit unknown_command(const std::string& name, Context& context) {
  if (name.starts_with('-')) {
    return usage_error(context, fmt::format("`{}` stands where a command is expected", name),
                       "the command comes first: metro2 COMMAND …");
  }
  std::vector<std::string> names;
  for (const CommandRow& row : kCommands) names.emplace_back(row.name);
  const std::string nearby = did_you_mean(name, names);
  return usage_error(context, fmt::format("no command `{}`", printable(name)),
                     nearby.empty() ? "metro2 help lists the commands" : nearby);
}

Exit run_command(const CommandRow& row, const std::vector<std::string>& arguments,
                 Context& context) {
  const std::unique_ptr<Command> command = row.make();
  if (asks_for_help(arguments)) {
    context.out << command_help(row, *command, context.out_colour);
    return Exit::Done;
  }
  std::vector<Parameter> parameters = command->parameters();
  for (Parameter& common : common_parameters(context)) parameters.push_back(std::move(common));
  if (const auto problem = parse(parameters, arguments)) {
    return usage_error(
        context, fmt::format("metro2 {}: {}", row.name, printable(problem->message)),
        problem->help.empty() ? fmt::format("see metro2 {} --help", row.name) : problem->help);
  }
  const Result<Exit> exit = command->run(context);
  context.out.flush();
  if (!exit) {
    print_error(context, exit.error());
    return Exit::Failed;
  }
  return *exit;
}

}  // namespace

std::string_view version() {
  return M2_VERSION;
}

std::span<const CommandRow> commands() {
  return kCommands;
}

const CommandRow* find_command(std::string_view name) {
  for (const CommandRow& row : kCommands) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) {
  const std::optional<std::string> found = nearest(name, candidates);
  return found ? fmt::format("did you mean `{}`?", *found) : "";
}

void print_error(Context& context, const Error& error) {
  context.out.flush();
  context.err << paint(context.err_colour, Ink::Red, "error") << ": " << printable(error.message)
              << "\n";
}

Exit usage_error(Context& context, std::string_view message, std::string_view help) {
  context.err << paint(context.err_colour, Ink::Red, "error") << ": " << message << "\n";
  if (!help.empty()) context.err << "  " << help << "\n";
  return Exit::Usage;
}

std::vector<Parameter> common_parameters(Context& context) {
  std::vector<Parameter> parameters;
  parameters.push_back({.name = "--format",
                        .value = "FORM",
                        .about = "text for people (default) or json for programs",
                        .take =
                            [&context](std::string_view form) {
                              context.form = form == "json" ? OutputForm::Json : OutputForm::Text;
                              return std::string();
                            },
                        .choices = {"text", "json"}});
  parameters.push_back(
      option("--presets", "DIR", "where presets and tenants are looked for", context.presets)
          .completes_files());
  return parameters;
}

Exit run_program(const std::vector<std::string>& arguments, Context& context) {
  if (arguments.empty()) {
    context.err << overview(context.err_colour);
    return Exit::Usage;
  }
  const std::string& name = arguments.front();
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  Exit exit = Exit::Done;
  if (name == "--help" || name == "-h") {
    context.out << overview(context.out_colour);
  } else if (name == "--version") {
    context.out << "metro2 " << version() << "\n";
  } else if (const CommandRow* row = find_command(name)) {
    exit = run_command(*row, rest, context);
  } else {
    exit = unknown_command(name, context);
  }
  context.out.flush();
  if (!context.out) {
    context.err << "error: cannot write to standard output\n";
    return Exit::Failed;
  }
  return exit;
}

}  // namespace m2::cli

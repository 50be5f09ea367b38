#include "engine/cli/help.h"

#include <fmt/format.h>

#include <ostream>
#include <sstream>

#include "engine/cli/program.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

// "[--today DATE]", "FILE…", as the usage line shows it.
std::string usage_of(const Parameter& parameter) {
  std::string text = parameter.name;
  if (!parameter.value.empty()) text += " " + parameter.value;
  if (!parameter.is_required()) text = "[" + text + "]";
  return parameter.repeats() ? text + "…" : text;
}

std::string heading(std::string_view title, Colour colour) {
  return "\n" + paint(colour, Ink::Bold, title) + "\n";
}

// Arguments or options, each with what it is for.
std::string section(std::string_view title, std::span<const Parameter> parameters, bool options,
                    Colour colour) {
  Table table;
  bool is_empty = true;
  for (const Parameter& parameter : parameters) {
    if (parameter.is_option() != options) continue;
    std::string name = parameter.name;
    if (!parameter.value.empty()) name += " " + parameter.value;
    std::string about = parameter.about;
    if (!parameter.choices.empty())
      about += fmt::format(": {}", fmt::join(parameter.choices, ", "));
    table.add({name, about});
    is_empty = false;
  }
  return is_empty ? "" : heading(title, colour) + table.text(Colour::Never, "  ");
}

}  // namespace

std::string overview(Colour colour) {
  std::string out = fmt::format(
      "metro2 {}: from leases and loans to the Metro 2 files that credit bureaus accept\n\n"
      "Usage: metro2 COMMAND [ARGUMENTS]\n",
      version());
  // One table, so that all groups are aligned.
  std::string_view group;
  std::size_t width = 0;
  for (const CommandRow& row : commands()) width = std::max(width, row.name.size());
  for (const CommandRow& row : commands()) {
    if (row.group != group) out += heading(row.group, colour);
    group = row.group;
    out += fmt::format("  {:{}}  {}\n", row.name, width, row.summary);
  }
  out += "\nmetro2 COMMAND --help shows arguments and examples.\n";
  return out;
}

std::string command_help(const CommandRow& row, Command& command, Colour colour) {
  const std::vector<Parameter> own = command.parameters();
  std::string out = fmt::format("{}.\n\nUsage: metro2 {}", row.summary, row.name);
  for (const Parameter& parameter : own) {
    if (!parameter.is_option()) out += " " + usage_of(parameter);
  }
  for (const Parameter& parameter : own) {
    if (parameter.is_option()) out += " " + usage_of(parameter);
  }
  out += "\n" + section("Arguments", own, false, colour) + section("Options", own, true, colour);

  std::ostringstream nowhere;
  Context context{.out = nowhere, .err = nowhere};
  out += section("Everywhere", common_parameters(context), true, colour);
  if (const std::string notes = command.notes(); !notes.empty()) {
    out += "\n" + wrapped(notes, 98, 0) + "\n";
  }
  out += heading("Examples", colour);
  Table table;
  for (const Example& example : command.examples()) table.add({example.line, example.about});
  return out + table.text(Colour::Never, "  ");
}

}  // namespace m2::cli

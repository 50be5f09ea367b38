// metro2 help: every name that metro2 prints can be asked about.

#include <fmt/format.h>

#include <ostream>

#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/render.h"
#include "engine/validate/rule.h"

namespace m2::cli {
namespace {

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const CommandRow& row : commands()) names.emplace_back(row.name);
  return names;
}

std::string rule_help(const Rule& rule, Colour colour) {
  return fmt::format("{}  {}: {}\n\nfix     {}\nsource  {}\n", paint(colour, Ink::Bold, rule.id),
                     to_string(rule.severity), rule.title, wrapped(rule.fix, 90, 8), rule.source);
}

// Everything that can be asked about.
std::vector<std::string> topics() {
  std::vector<std::string> names = command_names();
  for (const Rule& rule : rules()) names.emplace_back(rule.id);
  return names;
}

class Help final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        argument("TOPIC", "a command, or the id of a rule", topic_).such_as(command_names()));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 help", "all commands"},
            {"metro2 help validate", "one of them"},
            {"metro2 help FILE-006", "a rule of validate"}};
  }
  Result<Exit> run(Context& context) override;

 private:
  std::optional<std::string> topic_;
};

Result<Exit> Help::run(Context& context) {
  if (!topic_) {
    context.out << overview(context.out_colour);
    return Exit::Done;
  }
  if (const CommandRow* row = find_command(*topic_)) {
    context.out << command_help(*row, *row->make(), context.out_colour);
    return Exit::Done;
  }
  if (const Rule* rule = find_rule(*topic_)) {
    context.out << rule_help(*rule, context.out_colour);
    return Exit::Done;
  }
  return usage_error(context, fmt::format("nothing is known about `{}`", printable(*topic_)),
                     did_you_mean(*topic_, topics()));
}

}  // namespace

std::unique_ptr<Command> make_help() {
  return std::make_unique<Help>();
}

}  // namespace m2::cli

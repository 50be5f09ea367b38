#include "engine/cli/parse.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>

#include "engine/cli/command.h"

namespace m2::cli {
namespace {

using Values = std::vector<std::string>;

CLI::Option* declare(CLI::App& app, const Parameter& parameter, Values& values) {
  if (parameter.count == Parameter::Count::Flag) {
    return app.add_flag(parameter.name)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  }
  CLI::Option* option = app.add_option(parameter.name, values);
  if (parameter.is_option() || !parameter.repeats()) option->allow_extra_args(false);
  return option;
}

UsageProblem unexpected(std::span<const Parameter> parameters, const std::string& text) {
  if (!text.starts_with('-')) return {fmt::format("unexpected argument `{}`", text), {}};
  std::vector<std::string> names = {"--help"};
  for (const Parameter& parameter : parameters) {
    if (parameter.is_option()) names.push_back(parameter.name);
  }
  const std::string name = text.substr(0, text.find('='));
  return {fmt::format("no option `{}`", name), did_you_mean(name, names)};
}

std::optional<UsageProblem> take(const Parameter& parameter, const Values& values) {
  if (values.empty() && parameter.is_required()) {
    return UsageProblem{fmt::format("{} is missing", parameter.name), {}};
  }
  if (values.size() > 1 && !parameter.repeats()) {
    return UsageProblem{fmt::format("`{}` is given twice", parameter.name), {}};
  }
  for (const std::string& value : values) {
    const std::vector<std::string>& choices = parameter.choices;
    if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end()) {
      return UsageProblem{fmt::format("`{}` is not a value of {}", value, parameter.name),
                          fmt::format("it is one of {}", fmt::join(choices, ", "))};
    }
    if (const std::string problem = parameter.take(value); !problem.empty()) {
      return UsageProblem{fmt::format("{}: `{}` {}", parameter.name, value, problem), {}};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<UsageProblem> parse(std::span<const Parameter> parameters,
                                  const std::vector<std::string>& arguments) {
  CLI::App app;
  app.set_help_flag();  // help is ours
  app.allow_extras();
  std::deque<Values> values(parameters.size());
  std::vector<CLI::Option*> options;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    options.push_back(declare(app, parameters[i], values[i]));
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    for (const Parameter& parameter : parameters) {
      const bool is_meant =
          parameter.is_option() && !arguments.empty() && arguments.back() == parameter.name;
      if (is_meant)
        return UsageProblem{fmt::format("{} needs {}", parameter.name, parameter.value), {}};
    }
    return UsageProblem{error.what(), {}};
  }
  if (!app.remaining().empty()) return unexpected(parameters, app.remaining().front());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].count == Parameter::Count::Flag) {
      if (options[i]->count() > 0) parameters[i].take({});
      continue;
    }
    if (auto problem = take(parameters[i], values[i])) return problem;
  }
  return std::nullopt;
}

}  // namespace m2::cli

// metro2 completion: scripts for shells, made from commands.def and the parameters of the commands.

#include <fmt/format.h>

#include <ostream>

#include "engine/cli/command.h"
#include "engine/cli/program.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

struct Completed {
  const CommandRow* row = nullptr;
  std::vector<Parameter> options;
  std::vector<Parameter> arguments;
};

// What the shells are told; the parameters are only described, never filled.
std::vector<Completed> completions(Context& context) {
  std::vector<Completed> all;
  for (const CommandRow& row : commands()) {
    Completed one;
    one.row = &row;
    const std::unique_ptr<Command> command = row.make();
    for (Parameter& parameter : command->parameters()) {
      (parameter.is_option() ? one.options : one.arguments).push_back(std::move(parameter));
    }
    for (Parameter& parameter : common_parameters(context)) {
      one.options.push_back(std::move(parameter));
    }
    all.push_back(std::move(one));
  }
  return all;
}

// Values that can be offered for a parameter.
std::string values_of(const Parameter& parameter) {
  return fmt::format(
      "{}", fmt::join(parameter.choices.empty() ? parameter.suggestions : parameter.choices, " "));
}

// Text between single quotes, for all three shells.
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string bash_script(const std::vector<Completed>& all) {
  std::string names;
  std::string after_option;
  std::string words;
  for (const Completed& one : all) {
    names += fmt::format(" {}", one.row->name);
    std::string offered = "--help";
    bool takes_files = false;
    std::string asked;  // for more names
    for (const Parameter& option : one.options) {
      offered += " " + option.name;
      if (option.value.empty()) continue;
      after_option += fmt::format(
          "    '{} {}') {} ;;\n", one.row->name, option.name,
          fmt::format("words={}; files={}", in_quotes(values_of(option)), option.is_path ? 1 : 0));
    }
    for (const Parameter& argument : one.arguments) {
      takes_files = takes_files || argument.is_path;
      if (const std::string values = values_of(argument); !values.empty()) offered += " " + values;
      if (!argument.names.empty()) asked += fmt::format("; names={}", in_quotes(argument.names));
    }
    words += fmt::format("      {}) words={}; files={}{} ;;\n", one.row->name, in_quotes(offered),
                         takes_files ? 1 : 0, asked);
  }
  return fmt::format(
      R"(# bash completion for metro2; put it where your system keeps completions, or: source <(metro2 completion bash)
_metro2() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} words= files=0 names=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '{} --help --version' -- "$current"))
    return
  fi
  case "${{COMP_WORDS[1]}} ${{COMP_WORDS[COMP_CWORD-1]}}" in
{}    *)
      case "${{COMP_WORDS[1]}}" in
{}      esac ;;
  esac
  if [ -n "$names" ]; then words="$words "$(metro2 $names 2>/dev/null); fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ "$files" -eq 1 ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}}
complete -o filenames -F _metro2 metro2
)",
      names.substr(1), after_option, words);
}

// Text of a zsh specification: brackets and colons mean something there.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const Parameter& parameter) {
  const std::string values = values_of(parameter);
  if (!parameter.names.empty())
    return fmt::format("{{compadd {} $(metro2 {} 2>/dev/null)}}", values, parameter.names);
  if (!values.empty() && parameter.is_path) return fmt::format("{{compadd {}; _files}}", values);
  if (!values.empty()) return fmt::format("({})", values);
  return parameter.is_path ? "_files" : " ";
}

std::string zsh_script(const std::vector<Completed>& all) {
  std::string names;
  std::string cases;
  for (const Completed& one : all) {
    names += fmt::format(
        "    {}\n", in_quotes(fmt::format("{}:{}", one.row->name, zsh_text(one.row->summary))));
    std::string specifications = " '--help[shows help]'";
    for (const Parameter& option : one.options) {
      std::string text =
          fmt::format("{}{}[{}]", option.repeats() ? "*" : "", option.name, zsh_text(option.about));
      if (!option.value.empty()) text += fmt::format(":{}:{}", option.value, zsh_action(option));
      specifications += " " + in_quotes(text);
    }
    for (const Parameter& argument : one.arguments) {
      specifications += " " + in_quotes(fmt::format("{}:{}:{}", argument.repeats() ? "*" : "",
                                                    argument.name, zsh_action(argument)));
    }
    cases += fmt::format("    {}) _arguments{} ;;\n", one.row->name, specifications);
  }
  return fmt::format(
      R"(#compdef metro2
# zsh completion for metro2; save it as _metro2 in a folder of $fpath
_metro2() {{
  local -a commands
  commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{}  esac
}}
compdef _metro2 metro2
)",
      names, cases);
}

std::string fish_script(const std::vector<Completed>& all) {
  std::string out =
      "# fish completion for metro2; save it as ~/.config/fish/completions/metro2.fish\n"
      "complete -c metro2 -f\n"
      "complete -c metro2 -n __fish_use_subcommand -l version -d 'shows the version'\n";
  for (const Completed& one : all) {
    out += fmt::format("complete -c metro2 -n __fish_use_subcommand -a {} -d {}\n", one.row->name,
                       in_quotes(one.row->summary));
    const std::string here =
        fmt::format("complete -c metro2 -n '__fish_seen_subcommand_from {}'", one.row->name);
    const auto offered = [](const Parameter& parameter) {
      std::string values = values_of(parameter);
      if (!parameter.names.empty())
        values +=
            fmt::format("{}(metro2 {} 2>/dev/null)", values.empty() ? "" : " ", parameter.names);
      return (parameter.is_path ? " -F" : "") + (values.empty() ? "" : " -a " + in_quotes(values));
    };
    for (const Parameter& option : one.options) {
      out += fmt::format("{} -l {}{}{} -d {}\n", here, option.name.substr(2),
                         option.value.empty() ? "" : " -r",
                         option.value.empty() ? "" : offered(option), in_quotes(option.about));
    }
    for (const Parameter& argument : one.arguments) {
      if (const std::string values = offered(argument); !values.empty()) {
        out += here + values + "\n";
      }
    }
  }
  return out;
}

class Completion final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(argument("SHELL", "whose script", shell_).one_of({"bash", "zsh", "fish"}));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"source <(metro2 completion bash)", "for this shell"},
            {"metro2 completion zsh > ~/.zfunc/_metro2", "for every zsh"},
            {"metro2 completion fish > ~/.config/fish/completions/metro2.fish", "for every fish"}};
  }
  Result<Exit> run(Context& context) override {
    const std::vector<Completed> all = completions(context);
    context.out << (shell_ == "bash"  ? bash_script(all)
                    : shell_ == "zsh" ? zsh_script(all)
                                      : fish_script(all));
    return Exit::Done;
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_completion() {
  return std::make_unique<Completion>();
}

}  // namespace m2::cli

#pragma once
// Command: one verb of the command line, what it takes and what it does. The list is commands.def.
//
//   class Fields final : public Command { … };
//   std::unique_ptr<Command> make_fields() { return std::make_unique<Fields>(); }
//
// Parsing, help, completion and the reference all derive from parameters() and examples().

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/cli/parameter.h"

namespace m2::cli {

/// What the process ends with.
enum class Exit : std::uint8_t {
  Done = 0,
  Findings = 1,  ///< findings of severity error or above, or diagnostics
  Usage = 2,     ///< the command line cannot be understood
  Failed = 3,    ///< an operation failed: disk, network, database, memory
  Bug = 70,      ///< a promise of our own is broken
};

enum class OutputForm : std::uint8_t { Text, Json };

/// What every command gets beside its own parameters.
struct Context {
  std::ostream& out;  // results
  std::ostream& err;  // what is wrong, and progress
  Colour out_colour = Colour::Never;
  Colour err_colour = Colour::Never;
  OutputForm form = OutputForm::Text;
  std::optional<std::string> presets = {};  // --presets DIR
  bool shows_progress = false;              // err is a terminal
};

struct Example {
  std::string line;   // "metro2 codes account_status"
  std::string about;  // "what 71 means"
};

class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  /// What it takes. The parameters write into the command, which outlives them.
  virtual std::vector<Parameter> parameters() = 0;
  /// At least one.
  [[nodiscard]] virtual std::vector<Example> examples() const = 0;
  /// What a reader of its help must know beyond the parameters: whole sentences, or nothing.
  [[nodiscard]] virtual std::string notes() const { return {}; }
  /// Runs once, after its parameters are filled. Results go to `context.out` only.
  virtual Result<Exit> run(Context& context) = 0;
};

/// A row of commands.def.
struct CommandRow {
  std::string_view name;
  std::string_view group;
  std::string_view summary;
  std::unique_ptr<Command> (*make)();
};
std::span<const CommandRow> commands();
/// The row with this name, or null.
const CommandRow* find_command(std::string_view name);

/// Says on `context.err` what failed.
void print_error(Context& context, const Error& error);
/// Says on `context.err` what is wrong with the command line, and what may be meant. Returns Usage.
Exit usage_error(Context& context, std::string_view message, std::string_view help = {});
/// "did you mean `account_status`?", or nothing when no candidate is near.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);

#define M2_COMMAND(name, ...) std::unique_ptr<Command> make_##name();
#include "engine/cli/commands.def"
#undef M2_COMMAND

}  // namespace m2::cli

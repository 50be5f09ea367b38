// metro2 fmt: presets, libraries, rules files and shapes in the one style.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>

#include "dsl/format.h"
#include "dsl/parse.h"
#include "engine/base/file.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/input.h"
#include "engine/cli/language_files.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/cli/unified_diff.h"

namespace m2::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestFile = std::size_t{1} << 26U;  // the parser says that it is too large

/// One text and what became of it.
struct Formatted {
  std::string name;
  std::string before;
  std::optional<std::string> after;  // empty: it has errors
  std::vector<Diagnostic> diagnostics;
  [[nodiscard]] bool differs() const { return after && *after != before; }
};

bool is_formatted(const fs::path& path) {
  return dsl::file_kind(path.string()).has_value();
}

// What a text from standard input is, by the first word of its header.
dsl::FileKind kind_of(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#') continue;
    const std::string_view word = line.substr(0, line.find_first_of(" \t"));
    return dsl::file_kind(fmt::format(".{}", word)).value_or(dsl::FileKind::Preset);
  }
  return dsl::FileKind::Preset;
}

Result<std::string> read_standard_input() {
  M2_TRY(InputFile input, InputFile::standard_input());
  std::string text;
  std::array<char, 65536> block{};
  for (;;) {
    M2_TRY(const std::size_t count, input.read(block));
    if (count == 0) return text;
    text.append(block.data(), count);
    if (text.size() > kLargestFile)
      return Error{ErrorCode::TooLarge, "standard input is larger than any preset"};
  }
}

// In the place of the file, and with its permissions; a link stays one.
Result<void> replace_file(const fs::path& path, std::string_view text) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  const fs::perms permissions = fs::status(target, error).permissions();
  if (error) {
    return Error{ErrorCode::Unwritable,
                 fmt::format("cannot write `{}`: {}", path.string(), error.message())};
  }
  M2_TRY_VOID(write_file(target, text));
  fs::permissions(target, permissions, error);
  return {};
}

class Fmt final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(arguments("PATH",
                                   "presets, libraries, rules, shapes, or folders of them; - for "
                                   "standard input",
                                   paths_)
                             .or_none()
                             .completes_files());
    parameters.push_back(flag("--check", "write nothing, list the files that differ", check_));
    parameters.push_back(flag("--diff", "write nothing, show what would change", diff_));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 fmt", "every file under presets/"},
            {"metro2 fmt presets/entrata/rent.preset", "one file"},
            {"metro2 fmt --check", "for CI: exit 1 when a file is not in the style"},
            {"metro2 fmt --diff presets/entrata", "what it would change"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "Order, line ends, blank lines and comments stay; columns, blanks and brackets follow "
           "the style. A file with errors is left alone, and its errors are told.";
  }
  Result<Exit> run(Context& context) override;

 private:
  [[nodiscard]] bool is_dry() const { return check_ || diff_; }
  Formatted format(std::string name, std::string text, dsl::FileKind kind);
  Result<Exit> run_filter(Context& context);
  Exit tell(Context& context, const std::vector<Formatted>& all) const;
  void tell_json(Context& context, const std::vector<Formatted>& all) const;

  std::vector<std::string> paths_;
  bool check_ = false;
  bool diff_ = false;
  Diagnostics kept_;  // what diagnostics point into
};

Formatted Fmt::format(std::string name, std::string text, dsl::FileKind kind) {
  Formatted out{std::move(name), std::move(text), std::nullopt, {}};
  Diagnostics found;
  out.after = dsl::format(std::make_shared<const SourceText>(out.name, out.before), kind, found);
  out.diagnostics = found.sorted();
  kept_.append(std::move(found));
  return out;
}

// Text in, text out; with --check and --diff as for a file.
Result<Exit> Fmt::run_filter(Context& context) {
  M2_TRY(std::string text, read_standard_input());
  const dsl::FileKind kind = kind_of(text);
  std::vector<Formatted> one;
  one.push_back(format(shown_name("-"), std::move(text), kind));
  if (is_dry() || context.form == OutputForm::Json) return tell(context, one);
  context.err << render(one[0].diagnostics, context.err_colour);
  context.out << one[0].after.value_or("");
  return one[0].after ? Exit::Done : Exit::Findings;
}

void Fmt::tell_json(Context& context, const std::vector<Formatted>& all) const {
  JsonWriter json;
  json.begin_array();
  for (const Formatted& each : all) {
    json.begin_object().key("file").text(each.name);
    json.key("state").text(!each.after       ? "has errors"
                           : !each.differs() ? "in style"
                           : is_dry()        ? "differs"
                                             : "formatted");
    if (diff_ && each.differs())
      json.key("diff").text(unified_diff(each.name, each.before, *each.after, Colour::Never));
    if (each.name == shown_name("-") && each.after && !is_dry()) json.key("text").text(*each.after);
    json.key("diagnostics").raw(trim(render_json(each.diagnostics)));
    json.end_object();
  }
  context.out << json.end_array().take();
}

Exit Fmt::tell(Context& context, const std::vector<Formatted>& all) const {
  std::uint64_t differ = 0;
  std::uint64_t unreadable = 0;
  for (const Formatted& each : all) {
    differ += each.differs() ? 1 : 0;
    unreadable += each.after ? 0 : 1;
  }
  if (context.form == OutputForm::Json) {
    tell_json(context, all);
  } else {
    for (const Formatted& each : all) {
      if (!each.after) context.out << render(each.diagnostics, context.out_colour) << "\n";
      if (!each.differs()) continue;
      if (diff_) {
        context.out << unified_diff(each.name, each.before, *each.after, context.out_colour);
      } else {
        context.out << each.name << "\n";
      }
    }
    std::vector<std::string> told;
    if (differ > 0)
      told.push_back(fmt::format("{} {}", differ, is_dry() ? "not in the style" : "formatted"));
    if (unreadable > 0) told.push_back(fmt::format("{} with errors", unreadable));
    if (told.empty()) told.emplace_back("nothing to change");
    context.err << fmt::format("{}: {}\n", counted(all.size(), "file"), fmt::join(told, ", "));
  }
  return unreadable > 0 || (is_dry() && differ > 0) ? Exit::Findings : Exit::Done;
}

Result<Exit> Fmt::run(Context& context) {
  if (std::find(paths_.begin(), paths_.end(), "-") != paths_.end()) {
    if (paths_.size() > 1) return usage_error(context, "`-` stands alone");
    return run_filter(context);
  }
  fs::path folder;
  if (paths_.empty()) {
    M2_TRY(const PresetsFolder presets, find_presets(context));
    folder = presets.path();
  }
  M2_TRY(const std::vector<fs::path> files, find_files(paths_, folder, is_formatted));
  for (const fs::path& file : files) {
    if (!is_formatted(file)) {
      return usage_error(
          context,
          fmt::format("`{}` is none of the files that have a style", printable(file.string())),
          "they end in .preset, .library, .rules or .shape");
    }
  }
  std::vector<Formatted> all;
  for (const fs::path& file : files) {
    M2_TRY(std::string text, read_file(file, kLargestFile));
    all.push_back(format(file.string(), std::move(text), *dsl::file_kind(file.string())));
    if (all.back().differs() && !is_dry()) {
      M2_TRY_VOID(replace_file(file, *all.back().after));
    }
  }
  return tell(context, all);
}

}  // namespace

std::unique_ptr<Command> make_fmt() {
  return std::make_unique<Fmt>();
}

}  // namespace m2::cli

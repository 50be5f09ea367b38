#pragma once
// Inquiry: expressions an author asks about a preset, checked as if they stood at its end: its
// names, its shape, the same checker, the same messages.
//
//   Inquiry inquiry(workspace, "presets/entrata/rent.preset");
//   Diagnostics found;
//   auto asked = inquiry.ask("lateness(45 days).status", "EXPR", found);
//   asked->types.name(asked->expr(asked->question).type)            // "code account_status"
//
// The files are read anew for every line, so what is asked is what they say now. Nothing of the
// preset changes.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/check.h"

namespace m2::dsl {

class Inquiry {
 public:
  /// Without a preset: what all libraries of the workspace say.
  explicit Inquiry(Workspace workspace, std::optional<std::filesystem::path> preset = std::nullopt)
      : workspace_(std::move(workspace)), preset_(std::move(preset)) {}

  /// What later lines are about; lets are kept.
  void set_preset(std::filesystem::path preset) { preset_ = std::move(preset); }

  /// Checks one line: an expression, whose value is then the preset's `question`, or a `let`, which
  /// later lines know; a second one of a name takes the place of the first. Null when `found` has
  /// errors; the line's place in them is `name`. Only the line's own warnings are told.
  std::shared_ptr<const CheckedPreset> ask(std::string_view line, std::string name,
                                           Diagnostics& found);
  /// Names and members that an expression may hold, sorted: "lease", "lease.people", "lateness".
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  Workspace workspace_;
  std::optional<std::filesystem::path> preset_;
  std::vector<std::shared_ptr<const Ast>> lets_;
};

}  // namespace m2::dsl

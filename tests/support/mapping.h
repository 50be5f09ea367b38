#pragma once
// Presets written in a test: checked, lowered and run over one document.
//
//   CHECK(test::evaluate("($10 / 3) rounded to cents") == "$3.33");
//   const test::Mapped mapped = test::map(test::check_text(preset, shape), R"({"id": "7"})");
//   CHECK(mapped.field("current_balance") == "1450");

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/check.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/mapper.h"
#include "engine/evaluate/trace.h"

namespace m2::test {

struct Checked {
  std::shared_ptr<const dsl::CheckedPreset> preset;  // null when there are errors
  Diagnostics found;

  /// As users see it, paths without the folder the files were put into.
  [[nodiscard]] std::string messages() const;
  /// Slugs of errors and warnings in the order they are shown: "gap unused-let".
  [[nodiscard]] std::string slugs() const;
  std::string folder;
};

using Files = std::vector<std::pair<std::string, std::string>>;  // name, text

/// Checks the first of these files; the others stand beside it.
Checked check_files(const Files& files);
/// A message without the folder these files stood in.
std::string without_folder(std::string text);
/// Checks a preset and its shape.
Checked check_text(const std::string& preset, const std::string& shape);
/// Checks a file below tests/golden.
Checked check_golden_preset(const std::string& name);

/// The day on which sample accounts are mapped.
inline Date sample_day() {
  return *Date::from_civil(2026, 5, 31);
}

struct Mapped {
  OutcomeKind kind = OutcomeKind::Held;
  std::string account;
  std::string record;
  std::vector<Reason> reasons;
  std::vector<Reason> warnings;
  Counts counts;

  /// The text of a field of the base segment, or of the nth appended segment of a kind.
  [[nodiscard]] std::string field(std::string_view key) const;
  [[nodiscard]] std::string field(Segment segment, std::size_t nth, std::string_view key) const;
  [[nodiscard]] std::size_t count(Segment segment) const;
  /// "reported", "skipped NAME", "held NAME NAME".
  [[nodiscard]] std::string outcome() const;
};

Mapped copied(const Outcome& outcome);
Mapped copied(const AccountTrace& trace);
/// All that an outcome says, as text: to hold two against one another.
std::string told_whole(const Mapped& mapped);
/// Maps straight from the text, through the tree, traced and explained, and holds the four against
/// one another.
Mapped map(const std::shared_ptr<const Program>& program, std::string_view document);
Mapped map(const Checked& checked, std::string_view document, const ParamValues& values = {});
std::shared_ptr<const Program> lowered(const Checked& checked, const ParamValues& values = {});

// ── the sample: a shape with a member of every kind, and one expression ──

/// shape sample, root `account`.
extern const char* const kSampleShape;
extern const char* const kSampleDocument;

/// A preset over the sample shape: `declarations`, and a base record that answers every field.
std::string sample_preset(std::string_view declarations);
/// What an expression gives: its literal, "missing", "held NAME: why", or "SLUG: message" of the
/// first error.
std::string evaluate(std::string_view expression, std::string_view declarations = "",
                     std::string_view document = kSampleDocument);
/// Slugs of the errors and warnings of an expression.
std::string slugs_of(std::string_view expression, std::string_view declarations = "");

}  // namespace m2::test

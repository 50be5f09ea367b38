#pragma once
// Mutants: small mistakes, made on purpose, in what a checked preset reads. Cases that are worth
// something notice each of them.
//
//   for (const Mutant& mutant : mutants_of(ast, *preset)) {
//     const SourcePtr text = mutant.text();                    // the whole file, one thing changed
//     mutant.lines().front().after;                            // "  | 0..30 || 0 | 11 |"
//   }
//
// They are made on the tree and written into the text, so that each is a change an author could
// have made. What is changed how is the list in mutations.def. Left alone are reasons and examples
// (nothing of a record comes of them), names, types and the ranges of parameters (a check holds
// them), and which member is read: a case that expects the value says that.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast.h"
#include "dsl/program.h"

namespace m2::dsl {

enum class Mutation : std::uint8_t {
#define M2_MUTATION(enumerator, name, about) enumerator,
#include "dsl/mutations.def"
#undef M2_MUTATION
};

struct MutationRow {
  Mutation mutation;
  std::string_view name;   // "bound"
  std::string_view about;  // "a bound is moved by one, …"
};
std::span<const MutationRow> mutations();
std::string_view to_string(Mutation mutation);

struct TextEdit {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string text;
};

/// A line before and after; without surrounding blanks.
struct ChangedLine {
  std::uint32_t number = 0;
  std::string before;
  std::string after;
};

struct Mutant {
  Mutation mutation = Mutation::Bound;
  SourcePtr source;
  Span place;                   // what is changed
  std::vector<TextEdit> edits;  // ascending, none over another
  /// A run comes by this mutant when it comes by one of these; every run does when there are none.
  std::vector<Span> reach;

  /// The file with the change, under its own name.
  [[nodiscard]] SourcePtr text() const;
  [[nodiscard]] std::vector<ChangedLine> lines() const;
};

/// Those of one file of the preset: itself, what it extends, a library, or its shape (of which only
/// conditions are changed). Ascending by place.
std::vector<Mutant> mutants_of(const Ast& ast, const CheckedPreset& preset);

}  // namespace m2::dsl

#pragma once
// Reader: what parsing knows beside its place in the text: the tree so far, what was tried, what
// has been reported.
//
//   reader.fail(at, {.what = "`because` and a reason"});   // reports and leaves the statement
//   at = reader.recover(Level::Statements, begin, before); // where the next statement begins
//
// The grammar calls it; it knows no PEGTL, so it compiles fast.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dsl/ast.h"
#include "dsl/lexical.h"
#include "engine/base/diagnostic.h"

namespace m2::dsl {

/// Where items are listed one after the other, each of them a place to go on after an error.
enum class Level : std::uint8_t {
  Statements,  // of a preset or a library
  Params,
  Fields,
  Rows,
  Entries,
  Sections,  // of a rules file
  Rules,     // of a section
  ShapeStatements,
  Members,
};

/// Thrown when an item is given up; its reason has been reported.
struct Abandoned {};

/// Whether a word of the language found in this place was meant as a name.
enum class Naming : std::uint8_t { No, Yes, BeforeColon };

/// What had to come next, in the author's words.
struct Expected {
  std::string_view what = "";  // "`because` and a reason"
  std::string_view help = "";  // why, and the way out
  Naming naming = Naming::No;
  bool is_item = false;  // one of a list, such as a statement or a field: nothing is unfinished
};

class Reader {
 public:
  using Offset = std::uint32_t;

  /// The kind of the innermost item being read and where it begins: "in this `skip` rule".
  struct Context {
    std::string_view noun;
    Offset begin = 0;
  };
  struct State {
    std::size_t pending = 0;
    Context context;
    std::uint32_t depth = 0;
  };

  Reader(const SourcePtr& source, FileKind kind, Ast& ast, Diagnostics& found);

  [[nodiscard]] std::string_view text() const { return text_; }
  /// False, with diagnostics, for a text that is too large or not readable as one.
  bool accept_text();

  // ── tokens ──
  /// The end of the blanks and comments at `at`; comments are kept in the tree.
  Offset skip_blanks(Offset at) {
    if (at == blanks_from_) return blanks_to_;
    const char c = char_at(at);
    const bool begins_text = c > ' ' && c != '#' && at > 0;  // at 0 there may be a byte order mark
    return begins_text ? at : find_blanks_end(at);
  }
  Offset find_word(Word word, Offset at) {
    if (at != word_.begin) read_word(at);
    return word_.is == word ? word_.end : missed(word, at);
  }
  [[nodiscard]] Offset find_sign(char c, Offset at) const;
  [[nodiscard]] Offset find_sign(char a, char b, Offset at) const;

  // ── the tree ──
  [[nodiscard]] State save() const { return {pending_.size(), context_, depth_}; }
  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] std::size_t pending() const { return pending_.size(); }
  [[nodiscard]] NodeKind pending_kind(std::size_t index) const {
    return ast_->kind(pending_[index]);
  }
  void rewind(std::size_t pending) {
    if (pending == pending_.size()) return;  // of all rules that are tried, few built a node
    pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(pending), pending_.end());
  }
  /// Nodes built since `pending` become the children of a new one over what lies between, blanks
  /// taken off.
  void build(NodeKind kind, Offset begin, Offset end, std::size_t pending);
  /// The one node that is left is the file's.
  void finish() { ast_->set_root(pending_.back()); }
  /// The tree of a text that was not accepted: one Broken node.
  void refuse(NodeKind root);

  void enter(std::string_view noun, Offset begin) { context_ = {noun, skip_blanks(begin)}; }
  void leave(const Context& outer, bool matched);
  /// Counts a level of nesting in; fails beyond the bound.
  void descend(Offset at);
  void ascend() { --depth_; }

  // ── errors ──
  [[noreturn]] void fail(Offset at, const Expected& expected);
  /// `)` was expected at `at`; its `(` is at `open`.
  [[noreturn]] void fail_unclosed(Offset at, Offset open);
  void report_unclosed(Offset at, Offset open);

  // ── recovery ──
  /// True where the items of a level end: at the end of the file, a closing brace, or a statement
  /// out of place.
  bool ends(Level level, Offset at);
  /// True where an item of the level begins, as far as its first words say.
  [[nodiscard]] bool begins_item(Level level, Offset at) const;
  /// Gives the item at `begin` up: restores, builds a Broken node, and returns where the next item
  /// may begin.
  Offset recover(Level level, Offset begin, const State& before);

 private:
  // The token an error stands at, and the place behind the token before it.
  struct Found {
    Offset after = 0;
    Offset begin = 0;
    Offset end = 0;
    std::string_view text;
  };
  Offset find_blanks_end(Offset at);
  void read_word(Offset at);
  Offset missed(Word word, Offset at);
  void keep_comments(Offset begin, Offset end);
  [[nodiscard]] Found found_at(Offset at) const;
  [[nodiscard]] Offset blanks_end(Offset at) const;
  [[nodiscard]] bool begins_statement(Offset at) const;
  [[nodiscard]] bool at_line_start(Offset at) const;
  [[nodiscard]] std::string_view word_at(Offset at) const;
  [[nodiscard]] Offset next_token(Offset at) const;
  [[nodiscard]] char char_at(Offset at) const { return at < text_.size() ? text_[at] : '\0'; }
  /// The last character before the blanks before `at`.
  [[nodiscard]] char char_before(Offset at) const;
  [[nodiscard]] Span span(Offset begin, Offset end) const { return {source_.get(), begin, end}; }

  // reader_messages.cpp: each tries to say what is wrong at a place, the most telling first.
  Diagnostic& report(const char* slug, Offset begin, Offset end, std::string message);
  Diagnostic* report_failure(Offset at, const Expected& expected);
  [[nodiscard]] bool runs_on(const Found& found) const;
  Diagnostic* report_at(const Found& found, const Expected& expected);
  Diagnostic* report_joint(const Found& found, const Expected& expected);
  Diagnostic* report_two_ways(const Found& found, const Expected& expected);
  Diagnostic* report_near_miss(const Found& found, const Expected& expected);
  Diagnostic* report_first_word(const Found& found);
  Diagnostic* report_reserved(const Found& found, const Expected& expected);
  Diagnostic* report_out_of_place(const Found& found, const Expected& expected);
  [[nodiscard]] std::string what_was_expected(const Found& found, const Expected& expected) const;
  Diagnostic& report_expected(const Found& found, const Expected& expected);
  [[noreturn]] void fail_too_deep(Offset at);
  [[nodiscard]] std::string line_with(std::string_view advice, const Found& found,
                                      std::string_view replacement) const;
  [[nodiscard]] bool has_given_up() const;

  SourcePtr source_;
  std::string_view text_;
  FileKind kind_;
  Ast* ast_;
  Diagnostics* found_;

  std::vector<NodeId> pending_;
  Context context_;   // of the item being read
  Context previous_;  // of the item read last
  std::uint32_t depth_ = 0;

  // The blanks skipped last and the word read last, since many rules try the same place.
  Offset blanks_from_ = UINT32_MAX;
  Offset blanks_to_ = 0;
  struct WordRead {
    Offset begin = UINT32_MAX;
    Offset end = 0;
    std::optional<Word> is;
  };
  WordRead word_;
  // The words that would have fitted at the farthest place read so far, and at the one before it.
  struct Tried {
    Offset at = 0;
    std::vector<Word> words;
  };
  Tried tried_;
  Tried tried_before_;
  Offset failed_at_ = 0;  // where the last failure was, behind the token before it
  Offset reported_at_ = UINT32_MAX;
  std::size_t reported_ = 0;
};

}  // namespace m2::dsl

#pragma once
// Diagnostic: what an author's text got wrong, where, why, and the way out.
//
//   Diagnostics found;
//   found.error("unknown-field", span, "the Base Segment has no field `acount_status`")
//       .mark("did you mean `account_status`?")
//       .help("write `account_status:`");
//   std::cout << render(found.sorted(), colour);
//
// Wording: lower case, no final stop, code in backticks; what was seen, then the rule, then the way
// out.

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/source_text.h"

namespace m2 {

enum class Severity : std::uint8_t {
  Error,
  Warning,
  Note,
  Allowed,  // a warning that its author answered; told on request only
};
std::string_view to_string(Severity severity);

struct Label {
  Span span;
  std::string text;
};

struct Diagnostic {
  std::string slug;  // "unknown-field"; a released slug is never reused
  Severity severity = Severity::Error;
  Span span;  // the narrowest one
  std::string message;
  std::string mark_text;      // printed behind the carets
  std::vector<Label> labels;  // every other place that matters
  std::vector<std::string> notes;
  std::string help;  // one suggestion that can be copied

  Diagnostic& mark(std::string text) {
    mark_text = std::move(text);
    return *this;
  }
  Diagnostic& label(Span at, std::string text) {
    labels.push_back({at, std::move(text)});
    return *this;
  }
  Diagnostic& note(std::string text) {
    notes.push_back(std::move(text));
    return *this;
  }
  Diagnostic& with_help(std::string text) {
    help = std::move(text);
    return *this;
  }
};

/// Why an author leaves a warning as it is, and where it says so.
struct Answer {
  Span span;
  std::string reason;
};

/// Collects diagnostics of any number of files and keeps those files alive. Of errors and of others
/// the first ten thousand are kept: nobody reads them all, and memory stays bounded.
class Diagnostics {
 public:
  Diagnostic& error(std::string slug, Span span, std::string message);
  Diagnostic& warning(std::string slug, Span span, std::string message);
  Diagnostic& note(std::string slug, Span span, std::string message);
  void keep(SourcePtr source) { sources_.push_back(std::move(source)); }
  void append(Diagnostics other);

  [[nodiscard]] bool has_errors() const;
  [[nodiscard]] std::size_t count(Severity severity) const;
  [[nodiscard]] bool empty() const { return found_.empty(); }
  [[nodiscard]] const std::deque<Diagnostic>& all() const { return found_; }
  /// By file in the order of first appearance, then by place; same place and slug once.
  [[nodiscard]] std::vector<Diagnostic> sorted() const;
  /// Takes out of what is told every diagnostic for which `answer_to` gives an answer of its author
  /// (null for none).
  template <class AnswerTo>
  void silence(AnswerTo answer_to) {
    std::erase_if(found_, [&](Diagnostic& d) {
      const Answer* answer = answer_to(std::as_const(d));
      if (answer == nullptr) return false;
      d.severity = Severity::Allowed;
      d.label(answer->span, "allowed here").note("because \"" + answer->reason + "\"");
      silenced_.push_back(std::move(d));
      return true;
    });
  }
  [[nodiscard]] const std::vector<Diagnostic>& silenced() const { return silenced_; }
  /// Puts what was silenced among the rest, as Severity::Allowed.
  void tell_silenced();
  /// Drops the diagnostics for which `predicate` is true.
  template <class Predicate>
  void remove_if(Predicate predicate) {
    std::erase_if(found_, predicate);
  }

 private:
  Diagnostic& add(Severity severity, std::string slug, Span span, std::string message);
  static constexpr std::size_t kMostKept = 10'000;
  std::size_t errors_ = 0;  // that were added
  std::size_t others_ = 0;
  Diagnostic surplus_;            // one that is not kept, for whoever wants to say more of it
  std::deque<Diagnostic> found_;  // references stay valid while more are added
  std::vector<Diagnostic> silenced_;
  std::vector<SourcePtr> sources_;
};

enum class Colour : std::uint8_t { Never, Always };

/// For people: excerpt, carets, labels, notes, help; at most `limit` errors a file, the rest
/// counted.
std::string render(const std::vector<Diagnostic>& diagnostics, Colour colour,
                   std::size_t limit = 20);
/// For programs: one JSON array (slug, severity, file, line, column, end_line, end_column, message,
/// help, labels, notes).
std::string render_json(const std::vector<Diagnostic>& diagnostics);

}  // namespace m2

#include "dsl/allow.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/text.h"

namespace m2::dsl {
namespace {

struct Allow {
  std::string slug;
  Answer answer;
  Span covers;  // the statement; empty where none stands there
  bool is_used = false;
};

// The words of a comment, a text in quotes as one.
struct AllowWords {
  std::string_view slug;
  bool has_because = false;
  std::string reason;
};

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" \t"));
}

// Empty for a comment that only begins like one: `# allow part payments` is prose.
std::optional<AllowWords> words_of_allow(std::string_view comment) {
  std::string_view rest = trim(comment.substr(1));
  if (first_word(rest) != "allow") return std::nullopt;
  rest = trim(rest.substr(std::string_view("allow").size()));
  AllowWords words;
  if (first_word(rest) != "because") words.slug = first_word(rest);
  rest = trim(rest.substr(words.slug.size()));
  words.has_because = first_word(rest) == "because";
  if (words.has_because) {
    rest = trim(rest.substr(std::string_view("because").size()));
    if (rest.size() >= 2 && rest.front() == '"' && rest.back() == '"')
      words.reason = trim(rest.substr(1, rest.size() - 2));
  }
  // A slug of one word is a word like others: `# allow gap in the ledger`.
  const bool is_slug = words.slug.find('-') != std::string_view::npos;
  const bool is_known = find_diagnostic(words.slug) != nullptr;
  const bool is_meant =
      words.has_because || (is_slug && is_known) || (rest.empty() && (is_slug || is_known));
  return is_meant ? std::optional(words) : std::nullopt;
}

std::vector<std::string> warnings() {
  std::vector<std::string> slugs;
  for (const DiagnosticKind& kind : diagnostic_kinds()) {
    if (kind.severity == Severity::Warning) slugs.emplace_back(kind.slug);
  }
  return slugs;
}

// True when it was reported.
bool report_unfit(const AllowWords& words, Span span, Diagnostics& found) {
  const auto report = [&](std::string message) -> Diagnostic& {
    return found.error("allow", span, std::move(message));
  };
  const std::string shown = words.slug.empty() ? "SLUG" : std::string(words.slug);
  const std::string reason = words.reason.empty() ? "…" : words.reason;
  const DiagnosticKind* kind = find_diagnostic(words.slug);
  if (kind == nullptr) {
    const auto near = nearest(words.slug, warnings());
    auto& d = report(words.slug.empty() ? "`allow` names the warning that it silences"
                                        : fmt::format("there is no warning `{}`", words.slug));
    if (near) d.mark(fmt::format("did you mean `{}`?", *near));
    d.with_help(fmt::format("# allow {} because \"{}\"", near.value_or("SLUG"), reason));
    return true;
  }
  if (kind->severity != Severity::Warning) {
    report(fmt::format("`{}` cannot be allowed: it is no warning but {} {}", words.slug,
                       kind->severity == Severity::Error ? "an" : "a", to_string(kind->severity)))
        .note(fmt::format("it says: {}", kind->title))
        .with_help("delete the comment, and mend what the message is about");
    return true;
  }
  if (words.reason.empty()) {
    report("`allow` says why: whoever reads it next wants to know")
        .with_help(fmt::format("# allow {} because \"…\"", shown));
    return true;
  }
  return false;
}

// The statements of a file, in the order of where they begin; of those that begin together the
// largest first.
class StatementSpans {
 public:
  explicit StatementSpans(const Ast& ast) {
    for (NodeId id = 0; id < ast.size(); ++id) {
      if (is_documented(ast.kind(id))) spans_.push_back(ast.span(id));
    }
    std::sort(spans_.begin(), spans_.end(), [](const Span& a, const Span& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
  }

  [[nodiscard]] Span beginning_at(std::size_t at) const {
    const auto found =
        std::lower_bound(spans_.begin(), spans_.end(), at,
                         [](const Span& span, std::size_t offset) { return span.begin < offset; });
    return found != spans_.end() && found->begin == at ? *found : Span{};
  }

  // The smallest one.
  [[nodiscard]] Span around(std::size_t at) const {
    auto behind =
        std::upper_bound(spans_.begin(), spans_.end(), at,
                         [](std::size_t offset, const Span& span) { return offset < span.begin; });
    while (behind != spans_.begin()) {
      if (at < (--behind)->end) return *behind;
    }
    return {};
  }

 private:
  std::vector<Span> spans_;
};

// Where the statement of a comment is looked for. Comments come in the order of the text, and those
// of one run of lines have the same statement below them.
class Places {
 public:
  explicit Places(const Ast& ast) : text_(ast.source().text()), statements_(ast) {}

  // The statement that begins below the comment, or the one whose line it ends.
  Span covered(const Comment& comment) {
    const std::size_t line = text_.rfind('\n', comment.begin) + 1;  // 0 on the first line
    const std::string_view before = text_.substr(line, comment.begin - line);
    if (!trim(before).empty()) return statements_.around(line + before.find_last_not_of(" \t"));
    if (comment.begin >= run_end_) below_ = below(comment.begin);
    return statements_.beginning_at(below_);
  }

 private:
  // Where the next line that is not a comment begins its text; npos when a blank line or the end
  // comes first.
  std::size_t below(std::size_t at) {
    while (true) {
      run_end_ = text_.find('\n', at);
      if (run_end_ == std::string_view::npos) return run_end_;
      const std::size_t begin = text_.find_first_not_of(" \t", run_end_ + 1);
      if (begin == std::string_view::npos || text_[begin] == '\n' || text_[begin] == '\r')
        return std::string_view::npos;
      if (text_[begin] != '#') return begin;
      at = begin;
    }
  }

  std::string_view text_;
  StatementSpans statements_;
  std::size_t run_end_ = 0;  // up to here `below_` is what stands below
  std::size_t below_ = 0;
};

std::vector<Allow> read_allows(const Ast& ast, Diagnostics& found) {
  std::vector<Allow> allows;
  Places places(ast);
  for (const Comment& comment : ast.comments()) {
    if (comment.is_doc) continue;
    const Span span{ast.source_ptr().get(), comment.begin, comment.end};
    const auto words = words_of_allow(trim(span.text()));
    if (!words || report_unfit(*words, span, found)) continue;
    allows.push_back(
        {std::string(words->slug), {span, words->reason}, places.covered(comment), false});
  }
  return allows;
}

}  // namespace

void apply_allows(const Ast& ast, Diagnostics& found, std::optional<DiagnosticAbout> all_told) {
  std::vector<Allow> allows = read_allows(ast, found);
  if (allows.empty()) return;
  std::stable_sort(allows.begin(), allows.end(),
                   [](const Allow& a, const Allow& b) { return a.covers.begin < b.covers.begin; });
  found.silence([&](const Diagnostic& d) -> const Answer* {
    // By name: presets that have a file in common have each read it.
    const bool is_here = d.span.source != nullptr && d.span.source->name() == ast.source().name();
    if (d.severity != Severity::Warning || !is_here) return nullptr;
    auto behind = std::upper_bound(
        allows.begin(), allows.end(), d.span.begin,
        [](std::uint32_t at, const Allow& allow) { return at < allow.covers.begin; });
    while (behind != allows.begin()) {
      --behind;
      if (behind->covers.empty() || d.span.begin >= behind->covers.end || behind->slug != d.slug)
        continue;
      behind->is_used = true;
      return &behind->answer;
    }
    return nullptr;
  });
  for (const Allow& allow : allows) {
    if (allow.is_used || !all_told || find_diagnostic(allow.slug)->about != *all_told) continue;
    found
        .warning("unused-allow", allow.answer.span,
                 fmt::format("there is no `{}` here to allow", allow.slug))
        .with_help("delete the comment");
  }
}

}  // namespace m2::dsl

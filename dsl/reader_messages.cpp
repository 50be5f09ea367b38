// What is wrong at a place where reading got stuck, in words that say what was seen, the rule, and
// the way out.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/reader.h"
#include "dsl/two_ways.h"
#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kLargestText = std::size_t{1} << 20U;
constexpr std::size_t kMostDiagnostics = 100;  // of one file; people see 20, the rest is counted
constexpr std::size_t kLongestQuote = 40;
constexpr std::size_t kLongestHelp = 200;

// Where a name is missing, one of these is what should have followed it.
constexpr Word kConnectives[] = {Word::And,  Word::As,   Word::Because, Word::By,    Word::Each,
                                 Word::Else, Word::For,  Word::From,    Word::Gives, Word::Has,
                                 Word::In,   Word::Is,   Word::Missing, Word::Of,    Word::One,
                                 Word::Or,   Word::That, Word::Then,    Word::To,    Word::Version,
                                 Word::When, Word::Where};
// Words that begin a statement or a line of a body: behind something else they are not meant.
constexpr Word kLineBeginnings[] = {Word::Add,     Word::Define,  Word::Example, Word::Fields,
                                    Word::Include, Word::Layout,  Word::Leave,   Word::Let,
                                    Word::Lookup,  Word::Params,  Word::Remove,  Word::Replace,
                                    Word::Require, Word::Segment, Word::Set,     Word::Skip,
                                    Word::Table,   Word::Use,     Word::Warn};
constexpr Word kHeaders[] = {Word::Preset, Word::Library, Word::Rules, Word::Shape};

std::string in_backticks(std::string_view text) {
  return text.size() <= kLongestQuote ? fmt::format("`{}`", text)
                                      : fmt::format("`{}…`", text.substr(0, kLongestQuote));
}

}  // namespace

bool Reader::has_given_up() const {
  return reported_ >= kMostDiagnostics;
}

bool Reader::accept_text() {
  if (text_.size() > kLargestText) {
    report("too-large", 0, 0,
           fmt::format("this file has {} bytes; a file may have {}", text_.size(), kLargestText))
        .with_help("split it: shared parts go into libraries");
    return false;
  }
  auto at = static_cast<Offset>(text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  while (const auto problem = find_unreadable(text_.substr(at))) {
    at += static_cast<Offset>(problem->offset);
    auto& d = report("unreadable-text", at, at + 1, fmt::format("this is {}", problem->what));
    if (problem->character == 0) {
      d.with_help("delete it, or save the file as UTF-8 text");
    } else {
      d.mark(fmt::format("U+{:04X}", static_cast<std::uint32_t>(problem->character)))
          .note("with it the text looks other than it is")
          .with_help(problem->character == '\r' ? "save the file with one kind of line end"
                                                : "delete it");
    }
    if (has_given_up()) break;
    at = std::max(at + 1, lexical::token(text_, at));
  }
  return reported_ == 0;
}

Diagnostic& Reader::report(const char* slug, Offset begin, Offset end, std::string message) {
  ++reported_;
  reported_at_ = begin;
  return found_->error(slug, span(begin, end), std::move(message));
}

void Reader::fail(Offset at, const Expected& expected) {
  report_failure(at, expected);
  throw Abandoned();
}

void Reader::fail_unclosed(Offset at, Offset open) {
  if (Diagnostic* diagnostic = report_failure(at, {.what = "`)`"})) {
    diagnostic->label(span(open, open + 1), "to close this `(`");
  }
  throw Abandoned();
}

void Reader::fail_too_deep(Offset at) {
  failed_at_ = at;
  const Found found = found_at(at);
  report("too-deep", found.begin, found.end, "this is nested too deeply to be read")
      .with_help("give the parts names with `let` or `define`");
  throw Abandoned();
}

void Reader::report_unclosed(Offset at, Offset open) {
  failed_at_ = at;
  if (has_given_up()) return;
  const Found found = found_at(at);
  Diagnostic& diagnostic = report("syntax", open, open + 1, "this `{` is never closed");
  if (found.begin < text_.size())
    diagnostic.label(span(found.begin, found.end), "I expected `}` before this");
}

Diagnostic* Reader::report_failure(Offset at, const Expected& expected) {
  failed_at_ = at;
  Found found = found_at(at);
  if (has_given_up() || found.begin == reported_at_) return nullptr;
  Diagnostic* diagnostic = nullptr;
  if (runs_on(found)) {
    found = found_at(context_.begin);
    context_ = {};
    diagnostic = report_at(found, {.is_item = true});
  } else {
    diagnostic = report_at(found, expected);
  }
  reported_at_ = found.begin;
  if (context_.noun.empty() && at_line_start(found.begin)) return diagnostic;
  const Context& context = context_.noun.empty() ? previous_ : context_;
  const Span first_word = span(context.begin, lexical::token(text_, context.begin));
  if (!context.noun.empty() && first_word.end <= diagnostic->span.begin) {
    diagnostic->label(first_word, fmt::format("{} this {}", context_.noun.empty() ? "after" : "in",
                                              context.noun));
  }
  return diagnostic;
}

// True when the item being read is none, but a word too many behind the item before it: `b` in
// `city: a b`.
bool Reader::runs_on(const Found& found) const {
  return !context_.noun.empty() && previous_.noun == context_.noun &&
         !at_line_start(context_.begin) && found.after == lexical::token(text_, context_.begin);
}

Diagnostic* Reader::report_at(const Found& found, const Expected& expected) {
  Diagnostic* diagnostic = report_joint(found, expected);
  if (diagnostic == nullptr) diagnostic = report_two_ways(found, expected);
  if (diagnostic == nullptr) diagnostic = report_near_miss(found, expected);
  if (diagnostic == nullptr) diagnostic = report_first_word(found);
  if (diagnostic == nullptr) diagnostic = report_reserved(found, expected);
  if (diagnostic == nullptr) diagnostic = report_out_of_place(found, expected);
  return diagnostic != nullptr ? diagnostic : &report_expected(found, expected);
}

// A name and its value are joined by `=`, `:` or `->`, and people confuse them.
Diagnostic* Reader::report_joint(const Found& found, const Expected& expected) {
  constexpr std::string_view kJoints[] = {"=", ":", "->", "=>", "==", ":="};
  const auto is_joint = [&](std::string_view sign) {
    return std::find(std::begin(kJoints), std::end(kJoints), sign) != std::end(kJoints);
  };
  if (expected.what.size() < 3 || !is_joint(found.text)) return nullptr;
  const std::string_view joint = expected.what.substr(1, expected.what.size() - 2);
  if (!is_joint(joint)) return nullptr;
  return &report("two-ways", found.begin, found.end,
                 fmt::format("{} is not a sign here", in_backticks(found.text)))
              .with_help(line_with(fmt::format("write {}", in_backticks(joint)), found, joint));
}

Diagnostic* Reader::report_two_ways(const Found& found, const Expected& expected) {
  const auto fits = [&](const TwoWays& row) {
    if (row.found != found.text) return false;
    switch (row.where) {
      case Where::Anywhere:
        return true;
      case Where::AfterNumber:
        return is_digit(char_before(found.begin));
      case Where::Statement:
        return context_.noun.empty();
      case Where::Key:
        return expected.what.starts_with("an entry");
      case Where::Comparison:
        return context_.noun != "parameter" && context_.noun != "header";
      case Where::Shape:
        return kind_ == FileKind::Shape;
      case Where::RowEnd:
        return expected.what.starts_with("`|`");
      case Where::NotInRow:
        return context_.noun != "row";
      case Where::InName:
        return !expected.is_item && is_word_letter(char_at(found.begin - 1)) &&
               is_word_letter(char_at(found.end));
    }
    return false;
  };
  const auto* const row = std::find_if(std::begin(kTwoWays), std::end(kTwoWays), fits);
  if (row == std::end(kTwoWays)) return nullptr;
  const char* kind = is_word_letter(found.text.front()) ? "word" : "sign";
  return &report("two-ways", found.begin, found.end,
                 fmt::format("{} is not a {} here", in_backticks(found.text), kind))
              .with_help(row->advice.empty()
                             ? line_with(fmt::format("write {}", in_backticks(row->write)), found,
                                         row->write)
                             : std::string(row->advice));
}

Diagnostic* Reader::report_near_miss(const Found& found, const Expected& expected) {
  const Tried& tried = found.begin == tried_.at ? tried_ : tried_before_;
  if (found.begin != tried.at || !is_word_letter(char_at(found.begin))) return nullptr;
  if (char_at(found.end) == '.' || char_at(found.end) == '(') return nullptr;  // a path
  std::vector<std::string> candidates;
  for (Word word : tried.words) {
    const bool begins_line = is_one_of(spelling(word), kLineBeginnings);
    if (spelling(word) != found.text && (!begins_line || at_line_start(found.begin))) {
      candidates.emplace_back(spelling(word));
    }
  }
  const std::optional<std::string> meant = nearest(found.text.substr(0, kLongestQuote), candidates);
  if (!meant) return nullptr;
  const bool was_expected = expected.what.starts_with(in_backticks(*meant));
  Diagnostic& diagnostic =
      report("syntax", found.begin, found.end,
             was_expected ? fmt::format("I expected {}", expected.what)
                          : fmt::format("{} is not a word here", in_backticks(found.text)));
  diagnostic.mark(fmt::format("did you mean {}?", in_backticks(*meant)));
  return &diagnostic.with_help(
      was_expected && !expected.help.empty()
          ? std::string(expected.help)
          : line_with(fmt::format("write {}", in_backticks(*meant)), found, *meant));
}

// What began as a field or parameter may have been another word misspelt: `inlcude
// identity(tenant)`.
Diagnostic* Reader::report_first_word(const Found& found) {
  if (context_.noun.empty()) return nullptr;
  const Found first = found_at(context_.begin);
  return found.after == first.end && !is_reserved(first.text) ? report_near_miss(first, {})
                                                              : nullptr;
}

Diagnostic* Reader::report_reserved(const Found& found, const Expected& expected) {
  if (!is_reserved(found.text)) return nullptr;
  const char next = char_at(blanks_end(found.end));
  const bool names = expected.naming == Naming::Yes && !is_one_of(found.text, kConnectives);
  const bool names_field = expected.naming == Naming::BeforeColon && next == ':';
  const bool calls = expected.what.starts_with("a value") && next == '(';
  if (!names && !names_field && !calls) return nullptr;
  return &report("reserved-word", found.begin, found.end,
                 fmt::format("{} is a word of the language and cannot be a name",
                             in_backticks(found.text)))
              .with_help(
                  line_with("choose another name", found, fmt::format("the_{}", found.text)));
}

Diagnostic* Reader::report_out_of_place(const Found& found, const Expected& expected) {
  if (context_.noun.empty() && (found.text == "}" || found.text == ")")) {
    return &report("syntax", found.begin, found.end,
                   fmt::format("this {} closes nothing", in_backticks(found.text)));
  }
  if (expected.what.ends_with("at the top of the file") && is_one_of(found.text, kHeaders)) {
    return &report("syntax", found.begin, found.end, fmt::format("I expected {}", expected.what))
                .with_help(fmt::format("a file that begins with {} has a name that ends in `.{}`",
                                       in_backticks(found.text), found.text));
  }
  if (kind_ == FileKind::Library && context_.noun.empty() && begins_statement(found.begin)) {
    return &report("syntax", found.begin, found.end,
                   fmt::format("a library holds no {}", in_backticks(found.text)))
                .with_help(std::string(expected.help));
  }
  const Offset digits =
      static_cast<Offset>(std::min(found.text.find_first_not_of("0123456789"), found.text.size()));
  if (digits > 0 && digits < found.text.size() && is_word_letter(found.text[digits])) {
    const std::string apart =
        fmt::format("{} {}", found.text.substr(0, digits), found.text.substr(digits));
    return &report("syntax", found.begin, found.end,
                   fmt::format("{} is neither a number nor a name", in_backticks(found.text)))
                .with_help(line_with("a number and its unit stand apart", found, apart));
  }
  return nullptr;
}

Diagnostic& Reader::report_expected(const Found& found, const Expected& expected) {
  const std::string message = fmt::format("I expected {}", what_was_expected(found, expected));
  const std::string help(expected.help);
  if (found.begin == text_.size()) {
    return report("syntax", found.after, found.after, message)
        .mark(kind_ == FileKind::Inquiry ? "the line ends here" : "the file ends here")
        .with_help(help);
  }
  const std::string_view between = text_.substr(found.after, found.begin - found.after);
  if (!expected.is_item && between.find('\n') != std::string_view::npos) {
    // The line above was not finished: that is the place, not the line that follows.
    return report("syntax", found.after, found.after, message).mark("here").with_help(help);
  }
  return report("syntax", found.begin, found.end, message).with_help(help);
}

// Behind a finished item on its line, more of it may have been meant, or the next one.
std::string Reader::what_was_expected(const Found& found, const Expected& expected) const {
  constexpr std::string_view kEndInValue[] = {"`let`",     "`define`", "`example`",
                                              "`replace`", "field",    "entry"};
  const bool behind = expected.is_item && !at_line_start(found.begin) && !previous_.noun.empty();
  if (!behind || kind_ == FileKind::Rules || kind_ == FileKind::Shape || kind_ == FileKind::Inquiry)
    return std::string(expected.what);
  const bool is_statement = previous_.noun.starts_with('`');
  const bool goes_on = std::find(std::begin(kEndInValue), std::end(kEndInValue), previous_.noun) !=
                       std::end(kEndInValue);
  return fmt::format("{}the next {}", goes_on ? "an operator or " : "",
                     is_statement ? "statement" : previous_.noun);
}

char Reader::char_before(Offset at) const {
  while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
  return at > 0 ? text_[at - 1] : '\0';
}

Reader::Found Reader::found_at(Offset at) const {
  const Offset begin = blanks_end(at);
  const Offset end = lexical::token(text_, begin);
  return {at, begin, end, text_.substr(begin, end - begin)};
}

std::string Reader::line_with(std::string_view advice, const Found& found,
                              std::string_view replacement) const {
  const std::string_view line = source_->line(source_->place(found.begin).line);
  if (line.size() > kLongestHelp) return std::string(advice);
  const std::size_t before = found.begin - static_cast<std::size_t>(line.data() - text_.data());
  const std::string_view rest = line.substr(std::min(line.size(), before + found.text.size()));
  return fmt::format("{}:   {}", advice,
                     trim(fmt::format("{}{}{}", line.substr(0, before), replacement, rest)));
}

}  // namespace m2::dsl

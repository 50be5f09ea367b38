#include "dsl/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/two_ways.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kLargestText = std::size_t{1} << 20U;
constexpr std::size_t kMostDiagnostics = 100;  // of one file; people see 20, the rest is counted
constexpr std::uint32_t kDeepest = 128;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr Word kStatements[] = {Word::Add,     Word::Define,  Word::Example, Word::Fields,
                                Word::For,     Word::Hold,    Word::Layout,  Word::Let,
                                Word::Lookup,  Word::Params,  Word::Record,  Word::Remove,
                                Word::Replace, Word::Require, Word::Segment, Word::Set,
                                Word::Skip,    Word::Table,   Word::Use,     Word::Warn};
constexpr Word kSeverities[] = {Word::Fatal, Word::Error, Word::Warning, Word::Info};
constexpr Word kSections[] = {Word::Record, Word::Consumer, Word::Month};
// Where a name is missing, one of these is what should have followed it.
constexpr Word kConnectives[] = {Word::And,  Word::As,   Word::Because, Word::By,    Word::Each,
                                 Word::Else, Word::For,  Word::From,    Word::Gives, Word::Has,
                                 Word::In,   Word::Is,   Word::Missing, Word::Of,    Word::One,
                                 Word::Or,   Word::That, Word::Then,    Word::To,    Word::Version,
                                 Word::When, Word::Where};

bool is_one_of(std::string_view word, std::span<const Word> words) {
  return std::any_of(words.begin(), words.end(), [&](Word w) { return spelling(w) == word; });
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::string quoted(std::string_view text) {
  return fmt::format("`{}`", text);
}

}  // namespace

Reader::Reader(const SourcePtr& source, FileKind kind, Ast& ast, Diagnostics& found)
    : source_(source), text_(source->text()), kind_(kind), ast_(&ast), found_(&found) {
  found.keep(source);
}

// ── tokens ──

Reader::Offset Reader::blanks_end(Offset at) const {
  if (at == 0 && text_.starts_with(kByteOrderMark)) at = static_cast<Offset>(kByteOrderMark.size());
  for (;;) {
    while (at < text_.size() &&
           (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '\r' || text_[at] == '\n'))
      ++at;
    const Offset end = lexical::comment(text_, at);
    if (end == at) return at;
    at = end;
  }
}

Reader::Offset Reader::skip_blanks(Offset at) {
  if (at == blanks_from_ && blanks_to_ > at) return blanks_to_;
  const Offset to = blanks_end(at);
  if (to == at) return at;
  blanks_from_ = at;
  blanks_to_ = to;
  keep_comments(at, to);
  return to;
}

void Reader::keep_comments(Offset begin, Offset end) {
  const std::size_t known = ast_->comments().empty() ? 0 : ast_->comments().back().end;
  for (Offset at = std::max(begin, static_cast<Offset>(known)); at < end;) {
    const Offset to = lexical::comment(text_, at);
    if (to > at) ast_->add_comment({at, to, text_.substr(at).starts_with("##")});
    at = std::max(to, at + 1);
  }
}

Reader::Offset Reader::find_word(Word word, Offset at) {
  const Offset end = lexical::word(text_, at);
  if (end > at && text_.substr(at, end - at) == spelling(word)) return end;
  if (at > tried_at_) tried_.clear();
  if (at >= tried_at_) {
    tried_at_ = at;
    tried_.push_back(word);
  }
  return at;
}

// `=` is not the beginning of `==`: a longer sign is another language's, and a message says which
// of ours is meant.
Reader::Offset Reader::find_sign(char c, Offset at) const {
  if (char_at(at) != c) return at;
  return c == '"' || lexical::token(text_, at) == at + 1 ? at + 1 : at;
}
Reader::Offset Reader::find_sign(char a, char b, Offset at) const {
  return char_at(at) == a && char_at(at + 1) == b ? at + 2 : at;
}

// ── the tree ──

void Reader::build(NodeKind kind, Offset begin, Offset end, std::size_t pending) {
  const std::span<const NodeId> children = std::span(pending_).subspan(pending);
  const NodeId node = ast_->add(kind, std::min(skip_blanks(begin), end), end, children);
  pending_.resize(pending);
  pending_.push_back(node);
}

void Reader::refuse(NodeKind root) {
  const auto end = static_cast<Offset>(text_.size());
  build(NodeKind::Broken, 0, end, 0);
  build(root, 0, end, 0);
  finish();
}

void Reader::leave(const Context& outer, bool matched) {
  if (matched) previous_ = context_;
  context_ = outer;
}

void Reader::descend(Offset at) {
  if (++depth_ <= kDeepest) return;
  failed_at_ = at;
  const Found found = found_at(at);
  report("too-deep", found.begin, found.end, "this is nested too deeply to be read")
      .with_help("give the parts names with `let` or `define`");
  throw Abandoned();
}

// ── errors ──

bool Reader::accept_text() {
  if (text_.size() > kLargestText) {
    report("too-large", 0, 0,
           fmt::format("this file has {} bytes; a file may have {}", text_.size(), kLargestText))
        .with_help("split it: shared parts go into libraries");
    return false;
  }
  std::size_t at = text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  std::size_t problems = 0;
  while (const auto problem = find_unreadable(text_.substr(at))) {
    at += problem->offset;
    const auto begin = static_cast<Offset>(at);
    report("unreadable-text", begin, lexical::token(text_, begin),
           fmt::format("this is {}", problem->what))
        .with_help("delete it, or save the file as UTF-8 text");
    if (++problems == kMostDiagnostics) break;
    at = lexical::token(text_, begin);
  }
  return problems == 0;
}

Diagnostic& Reader::report(const char* slug, Offset begin, Offset end, std::string message) {
  ++reported_;
  reported_at_ = begin;
  return found_->error(slug, {source_.get(), begin, end}, std::move(message));
}

void Reader::fail(Offset at, const Expected& expected) {
  report_failure(at, expected);
  throw Abandoned();
}

void Reader::fail_unclosed(Offset at, Offset open) {
  if (Diagnostic* diagnostic = report_failure(at, {.what = "`)`"})) {
    diagnostic->label({source_.get(), open, open + 1}, "to close this `(`");
  }
  throw Abandoned();
}

void Reader::report_unclosed(Offset at, Offset open) {
  failed_at_ = at;
  const Found found = found_at(at);
  Diagnostic& diagnostic = report("syntax", open, open + 1, "this `{` is never closed");
  if (found.begin < text_.size()) {
    diagnostic.label({source_.get(), found.begin, found.end}, "I expected `}` before this");
  }
}

Diagnostic* Reader::report_failure(Offset at, const Expected& expected) {
  failed_at_ = at;
  const Found found = found_at(at);
  if (reported_ >= kMostDiagnostics || found.begin == reported_at_) return nullptr;
  Diagnostic* diagnostic = report_two_ways(found, expected);
  if (diagnostic == nullptr) diagnostic = report_near_miss(found, expected);
  if (diagnostic == nullptr) diagnostic = report_reserved(found, expected);
  if (diagnostic == nullptr) diagnostic = &report_expected(found, expected);
  reported_at_ = found.begin;
  const Context& context = context_.noun.empty() ? previous_ : context_;
  if (context.noun.empty() || context.begin >= found.begin) return diagnostic;
  diagnostic->label(
      {source_.get(), context.begin, lexical::token(text_, context.begin)},
      fmt::format("{} this {}", context_.noun.empty() ? "after" : "in", context.noun));
  return diagnostic;
}

Diagnostic* Reader::report_two_ways(const Found& found, const Expected& expected) {
  // Where one of the signs that join a name and its value is missing, another one stands for it.
  for (std::string_view joint : {"=", ":", "->"}) {
    if (expected.what != quoted(joint)) continue;
    for (std::string_view other : {"=", ":", "->", "=>", "==", ":="}) {
      if (found.text != other) continue;
      return &report("two-ways", found.begin, found.end,
                     fmt::format("{} does not join a name and its value here", quoted(other)))
                  .with_help(fmt::format("write {}:   {}", quoted(joint), line_with(found, joint)));
    }
  }
  const auto fits = [&](const TwoWays& row) {
    if (row.found != found.text) return false;
    switch (row.where) {
      case Where::Anywhere:
        return true;
      case Where::AfterNumber:
        return found.after > 0 && char_at(found.after - 1) >= '0' &&
               char_at(found.after - 1) <= '9';
      case Where::Statement:
        return context_.noun.empty();
      case Where::Key:
        return expected.what.starts_with("an entry");
      case Where::Member:
        return context_.noun == "member";
    }
    return false;
  };
  const auto row = std::find_if(std::begin(kTwoWays), std::end(kTwoWays), fits);
  if (row == std::end(kTwoWays)) return nullptr;
  const std::string help = !row->advice.empty() ? std::string(row->advice)
                                                : fmt::format("write {}:   {}", quoted(row->write),
                                                              line_with(found, row->write));
  const std::string message = is_letter(found.text.front())
                                  ? fmt::format("{} is not a word here", quoted(found.text))
                                  : fmt::format("{} is not a sign here", quoted(found.text));
  return &report("two-ways", found.begin, found.end, message).with_help(help);
}

Diagnostic* Reader::report_near_miss(const Found& found, const Expected& expected) {
  if (found.begin != tried_at_ || found.text.empty() || !is_letter(found.text.front()))
    return nullptr;
  std::vector<std::string> candidates;
  for (Word word : tried_) {
    if (spelling(word) != found.text) candidates.emplace_back(spelling(word));
  }
  const std::optional<std::string> meant = nearest(found.text, candidates);
  if (!meant) return nullptr;
  const bool was_expected = expected.what.starts_with(quoted(*meant));
  Diagnostic& diagnostic =
      report("syntax", found.begin, found.end,
             was_expected ? fmt::format("I expected {}", expected.what)
                          : fmt::format("{} is not a word here", quoted(found.text)));
  diagnostic.mark(fmt::format("did you mean {}?", quoted(*meant)));
  return &diagnostic.with_help(
      was_expected && !expected.help.empty()
          ? std::string(expected.help)
          : fmt::format("write {}:   {}", quoted(*meant), line_with(found, *meant)));
}

Diagnostic* Reader::report_reserved(const Found& found, const Expected& expected) {
  if (expected.naming == Naming::No || !is_reserved(found.text) ||
      is_one_of(found.text, kConnectives))
    return nullptr;
  if (expected.naming == Naming::BeforeColon && char_at(blanks_end(found.end)) != ':')
    return nullptr;
  const std::string other = fmt::format("the_{}", found.text);
  return &report(
              "reserved-word", found.begin, found.end,
              fmt::format("{} is a word of the language and cannot be a name", quoted(found.text)))
              .with_help(fmt::format("choose another name:   {}", line_with(found, other)));
}

Diagnostic& Reader::report_expected(const Found& found, const Expected& expected) {
  const std::string message = fmt::format("I expected {}", expected.what);
  const std::string_view between = text_.substr(found.after, found.begin - found.after);
  Diagnostic* diagnostic = nullptr;
  if (found.begin == text_.size()) {
    diagnostic = &report("syntax", found.after, found.after, message).mark("the file ends here");
  } else if (between.find('\n') != std::string_view::npos &&
             (begins_statement(found.begin) || found.text == "}")) {
    // The line above was not finished: that is the place, not the sound line that follows.
    diagnostic = &report("syntax", found.after, found.after, message).mark("here");
  } else {
    diagnostic = &report("syntax", found.begin, found.end, message);
  }
  return diagnostic->with_help(std::string(expected.help));
}

Reader::Found Reader::found_at(Offset at) const {
  const Offset begin = blanks_end(at);
  const Offset end = lexical::token(text_, begin);
  return {at, begin, end, text_.substr(begin, end - begin)};
}

std::string Reader::line_with(const Found& found, std::string_view replacement) const {
  const Place place = source_->place(found.begin);
  const std::string_view line = source_->line(place.line);
  const auto start = static_cast<std::size_t>(line.data() - text_.data());
  const std::size_t before = found.begin - start;
  std::string out(line.substr(0, before));
  out += replacement;
  out += line.substr(std::min(line.size(), before + found.text.size()));
  return std::string(trim(out));
}

// ── recovery ──

bool Reader::at_line_start(Offset at) const {
  while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
  return at == 0 || text_[at - 1] == '\n' ||
         (at == kByteOrderMark.size() && text_.starts_with(kByteOrderMark));
}

std::string_view Reader::word_at(Offset at) const {
  return text_.substr(at, lexical::word(text_, at) - at);
}
Reader::Offset Reader::next_token(Offset at) const {
  return blanks_end(lexical::token(text_, at));
}

bool Reader::begins_statement(Offset at) const {
  const std::string_view word = word_at(at);
  if (word.empty() || !at_line_start(at)) return false;
  const Offset next = next_token(at);
  switch (kind_) {
    case FileKind::Shape:
      return (word == spelling(Word::Record) && is_letter(char_at(next))) ||
             (word == spelling(Word::One) && word_at(next) == spelling(Word::Of));
    case FileKind::Rules:
      return word == spelling(Word::For) && is_one_of(word_at(next), kSections);
    case FileKind::Preset:
    case FileKind::Library:
      break;
  }
  if (!is_one_of(word, kStatements)) return false;
  if (word == spelling(Word::For)) return word_at(next) == spelling(Word::Accounts);
  const char c = char_at(next);
  return is_letter(c) || (c == '{' && word == spelling(Word::Params)) ||
         (c != ':' && word == spelling(Word::Example));
}

bool Reader::begins_item(Level level, Offset at) const {
  const Offset begin = blanks_end(at);
  if (begins_statement(begin)) return true;
  const Offset next = next_token(begin);
  const bool starts_line = at_line_start(begin);
  const std::string_view word = word_at(begin);
  const bool is_name = lexical::name(text_, begin) > begin;
  switch (level) {
    // At the left margin two names in a row are a statement too, its first word misspelt.
    case Level::Statements:
    case Level::Sections:
    case Level::ShapeStatements:
      return is_name && (begin == 0 || char_at(begin - 1) == '\n') &&
             lexical::name(text_, next) > next;
    case Level::Params:
    case Level::Members:
      return starts_line && is_name;
    case Level::Fields:
      return (is_name && char_at(next) == ':') ||
             (starts_line && (word == spelling(Word::Include) || word == spelling(Word::Leave)));
    case Level::Rows:
      return starts_line && char_at(begin) == '|';
    case Level::Entries:
      return starts_line && (char_at(begin) == '"' || word == spelling(Word::Anything) ||
                             lexical::number(text_, begin) > begin);
    case Level::Rules:
      return starts_line && is_one_of(word, kSeverities) && lexical::rule_id(text_, next) > next;
  }
  return false;
}

bool Reader::ends(Level level, Offset at) {
  const Offset begin = skip_blanks(at);
  if (begin == text_.size()) return true;
  switch (level) {
    case Level::Statements:
    case Level::Sections:
    case Level::ShapeStatements:
      return false;
    case Level::Rules:
      return begins_statement(begin);
    default:
      return char_at(begin) == '}' || begins_statement(begin);
  }
}

Reader::Offset Reader::recover(Level level, Offset begin, const State& before) {
  pending_.resize(before.pending);
  context_ = before.context;
  depth_ = before.depth;
  const bool braced = level == Level::Params || level == Level::Fields || level == Level::Rows ||
                      level == Level::Entries || level == Level::Members;
  Offset at = lexical::token(text_, skip_blanks(begin));
  if (failed_at_ > at) at = failed_at_;
  if (reported_ >= kMostDiagnostics) at = static_cast<Offset>(text_.size());
  std::uint32_t open = 0;
  for (;;) {
    // A row ends with its line, whatever is in it.
    if (level == Level::Rows) at = lexical::line_end(text_, at);
    const Offset next = skip_blanks(at);
    if (next == text_.size() || begins_item(level, next)) break;
    const char c = text_[next];
    if (braced && c == '}' && open-- == 0) break;
    if (c == '{') ++open;
    at = lexical::token(text_, next);
  }
  build(NodeKind::Broken, begin, at, pending_.size());
  return at;
}

}  // namespace m2::dsl

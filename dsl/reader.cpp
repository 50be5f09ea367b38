#include "dsl/reader.h"

#include <algorithm>

#include "dsl/parse.h"
#include "engine/base/ascii.h"

namespace m2::dsl {
namespace {

constexpr std::uint32_t kDeepest = 128;
constexpr Word kStatements[] = {Word::Add,     Word::Define,  Word::Example, Word::Fields,
                                Word::For,     Word::Hold,    Word::Layout,  Word::Let,
                                Word::Lookup,  Word::Params,  Word::Record,  Word::Remove,
                                Word::Replace, Word::Require, Word::Segment, Word::Set,
                                Word::Skip,    Word::Table,   Word::Use,     Word::Warn};
constexpr Word kSeverityWords[] = {Word::Fatal, Word::Error, Word::Warning, Word::Info};
constexpr Word kSections[] = {Word::Record, Word::Consumer, Word::Month};
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

Reader::Offset Reader::find_blanks_end(Offset at) {
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

void Reader::read_word(Offset at) {
  const Offset end = lexical::word(text_, at);
  word_ = {at, end, word_spelled(text_.substr(at, end - at))};
}

// Where a word would have fitted that is not there.
Reader::Offset Reader::missed(Word word, Offset at) {
  if (at > tried_.at) {
    std::swap(tried_, tried_before_);
    tried_.at = at;
    tried_.words.clear();
  }
  if (at == tried_.at) tried_.words.push_back(word);
  return at;
}

// `=` is not the beginning of `==`: a longer sign is another language's, and a message says which
// of ours is meant.
Reader::Offset Reader::find_sign(char c, Offset at) const {
  if (char_at(at) != c) return at;
  return c == '"' || lexical::sign(text_, at) == at + 1 ? at + 1 : at;
}
Reader::Offset Reader::find_sign(char a, char b, Offset at) const {
  return char_at(at) == a && char_at(at + 1) == b ? at + 2 : at;
}

// ── the tree ──

void Reader::build(NodeKind kind, Offset begin, Offset end, std::size_t pending) {
  const std::span<const NodeId> children = std::span(pending_).subspan(pending);
  const NodeId node = ast_->add(kind, std::min(skip_blanks(begin), end), end, children);
  rewind(pending);
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
  if (++depth_ > kDeepest) fail_too_deep(at);
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
      return (word == spelling(Word::Record) && is_word_letter(char_at(next))) ||
             (word == spelling(Word::One) && word_at(next) == spelling(Word::Of));
    case FileKind::Rules:
      return word == spelling(Word::For) && is_one_of(word_at(next), kSections);
    case FileKind::Inquiry:
      return false;  // one line, one thing
    case FileKind::Preset:
    case FileKind::Library:
      break;
  }
  if (!is_one_of(word, kStatements)) return false;
  if (word == spelling(Word::For)) return word_at(next) == spelling(Word::Accounts);
  const char c = char_at(next);
  return is_word_letter(c) || (c == '{' && word == spelling(Word::Params)) ||
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
    case Level::Statements:
      if (kind_ == FileKind::Inquiry) return false;
      // At the left margin two names in a row are a statement too, its first word misspelt.
      return is_name && (begin == 0 || char_at(begin - 1) == '\n') &&
             lexical::name(text_, next) > next;
    case Level::Sections:
    case Level::ShapeStatements:
      return false;
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
      return starts_line && is_one_of(word, kSeverityWords) && lexical::rule_id(text_, next) > next;
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
  rewind(before.pending);
  context_ = before.context;
  previous_ = {};
  depth_ = before.depth;
  const bool braced = level == Level::Params || level == Level::Fields || level == Level::Rows ||
                      level == Level::Entries || level == Level::Members;
  Offset at = lexical::token(text_, skip_blanks(begin));
  if (failed_at_ > at) at = failed_at_;
  if (has_given_up()) at = static_cast<Offset>(text_.size());
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

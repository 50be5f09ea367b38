#include "dsl/format.h"

#include <algorithm>

#include "dsl/formatter.h"
#include "dsl/parse.h"
#include "engine/base/ascii.h"
#include "engine/base/check.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

// The same text, however many blanks are inside `5 days`.
bool is_same_text(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_blank(a[i]) && is_blank(b[j])) {
      while (i < a.size() && is_blank(a[i])) ++i;
      while (j < b.size() && is_blank(b[j])) ++j;
    } else if (a[i++] != b[j++]) {
      return false;
    }
  }
  return i == a.size() && j == b.size();
}

// Kinds that mean something only by their text.
bool means_its_text(NodeKind kind) {
  switch (kind) {
    case NodeKind::Name:
    case NodeKind::Operator:
    case NodeKind::Text:
    case NodeKind::Number:
    case NodeKind::Money:
    case NodeKind::Percent:
    case NodeKind::Date:
    case NodeKind::Duration:
    case NodeKind::Frequency:
    case NodeKind::Cell:
      return true;
    default:
      return false;
  }
}

bool is_same_node(const Ast& a, NodeId in_a, const Ast& b, NodeId in_b) {
  const auto of_a = a.children(in_a);
  const auto of_b = b.children(in_b);
  if (a.kind(in_a) != b.kind(in_b) || of_a.size() != of_b.size()) return false;
  if (a.kind(in_a) == NodeKind::Text) return a.text(in_a) == b.text(in_b);
  if (of_a.empty())
    return !means_its_text(a.kind(in_a)) || is_same_text(a.text(in_a), b.text(in_b));
  for (std::size_t i = 0; i < of_a.size(); ++i) {
    if (!is_same_node(a, of_a[i], b, of_b[i])) return false;
  }
  return true;
}

std::string_view text_of(const Ast& ast, const Comment& comment) {
  const std::string_view text =
      ast.source().text().substr(comment.begin, comment.end - comment.begin);
  return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

bool has_same_comments(const Ast& a, const Ast& b) {
  return std::equal(a.comments().begin(), a.comments().end(), b.comments().begin(),
                    b.comments().end(), [&](const Comment& in_a, const Comment& in_b) {
                      return text_of(a, in_a) == text_of(b, in_b);
                    });
}

// ── brackets ──

char next_sign(std::string_view text, std::uint32_t at) {
  for (;;) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at == text.size()) return '\0';
    if (text[at] != '#') return text[at];
    at = static_cast<std::uint32_t>(std::min(text.find('\n', at), text.size()));
  }
}

// `a and b or c`, `a otherwise b and c`: read rightly by the grammar, wrongly by people.
void find_misread(const Ast& ast, NodeId parent, std::vector<NodeId>& found) {
  const NodeKind kind = ast.kind(parent);
  if (kind != NodeKind::Or && kind != NodeKind::Otherwise) return;
  const std::string_view text = ast.source().text();
  const auto operands = ast.children(parent);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const NodeKind operand = ast.kind(operands[i]);
    if (operand != NodeKind::And && (operand != NodeKind::Or || kind == NodeKind::Or)) continue;
    // Behind an operand in brackets stands its `)`; behind the last one it may be another's.
    const Span span = ast.span(operands[i]);
    const bool reaches_edge =
        i == 0 ? span.begin == ast.span(parent).begin : span.end == ast.span(parent).end;
    const bool is_inner = i > 0 && i + 1 < operands.size();
    const bool is_closed = next_sign(text, span.end) == ')';
    if (is_inner ? !is_closed : reaches_edge) found.push_back(operands[i]);
  }
}

// The text with those brackets; empty when it needs none.
std::string bracketed(const Ast& ast) {
  std::vector<NodeId> misread;
  for (NodeId node = 0; node < ast.size(); ++node) find_misread(ast, node, misread);
  if (misread.empty()) return {};
  std::vector<std::pair<std::uint32_t, char>> brackets;
  for (NodeId node : misread) {
    brackets.emplace_back(ast.span(node).begin, '(');
    brackets.emplace_back(ast.span(node).end, ')');
  }
  std::sort(brackets.begin(), brackets.end());
  std::string out;
  std::uint32_t from = 0;
  for (const auto& bracket : brackets) {
    out += ast.source().text().substr(from, bracket.first - from);
    out += bracket.second;
    from = bracket.first;
  }
  return out + std::string(ast.source().text().substr(from));
}

std::string in_style(const Ast& ast) {
  std::deque<std::string> kept;
  std::vector<Piece> pieces = pieces_of(ast, kept);
  std::vector<Stop> stops = mark(ast, pieces);
  return lay_out(pieces, stops);
}

// Reads another text of the same file.
struct Parsing {
  std::string name;
  FileKind kind;

  Ast operator()(std::string text, Diagnostics& problems) const {
    return parse(std::make_shared<const SourceText>(name, std::move(text)), kind, problems);
  }
};

// The brackets of the style first, then its columns.
std::string styled(const Ast& written, const Parsing& parsed) {
  std::string text = bracketed(written);
  if (text.empty()) return in_style(written);
  Diagnostics problems;  // brackets nest, and nesting is bounded
  const Ast clearer = parsed(std::move(text), problems);
  return in_style(problems.has_errors() ? written : clearer);
}

}  // namespace

bool same_tree(const Ast& a, const Ast& b) {
  return is_same_node(a, a.root(), b, b.root());
}

std::optional<std::string> format(const SourcePtr& source, FileKind kind, Diagnostics& found) {
  Diagnostics read;
  const Ast written = parse(source, kind, read);
  const bool is_sound = !read.has_errors();
  found.append(std::move(read));
  if (!is_sound) return std::nullopt;

  const Parsing parsed{source->name(), kind};
  std::string text = styled(written, parsed);
  Diagnostics problems;
  const Ast again = parsed(text, problems);
  if (problems.has_errors() && text.size() > source->text().size()) {
    found.append(std::move(problems));  // larger than a file may be
    return std::nullopt;
  }
  M2_CHECK(!problems.has_errors() && same_tree(written, again) && has_same_comments(written, again),
           "formatting keeps words, literals and comments");
  return text;
}

void note_style(const Ast& written, FileKind kind, Diagnostics& found) {
  const std::string& name = written.source().name();
  const std::string_view there = written.source().text();
  const std::string text = styled(written, Parsing{name, kind});
  if (text == there) return;
  const auto differs = static_cast<std::size_t>(
      std::mismatch(text.begin(), text.end(), there.begin(), there.end()).second - there.begin());
  const std::size_t begin = differs == 0 ? 0 : there.rfind('\n', differs - 1) + 1;
  const std::size_t end = std::min(there.find_first_of("\r\n", begin), there.size());
  // A source of its own: the style of a file is told behind what is wrong with it.
  const auto source = std::make_shared<const SourceText>(name, std::string(there));
  found.keep(source);
  found
      .note("style",
            {source.get(), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
            "`metro2 fmt` writes this line otherwise")
      .with_help("metro2 fmt " + name);
}

}  // namespace m2::dsl

// The text of a file cut into pieces: what the tree calls one name, literal or cell is one piece,
// and so is every other word and sign, and every comment.

#include <algorithm>

#include "dsl/formatter.h"
#include "dsl/lexical.h"
#include "dsl/reader.h"
#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

// Nodes whose text is not to be cut further.
bool is_whole(const Ast& ast, NodeId node) {
  switch (ast.kind(node)) {
    case NodeKind::Name:
    case NodeKind::Text:
    case NodeKind::Number:
    case NodeKind::Money:
    case NodeKind::Percent:
    case NodeKind::Date:
    case NodeKind::Duration:
      return true;
    case NodeKind::Frequency:
    case NodeKind::Cell:
      return ast.children(node).empty() && !ast.text(node).empty();
    default:
      return false;
  }
}

std::vector<NodeId> whole_nodes(const Ast& ast) {
  std::vector<NodeId> nodes;
  for (NodeId node = 0; node < ast.size(); ++node) {
    if (is_whole(ast, node)) nodes.push_back(node);
  }
  std::sort(nodes.begin(), nodes.end(),
            [&](NodeId a, NodeId b) { return ast.span(a).begin < ast.span(b).begin; });
  return nodes;
}

class Cutter {
 public:
  Cutter(const Ast& ast, std::deque<std::string>& kept)
      : ast_(ast), text_(ast.source().text()), whole_(whole_nodes(ast)), kept_(kept) {}

  std::vector<Piece> cut() {
    if (text_.starts_with(kByteOrderMark)) at_ = static_cast<lexical::Offset>(3);
    pieces_.reserve(text_.size() / 4);  // nearly always enough
    std::uint32_t lines = 0;
    while (at_ < text_.size()) {
      if (is_blank(text_[at_])) {
        lines += text_[at_++] == '\n' ? 1 : 0;
        continue;
      }
      add(static_cast<std::uint8_t>(std::min(lines, 2U)));
      lines = 0;
    }
    return std::move(pieces_);
  }

 private:
  void add(std::uint8_t lines_before) {
    Piece piece;
    piece.begin = at_;
    piece.lines_before = lines_before;
    if (const NodeId node = whole_here(); node != Ast::kNone) {
      piece.text = spelling_of(node);
      at_ = ast_.span(node).end;
    } else if (const auto end = lexical::comment(text_, at_); end > at_) {
      piece.text = text_.substr(at_, end - at_);
      piece.text = piece.text.substr(0, piece.text.find_last_not_of(" \t\r") + 1);
      piece.is_comment = true;
      at_ = end;
    } else {
      const auto token_end = lexical::token(text_, at_);
      piece.text = text_.substr(at_, token_end - at_);
      at_ = token_end;
    }
    piece.width = static_cast<std::uint32_t>(count_code_points(piece.text));
    pieces_.push_back(piece);
  }

  // The whole node that begins here; those inside of others (names in a text) are passed over.
  NodeId whole_here() {
    while (next_ < whole_.size() && ast_.span(whole_[next_]).begin < at_) ++next_;
    return next_ < whole_.size() && ast_.span(whole_[next_]).begin == at_ ? whole_[next_]
                                                                          : Ast::kNone;
  }

  // Its text, with one blank inside `5 days`.
  std::string_view spelling_of(NodeId node) {
    const std::string_view text = ast_.text(node);
    const NodeKind kind = ast_.kind(node);
    if (kind != NodeKind::Duration && kind != NodeKind::Frequency) return text;
    std::string& spelt = kept_.emplace_back();
    for (char c : text) {
      if (!is_blank(c)) {
        spelt += c;
      } else if (spelt.back() != ' ') {
        spelt += ' ';
      }
    }
    return spelt;
  }

  const Ast& ast_;
  std::string_view text_;
  std::vector<NodeId> whole_;
  std::size_t next_ = 0;
  lexical::Offset at_ = 0;
  std::deque<std::string>& kept_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<Piece> pieces_of(const Ast& ast, std::deque<std::string>& kept) {
  return Cutter(ast, kept).cut();
}

}  // namespace m2::dsl

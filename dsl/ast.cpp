#include "dsl/ast.h"

#include <algorithm>

#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2::dsl {

bool is_documented(NodeKind kind) {
  switch (kind) {
    case NodeKind::PresetHeader:
    case NodeKind::LibraryHeader:
    case NodeKind::RulesHeader:
    case NodeKind::ShapeHeader:
    case NodeKind::ForAccounts:
    case NodeKind::Use:
    case NodeKind::Layout:
    case NodeKind::Params:
    case NodeKind::Param:
    case NodeKind::Let:
    case NodeKind::Define:
    case NodeKind::Table:
    case NodeKind::Row:
    case NodeKind::Lookup:
    case NodeKind::Entry:
    case NodeKind::Record:
    case NodeKind::Segment:
    case NodeKind::Fields:
    case NodeKind::FieldRule:
    case NodeKind::LeaveBlank:
    case NodeKind::Include:
    case NodeKind::Skip:
    case NodeKind::HoldRule:
    case NodeKind::Require:
    case NodeKind::Warn:
    case NodeKind::Example:
    case NodeKind::Set:
    case NodeKind::Replace:
    case NodeKind::Remove:
    case NodeKind::Add:
    case NodeKind::Section:
    case NodeKind::RuleOf:
    case NodeKind::ShapeRecord:
    case NodeKind::ShapeMember:
    case NodeKind::OneOf:
    case NodeKind::OneOfValue:
      return true;
    default:
      return false;
  }
}

namespace {

bool is_white(std::string_view text) {
  return trim(text).empty();
}

// Doc comments one under the other, their marks taken off.
class DocText {
 public:
  explicit DocText(std::string_view source) : source_(source) {}

  void add(const Comment& comment) {
    if (!comment.is_doc) return;
    if (!text_.empty()) text_ += '\n';
    text_ += trim(source_.substr(comment.begin, comment.end - comment.begin).substr(2));
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string_view source_;
  std::string text_;
};

}  // namespace

std::string Ast::doc(NodeId id) const {
  const Node& node = nodes_[id];
  if (!is_documented(node.kind)) return {};
  const std::string_view text = source_->text();
  const auto between = [&](std::uint32_t begin, std::uint32_t end) {
    return text.substr(begin, end - begin);
  };
  const auto comment_from = [&](std::uint32_t at) {
    return std::lower_bound(comments_.begin(), comments_.end(), at,
                            [](const Comment& c, std::uint32_t begin) { return c.begin < begin; });
  };
  const auto starts_line = [&](const Comment& c) {
    const std::size_t line_end = text.substr(0, c.begin).find_last_not_of(" \t");
    return line_end == std::string_view::npos || text[line_end] == '\n' ||
           text.substr(0, line_end + 1) == kByteOrderMark;
  };
  DocText doc(text);

  // The lines above: comments that stand alone, with nothing but blanks between them and the node.
  const auto inside = comment_from(node.begin);
  auto above = inside;
  for (std::uint32_t below = node.begin; above != comments_.begin(); below = above->begin) {
    const Comment& comment = *std::prev(above);
    if (!is_white(between(comment.end, below)) || !starts_line(comment)) break;
    --above;
  }
  for (; above != inside; ++above) doc.add(*above);

  // Its first line, unless something inside that has a doc comment of its own begins before.
  const bool has_inside = inside != comments_.end() && inside->begin < node.end;
  if (has_inside && between(node.begin, inside->begin).find('\n') == std::string_view::npos) {
    const auto nested = children(id);
    const bool is_for_nested = std::any_of(nested.begin(), nested.end(), [&](NodeId child) {
      return nodes_[child].begin < inside->begin && is_documented(nodes_[child].kind);
    });
    if (!is_for_nested) doc.add(*inside);
  }

  // Behind it, on its last line.
  const auto behind = comment_from(node.end);
  if (behind != comments_.end()) {
    const std::string_view gap = between(node.end, behind->begin);
    if (is_white(gap) && gap.find('\n') == std::string_view::npos) doc.add(*behind);
  }
  return doc.take();
}

}  // namespace m2::dsl

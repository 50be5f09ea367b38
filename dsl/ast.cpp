#include "dsl/ast.h"

#include <algorithm>

#include "engine/base/text.h"

namespace m2::dsl {
namespace {

// What a doc comment can belong to.
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

bool is_blank(std::string_view text) {
  return trim(text).empty();
}

}  // namespace

std::string Ast::doc(NodeId id) const {
  const Node& node = nodes_[id];
  if (!is_documented(node.kind)) return {};
  const std::string_view text = source_->text();
  const auto between = [&](std::uint32_t begin, std::uint32_t end) {
    return text.substr(begin, end - begin);
  };
  const auto starts_line = [&](const Comment& c) {
    const std::size_t line = text.substr(0, c.begin).rfind('\n');
    return is_blank(
        between(line == std::string_view::npos ? 0 : static_cast<std::uint32_t>(line), c.begin));
  };

  // The lines above: comments that stand alone, with nothing but blanks between them and the node.
  const auto after =
      std::lower_bound(comments_.begin(), comments_.end(), node.begin,
                       [](const Comment& c, std::uint32_t at) { return c.begin < at; });
  auto first = after;
  for (std::uint32_t below = node.begin; first != comments_.begin(); below = first->begin) {
    const Comment& above = *std::prev(first);
    if (!is_blank(between(above.end, below)) || !starts_line(above)) break;
    --first;
  }
  std::string out;
  const auto add = [&](const Comment& c) {
    if (!c.is_doc) return;
    if (!out.empty()) out += '\n';
    out += trim(between(c.begin, c.end).substr(2));
  };
  for (; first != after; ++first) add(*first);

  // Behind the node, on its last line.
  const auto behind =
      std::find_if(after, comments_.end(), [&](const Comment& c) { return c.begin >= node.end; });
  if (behind != comments_.end() &&
      between(node.end, behind->begin).find('\n') == std::string_view::npos &&
      is_blank(between(node.end, behind->begin))) {
    add(*behind);
  }
  return out;
}

}  // namespace m2::dsl

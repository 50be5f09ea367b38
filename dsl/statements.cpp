#include "dsl/statements.h"

#include <algorithm>

#include "dsl/parse.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

bool is_named(NodeKind kind) {
  switch (kind) {
    case NodeKind::Param:
    case NodeKind::Let:
    case NodeKind::Define:
    case NodeKind::Table:
    case NodeKind::Lookup:
    case NodeKind::Fields:
    case NodeKind::Record:
    case NodeKind::Segment:
    case NodeKind::FieldRule:
    case NodeKind::Skip:
    case NodeKind::HoldRule:
    case NodeKind::Require:
    case NodeKind::Warn:
    case NodeKind::Replace:
    case NodeKind::ShapeRecord:
    case NodeKind::ShapeMember:
    case NodeKind::OneOf:
      return true;
    default:
      return false;
  }
}

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// Lines after the first by what they are all indented.
std::string dedented(std::string_view text) {
  const std::vector<std::string_view> lines = split(text, '\n');
  std::size_t shared = std::string::npos;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (!trim(lines[i]).empty()) shared = std::min(shared, indentation(lines[i]));
  }
  std::string out(lines.front());
  for (std::size_t i = 1; i < lines.size(); ++i)
    out += "\n  " + std::string(lines[i].substr(std::min(shared, lines[i].size())));
  return out;
}

}  // namespace

std::string Statement::text(std::size_t child) const {
  if (ast_ == nullptr || child >= ast_->children(id_).size()) return {};
  return dedented(ast_->text(ast_->child(id_, child)));
}

std::string Statement::text(NodeKind kind) const {
  const NodeId child = ast_ == nullptr ? Ast::kNone : ast_->find(id_, kind);
  return child == Ast::kNone ? std::string() : dedented(ast_->text(child));
}

std::string Statement::last() const {
  return ast_ == nullptr ? std::string() : text(ast_->children(id_).size() - 1);
}

std::string Statement::doc() const {
  return ast_ == nullptr ? std::string() : ast_->doc(id_);
}

Statements::Statements(const CheckedPreset& preset) {
  for (const SourcePtr& source : preset.sources) {
    const auto kind = file_kind(source->name());
    if (!kind) continue;
    Diagnostics ignored;  // the preset was checked
    const Ast& ast = files_.emplace_back(parse(source, *kind, ignored));
    for (NodeId id = 0; id < ast.size(); ++id) {
      if (ast.kind(id) == NodeKind::PresetHeader && !header_.is_known())
        header_ = Statement(&ast, id);
      if (!is_named(ast.kind(id)) || ast.children(id).empty()) continue;
      by_name_.emplace(std::pair(source.get(), ast.span(ast.child(id, 0)).begin),
                       Statement(&ast, id));
    }
  }
}

Statement Statements::of(Span name) const {
  const auto found = by_name_.find({name.source, name.begin});
  return found == by_name_.end() ? Statement() : found->second;
}

}  // namespace m2::dsl

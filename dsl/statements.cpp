#include "dsl/statements.h"

#include <algorithm>

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
  for (const auto& tree : preset.trees) add(*tree);
  if (preset.shape != nullptr) add(*preset.shape->ast);
}

// Of a preset that extends, the base is read first: the last header is its own.
void Statements::add(const Ast& ast) {
  for (NodeId id = 0; id < ast.size(); ++id) {
    if (ast.kind(id) == NodeKind::PresetHeader) header_ = Statement(&ast, id);
    if (!is_named(ast.kind(id)) || ast.children(id).empty()) continue;
    by_name_.emplace(std::pair(ast.source_ptr().get(), ast.span(ast.child(id, 0)).begin),
                     Statement(&ast, id));
  }
}

Statement Statements::of(Span name) const {
  const auto found = by_name_.find({name.source, name.begin});
  return found == by_name_.end() ? Statement() : found->second;
}

}  // namespace m2::dsl

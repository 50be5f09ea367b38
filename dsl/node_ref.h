#pragma once
// NodeRef: a node with the tree it stands in; a preset is read from several files.
//
//   if (const NodeRef range = param.find(NodeKind::Range)) read(range[0].text());

#include <string_view>

#include "dsl/ast.h"

namespace m2::dsl {

struct NodeRef {
  const Ast* ast = nullptr;
  NodeId id = Ast::kNone;

  explicit operator bool() const { return id != Ast::kNone; }
  [[nodiscard]] NodeKind kind() const { return ast->kind(id); }
  [[nodiscard]] bool is(NodeKind k) const { return ast->kind(id) == k; }
  [[nodiscard]] std::string_view text() const { return ast->text(id); }
  [[nodiscard]] Span span() const { return ast->span(id); }
  [[nodiscard]] std::size_t size() const { return ast->children(id).size(); }
  [[nodiscard]] NodeRef operator[](std::size_t i) const { return {ast, ast->child(id, i)}; }
  [[nodiscard]] NodeRef find(NodeKind k) const { return {ast, ast->find(id, k)}; }
  [[nodiscard]] bool has(NodeKind k) const { return ast->has(id, k); }
  /// The word that a statement begins with: skip, let, record.
  [[nodiscard]] std::string_view first_word() const {
    return text().substr(0, text().find_first_of(" \t\r\n{"));
  }
};

/// A skip, hold, require or warn.
inline bool is_rule(NodeKind kind) {
  return kind == NodeKind::Skip || kind == NodeKind::HoldRule || kind == NodeKind::Require ||
         kind == NodeKind::Warn;
}

/// The file as one node: its header and statements are the children.
inline NodeRef root_of(const Ast& ast) {
  return {&ast, ast.root()};
}

}  // namespace m2::dsl

#pragma once
// Statements: what an author wrote for each thing of a checked preset: its text and its `##`
// comment.
//
//   const Statements statements(*preset);
//   statements.of(preset->lets[0].span).text(1)     // "first r in lease.people where …"
//   statements.of(rule.span).doc()                  // "Once grace is used up, …"
//
// Valid while the preset lives.

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "dsl/ast.h"
#include "dsl/program.h"

namespace m2::dsl {

class Statement {
 public:
  Statement() = default;
  Statement(const Ast* ast, NodeId id) : ast_(ast), id_(id) {}

  [[nodiscard]] bool is_known() const { return ast_ != nullptr; }
  /// The text of a child, lines after the first moved to the left together; empty when there is
  /// none.
  [[nodiscard]] std::string text(std::size_t child) const;
  [[nodiscard]] std::string text(NodeKind kind) const;
  /// The text of the last child: of a let or define, its value.
  [[nodiscard]] std::string last() const;
  /// The comment that belongs to it.
  [[nodiscard]] std::string doc() const;

 private:
  const Ast* ast_ = nullptr;
  NodeId id_ = 0;
};

class Statements {
 public:
  explicit Statements(const CheckedPreset& preset);

  /// The statement, parameter, field, rule or member whose name stands at `name`.
  [[nodiscard]] Statement of(Span name) const;
  /// The header of the preset itself.
  [[nodiscard]] Statement header() const { return header_; }

 private:
  void add(const Ast& ast);

  std::map<std::pair<const SourceText*, std::uint32_t>, Statement> by_name_;
  Statement header_;
};

}  // namespace m2::dsl

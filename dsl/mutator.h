#pragma once
// Mutator: goes through a tree and makes the mutants of mutants.h. Internal to dsl.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/geometry.h"
#include "dsl/mutants.h"
#include "dsl/node_ref.h"

namespace m2::dsl {

class Mutator {
 public:
  Mutator(const Ast& ast, const CheckedPreset& preset);
  std::vector<Mutant> make();

 private:
  // ── mutants.cpp: statements and conditions ──
  void statement(NodeRef n);
  void body(NodeRef n);
  void given(NodeRef value);
  void condition(NodeRef n);
  void expression(NodeRef n);
  void negate(NodeRef n);
  void connectives(NodeRef n);
  void comparison(NodeRef n);
  void is(NodeRef n);
  void otherwise(NodeRef n, Type type, std::string_view compared);
  void arithmetic(NodeRef n);
  void path(NodeRef n);
  void swap_word(NodeRef word);

  // ── mutants_values.cpp: literals and tables ──
  void literal(NodeRef n, std::int64_t by);
  void text(NodeRef n, Type wanted, const std::vector<std::string>& taken);
  void texts(NodeRef list, Type wanted);
  void move_bound(NodeRef n, std::int64_t by);
  [[nodiscard]] std::optional<std::string> moved(NodeRef n, std::int64_t by, bool is_bound) const;
  [[nodiscard]] std::string another(const std::string& text, Type type,
                                    const std::vector<std::string>& taken) const;
  void table(NodeRef n);
  void table_bounds(const Table& table, const std::vector<NodeRef>& rows, std::size_t column);
  void move_rows(const Table& table, const std::vector<NodeRef>& rows, std::size_t column,
                 const std::vector<std::size_t>& meeting, std::int64_t bound, std::int64_t by);
  void table_answers(const Table& table, const std::vector<NodeRef>& rows);
  void lookup(NodeRef n);

  // ── small tools ──
  void wanted(NodeRef n, Type type) {
    wanted_ = type;
    expression(n);
  }
  [[nodiscard]] Type type_at(NodeRef n) const;
  Mutant& add(Mutation mutation, NodeRef place, std::vector<TextEdit> edits);
  void replace(Mutation mutation, NodeRef place, NodeRef part, std::string text);
  static TextEdit insert(std::uint32_t at, std::string text) { return {at, at, std::move(text)}; }
  [[nodiscard]] TextEdit without_not(std::uint32_t at) const;
  static TextEdit put(NodeRef part, std::string text) {
    return {part.span().begin, part.span().end, std::move(text)};
  }

  const Ast& ast_;
  const CheckedPreset& preset_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Type> types_;  // by place, of expressions
  std::vector<Span> rows_;  // the row or key within which something is changed
  Type wanted_;             // what the next expression is to give, where a list says what may
  bool stands_for_nothing_ = false;  // an empty text, where no value was given
  std::string_view compared_;        // the first text that the next expression is compared with
  bool is_everywhere_ = false;       // what is changed concerns every run
  std::vector<Mutant> made_;
};

}  // namespace m2::dsl

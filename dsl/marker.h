#pragma once
// Marker: what the tree of a file says about its pieces. Inside of the formatter only.
//
//   std::vector<Stop> stops = Marker(ast, pieces).mark();
//
// Statements are in format_marks.cpp, bodies in format_bodies.cpp, expressions in
// format_expressions.cpp.

#include <span>

#include "dsl/formatter.h"

namespace m2::dsl {

class Marker {
 public:
  Marker(const Ast& ast, std::vector<Piece>& pieces) : ast_(ast), pieces_(pieces) {}
  std::vector<Stop> mark();

 private:
  // Lines end at the lowest rank first: a statement at its joints, an expression at its loosest
  // operator, and before a whole value only when nothing else is left.
  enum Rank : std::uint32_t {
    kJoint = 0,
    kClause = 4,
    kExpression = 100,
    kComparison = 100'000,
    kValue = 200'000,
  };

  static constexpr std::uint32_t kBodyIndent = 2;
  static constexpr std::uint32_t kHangIndent = 2;  // of a value below its name
  static constexpr std::uint32_t kForcedIndent = 4;
  // What begins further right does not move its neighbours.
  static constexpr std::uint32_t kNameCap = 44;
  static constexpr std::uint32_t kReasonCap = 64;
  static constexpr std::uint32_t kLineCap = 100;
  static constexpr std::uint32_t kCommentCap = 64;

  // From left to right.
  enum Order : std::uint32_t {
    kFirst = 0,
    kSecond = 1,
    kThird = 2,
    kFourth = 3,
    kBars = 4,   // and the orders behind it, bar by bar
    kThen = 40,  // and deeper ones behind it
    kComments = 60,
  };
  /// The statements of one kind that stand together and share columns.
  struct Run {
    NodeKind kind = NodeKind::Broken;
    StopId first = kNoPiece;
    StopId second = kNoPiece;
    StopId third = kNoPiece;
  };
  struct MemberStops {
    StopId type = kNoPiece;
    StopId narrow = kNoPiece;
    StopId wide = kNoPiece;
    StopId as = kNoPiece;
    StopId missing = kNoPiece;
  };
  struct Where {
    PieceId below = kNoPiece;
    std::uint32_t indent = 0;
  };

  // ── pieces of the tree, format_marks.cpp ──
  [[nodiscard]] PieceId piece_at(std::uint32_t offset) const;
  [[nodiscard]] PieceId first(NodeId node) const { return piece_at(ast_.span(node).begin); }
  [[nodiscard]] PieceId behind(NodeId node) const { return piece_at(ast_.span(node).end); }
  [[nodiscard]] PieceId last(NodeId node) const { return before(behind(node)); }
  [[nodiscard]] PieceId before(PieceId piece) const;
  [[nodiscard]] PieceId after(PieceId piece) const;
  /// The word or sign before a node, which may stand in brackets.
  [[nodiscard]] PieceId sign_before(NodeId node) const;
  /// Where a node begins, its brackets included.
  [[nodiscard]] PieceId outer_first(NodeId node) const { return after(sign_before(node)); }

  [[nodiscard]] std::uint32_t width_of(NodeId node) const;
  StopId add_stop(std::uint32_t order, std::uint32_t cap);
  void align(PieceId piece, StopId stop, std::uint32_t gap = 1);
  void may(PieceId piece, Where where, std::uint32_t rank, NodeId owner);
  void may_fill(std::span<const NodeId> nodes, PieceId below, std::uint32_t rank, NodeId owner);
  void item(PieceId piece, std::uint32_t indent);

  // ── statements, format_marks.cpp ──
  void statements(NodeId parent);
  void statement(NodeId node);
  [[nodiscard]] Run run_of(NodeId node, NodeId previous, const Run& run);
  [[nodiscard]] bool has_blank_line(PieceId from, PieceId to) const;
  [[nodiscard]] bool has_heading(PieceId from, PieceId to) const;
  [[nodiscard]] bool goes_on(NodeId node, NodeId previous, const Run& run) const;
  void let(NodeId node, const Run& run);
  void define(NodeId node, const Run& run);
  void example(NodeId node, const Run& run);
  void account_rule(NodeId node, const Run& run);
  void locked(NodeId node, PieceId below);
  void arguments(NodeId node);
  void value(NodeId node, PieceId piece, std::uint32_t indent, std::uint32_t rank);
  void trailing_comment(PieceId last, StopId stop);

  // ── bodies, format_bodies.cpp ──
  void body(NodeId node, std::span<const NodeId> items);
  void table(NodeId node);
  void row(NodeId node, std::span<const StopId> bars);
  void lookup(NodeId node);
  void params(NodeId node);
  void fields(NodeId node);
  void field(NodeId node, StopId values);
  void shape_record(NodeId node);
  void member(NodeId node, const MemberStops& stops);
  [[nodiscard]] bool is_wide(NodeId member) const;
  StopId add_clause_stop(std::uint32_t order);
  void one_of(NodeId node);
  void rule_of(NodeId node);

  // ── expressions, format_expressions.cpp ──
  void expression(NodeId node, std::uint32_t depth);
  void operands(NodeId node, std::uint32_t depth);
  void operators(NodeId node, std::uint32_t depth);
  void inside(NodeId node, std::uint32_t depth);
  void choice(NodeId node, std::uint32_t depth);
  void comparison(NodeId node, std::uint32_t depth);
  void list_form(NodeId node, std::uint32_t depth);
  void condition(NodeId node) { expression(node, 0); }

  void signs();
  void finish();

  const Ast& ast_;
  std::vector<Piece>& pieces_;
  std::vector<Stop> stops_;
  StopId comments_ = kNoPiece;  // of the statements that stand together
};

}  // namespace m2::dsl

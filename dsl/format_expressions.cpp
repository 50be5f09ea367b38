// Expressions: a line that goes on stands below the beginning of what it goes on with.

#include <algorithm>

#include "dsl/format.h"
#include "dsl/marker.h"

namespace m2::dsl {
namespace {

constexpr std::uint32_t kRanksOfLevel = 4;
constexpr std::uint32_t kDeepestThen = 16;
constexpr std::uint32_t kWidestThen = 20;  // so many blanks before `then`, or none

}  // namespace

void Marker::expression(NodeId node, std::uint32_t depth) {
  switch (ast_.kind(node)) {
    case NodeKind::Otherwise:
    case NodeKind::Or:
    case NodeKind::And:
      return operands(node, depth);
    case NodeKind::Sum:
    case NodeKind::Product:
    case NodeKind::Adjusted:
      return operators(node, depth);
    case NodeKind::Compare:
    case NodeKind::Is:
      return comparison(node, depth);
    case NodeKind::If:
      return choice(node, depth);
    case NodeKind::Aggregate:
    case NodeKind::Quantified:
    case NodeKind::Groups:
    case NodeKind::Allocate:
    case NodeKind::Instalments:
      return list_form(node, depth);
    case NodeKind::Negative:
      pieces_[after(first(node))].is_glued = true;
      return inside(node, depth);
    case NodeKind::Call:
    case NodeKind::List: {
      const PieceId open = first(node);
      if (ast_.kind(node) == NodeKind::Call) pieces_[open].is_glued = true;
      may_fill(ast_.children(node), after(open), kExpression + depth * kRanksOfLevel, node);
      return inside(node, depth);
    }
    case NodeKind::Text:
      return;
    default:
      return inside(node, depth);
  }
}

void Marker::inside(NodeId node, std::uint32_t depth) {
  for (NodeId child : ast_.children(node)) expression(child, depth + 1);
}

// or, and, otherwise: before each operand but the first.
void Marker::operands(NodeId node, std::uint32_t depth) {
  for (NodeId operand : ast_.children(node).subspan(1))
    may(sign_before(operand), {first(node), 0}, kExpression + depth * kRanksOfLevel, node);
  inside(node, depth);
}

// + - * / and adjusters, which are nodes themselves.
void Marker::operators(NodeId node, std::uint32_t depth) {
  const bool is_adjusted = ast_.kind(node) == NodeKind::Adjusted;
  for (NodeId child : ast_.children(node).subspan(1)) {
    if (is_adjusted || ast_.kind(child) == NodeKind::Operator)
      may(first(child), {first(node), 0}, kExpression + depth * kRanksOfLevel + 2, node);
  }
  inside(node, depth);
}

void Marker::comparison(NodeId node, std::uint32_t depth) {
  const NodeId second = ast_.child(node, 1);
  const PieceId sign = ast_.kind(node) == NodeKind::Is ? before(first(second)) : first(second);
  may(sign, {first(node), 0}, kComparison + depth, node);
  inside(node, depth);
}

// if … then … else if … then … else …: one chain; the `then`s of its lines share a column.
void Marker::choice(NodeId node, std::uint32_t depth) {
  const PieceId begin = first(node);
  const std::uint32_t rank = kExpression + depth * kRanksOfLevel;
  const StopId thens = add_stop(kThen + std::min(depth, kDeepestThen), kLineWidth);
  stops_[thens].spread = kWidestThen;
  for (NodeId link = node;;) {
    const auto parts = ast_.children(link);
    const PieceId then_word = sign_before(parts[1]);
    const PieceId else_word = sign_before(parts[2]);
    may(then_word, {begin, 0}, rank + 1, node);
    may(else_word, {begin, 0}, rank, node);
    align(then_word, thens);
    expression(parts[0], depth + 1);
    expression(parts[1], depth + 1);
    const bool goes_on = ast_.kind(parts[2]) == NodeKind::If && first(parts[2]) == after(else_word);
    if (!goes_on) return expression(parts[2], depth + 1);
    link = parts[2];
  }
}

// sum of … for … in … where … by …, allocate …, instalments …, and the `for each` of a segment.
void Marker::list_form(NodeId node, std::uint32_t depth) {
  const Where where{first(node), 0};
  const std::uint32_t rank = kExpression + depth * kRanksOfLevel;
  const auto parts = ast_.children(node);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    switch (ast_.kind(parts[i])) {
      case NodeKind::Where:
      case NodeKind::Has:
      case NodeKind::By:
        may(first(parts[i]), where, rank, node);
        break;
      case NodeKind::OldestFirst:
      case NodeKind::SameMonthFirst:
      case NodeKind::ByPriority:
      case NodeKind::AsOf:
      case NodeKind::MovedBy:
        may(first(parts[i]), where, rank + 2, node);
        break;
      default:
        if (ast_.kind(node) == NodeKind::Aggregate && i == 2)
          may(before(first(parts[i])), where, rank + 1, node);  // for
        if (ast_.kind(node) == NodeKind::Instalments && i == 2)
          may(sign_before(parts[i]), where, rank + 1, node);  // from
    }
    expression(parts[i], depth + 1);
  }
}

}  // namespace m2::dsl

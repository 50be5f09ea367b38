// Bodies and what stands in them: parameters, rows, entries, fields, members, the parts of a rule.

#include "dsl/marker.h"

namespace m2::dsl {
namespace {

constexpr std::uint32_t kNarrowType =
    12;  // "list of text"; wider types share a column of their own
constexpr std::uint32_t kWidestGap = 20;
constexpr std::size_t kMostBars = 32;

}  // namespace

void Marker::body(NodeId node, std::span<const NodeId> items) {
  const NodeId lock = ast_.find(node, NodeKind::Locked);
  const PieceId close = lock == Ast::kNone ? last(node) : before(first(lock));
  Piece& end = pieces_[close];
  end.can_break = Break::Must;
  end.closes_body = true;
  pieces_[items.empty() ? before(close) : before(first(items.front()))].opens_body = true;
  const StopId comments = add_stop(kComments, kCommentCap);
  for (NodeId each : items) {
    item(first(each), kBodyIndent);
    const PieceId end_of_item = last(each);
    const bool has_comma = pieces_[end_of_item + 1].text == ",";
    trailing_comment(has_comma ? end_of_item + 1 : end_of_item, comments);
  }
}

void Marker::params(NodeId node) {
  body(node, ast_.children(node));
  const StopId types = add_stop(kFirst, kNameCap);
  const StopId narrow = add_stop(kSecond, kReasonCap);
  const StopId wide = add_stop(kSecond, kReasonCap);
  const StopId ranges = add_stop(kThird, kLineCap);
  for (NodeId param : ast_.children(node)) {
    const NodeId type = ast_.child(param, 1);
    const NodeId standard = ast_.child(param, 2);
    align(first(type), types, 2);
    align(before(first(standard)), width_of(type) <= kNarrowType ? narrow : wide);
    if (const NodeId range = ast_.find(param, NodeKind::Range); range != Ast::kNone) {
      align(first(range), ranges);
      may(first(range), {first(param), kForcedIndent}, kJoint, range);
    }
    for (NodeId part : ast_.children(param)) expression(part, 0);
  }
}

void Marker::table(NodeId node) {
  std::vector<NodeId> rows;
  for (NodeId child : ast_.children(node)) {
    const NodeKind kind = ast_.kind(child);
    if (kind == NodeKind::Row) rows.push_back(child);
    if (kind == NodeKind::Arguments || kind == NodeKind::Gives) arguments(child);
    if (kind == NodeKind::Gives) may(first(child), {first(node), 0}, kJoint, child);
    if (kind == NodeKind::InOrder || kind == NodeKind::Monotone)
      may(first(child), {first(node), 0}, kClause, child);
  }
  body(node, rows);
  std::vector<StopId> bars;
  for (std::uint32_t i = 0; i < kMostBars; ++i) {
    bars.push_back(add_stop(kBars + i, kLineCap));
  }
  for (NodeId each : rows) row(each, bars);
}

void Marker::row(NodeId node, std::span<const StopId> bars) {
  std::size_t bar = 0;
  for (PieceId p = first(node) + 1; p <= last(node) && bar < bars.size(); ++p) {
    if (pieces_[p].text == "|" || pieces_[p].text == "||") align(p, bars[bar++]);
  }
  for (NodeId cell : ast_.children(node)) {
    for (NodeId result : ast_.children(cell)) inside(result, 0);
  }
}

void Marker::lookup(NodeId node) {
  std::vector<NodeId> entries;
  for (NodeId child : ast_.children(node)) {
    if (ast_.kind(child) == NodeKind::Entry) {
      entries.push_back(child);
    } else if (ast_.kind(child) == NodeKind::Arguments) {
      arguments(child);
    } else {
      expression(child, 0);
    }
  }
  body(node, entries);
  const StopId arrows = add_stop(kFirst, kReasonCap);
  stops_[arrows].skips_ends = true;
  for (NodeId entry : entries) {
    const auto parts = ast_.children(entry);
    const PieceId arrow = sign_before(parts.back());
    may_fill(parts.first(parts.size() - 1), first(entry), kClause, entry);
    align(arrow, arrows, 2);
    value(parts.back(), after(arrow), kForcedIndent, kValue);
  }
}

void Marker::fields(NodeId node) {
  std::vector<NodeId> items;
  for (NodeId child : ast_.children(node)) {
    switch (ast_.kind(child)) {
      case NodeKind::FieldRule:
      case NodeKind::LeaveBlank:
      case NodeKind::Include:
        items.push_back(child);
        break;
      case NodeKind::Arguments:
        arguments(child);
        break;
      case NodeKind::When:
      case NodeKind::ForEach:
        may(first(child), {first(node), kForcedIndent}, kJoint, child);
        list_form(child, 0);
        break;
      default:
        break;
    }
  }
  body(node, items);
  const StopId values = add_stop(kFirst, kNameCap);
  for (NodeId each : items) field(each, values);
}

void Marker::field(NodeId node, StopId values) {
  const auto parts = ast_.children(node);
  if (ast_.kind(node) == NodeKind::LeaveBlank)
    return may_fill(parts, first(parts.front()), kClause, node);
  if (ast_.kind(node) == NodeKind::Include) return expression(parts.front(), 0);
  const PieceId begin = outer_first(parts[1]);
  align(begin, values, 2);
  value(parts[1], begin, kHangIndent, kValue);
  locked(node, begin);
}

// ── shapes ──

void Marker::shape_record(NodeId node) {
  std::vector<NodeId> members;
  for (NodeId child : ast_.children(node)) {
    if (ast_.kind(child) == NodeKind::ShapeMember) members.push_back(child);
  }
  body(node, members);
  MemberStops stops;
  stops.type = add_stop(kFirst, kNameCap);
  stops.narrow = add_stop(kSecond, kReasonCap);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const NodeId previous = i == 0 ? Ast::kNone : members[i - 1];
    const bool is_next = i > 0 && !has_blank_line(last(previous), first(members[i]));
    // Wide types, and clauses that not every member has, are aligned where neighbours have them.
    if (i == 0 || !is_wide(previous)) stops.wide = add_stop(kSecond, kReasonCap);
    const bool after_as = is_next && ast_.has(previous, NodeKind::As);
    const bool after_missing = is_next && ast_.has(previous, NodeKind::MissingWhen) &&
                               after_as == ast_.has(members[i], NodeKind::As);
    if (!after_as) stops.as = add_clause_stop(kThird);
    if (!after_missing) stops.missing = add_clause_stop(kFourth);
    member(members[i], stops);
  }
}

bool Marker::is_wide(NodeId member) const {
  const NodeId type = ast_.child(member, ast_.has(member, NodeKind::Optional) ? 2 : 1);
  return width_of(type) > kNarrowType;
}

StopId Marker::add_clause_stop(std::uint32_t order) {
  const StopId stop = add_stop(order, kLineCap);
  stops_[stop].spread = kWidestGap;
  return stop;
}

void Marker::member(NodeId node, const MemberStops& stops) {
  PieceId type = kNoPiece;
  for (NodeId part : ast_.children(node)) {
    const NodeKind kind = ast_.kind(part);
    const PieceId piece = first(part);
    const Where where{type, 0};
    switch (kind) {
      case NodeKind::TypeName:
      case NodeKind::TypeList:
      case NodeKind::TypeCode: {
        type = piece;
        align(type, stops.type, 2);
        const PieceId clause = behind(part);
        if (clause < behind(node) && !pieces_[clause].is_comment)
          align(clause, is_wide(node) ? stops.wide : stops.narrow, 2);
        break;
      }
      case NodeKind::Where:
        may(piece, where, kClause, part);
        list_form(part, 0);
        break;
      case NodeKind::MissingWhen:
        may(piece, where, kClause + 1, part);
        if (pieces_[piece].stop == kNoPiece) align(piece, stops.missing);
        expression(part, 0);
        break;
      case NodeKind::As:
        may(piece, where, kClause + 2, part);
        if (pieces_[piece].stop == kNoPiece) align(piece, stops.as);
        may_fill(ast_.children(part), after(piece), kClause + 5, part);
        break;
      case NodeKind::From:
        may(piece, where, kClause + 4, part);
        may_fill(ast_.children(part), after(piece), kClause + 3, part);
        break;
      case NodeKind::OneOrMany:
      case NodeKind::Zone:
      case NodeKind::Negated:
        may(piece, where, kClause + 3, part);
        break;
      default:
        break;
    }
  }
}

// On one line, or with a line for each value: as the author began it.
void Marker::one_of(NodeId node) {
  const auto values = ast_.children(node).subspan(1);
  if (values.empty()) return;
  const PieceId begin = first(values.front());
  if (pieces_[begin].lines_before == 0) return may_fill(values, begin, kClause, node);
  body(node, values);
  const StopId wires = add_stop(kFirst, kReasonCap);
  for (NodeId each : values) {
    const NodeId from = ast_.find(each, NodeKind::From);
    if (from != Ast::kNone) align(first(from), wires);
  }
}

// ── rules files ──

void Marker::rule_of(NodeId node) {
  const StopId parts = add_stop(kFirst, kBodyIndent + 8);
  const auto part = [&](PieceId word) {
    pieces_[word].can_break = Break::Must;
    pieces_[word].indent = kBodyIndent;
    align(after(word), parts);
  };
  condition(ast_.child(node, 2));
  part(before(first(ast_.child(node, 3))));
  for (NodeId child : ast_.children(node).subspan(4)) {
    part(first(child));
    if (ast_.kind(child) != NodeKind::Accept && ast_.kind(child) != NodeKind::Reject) continue;
    const auto values = ast_.children(child);
    if (!values.empty()) may_fill(values, first(values.front()), kClause, child);
  }
}

}  // namespace m2::dsl

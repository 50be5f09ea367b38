// Statements: which lines begin where, and which of them share columns.

#include <algorithm>

#include "dsl/marker.h"

namespace m2::dsl {
namespace {

constexpr std::uint32_t kCommentGap = 3;

// Statements that share columns where they stand together.
NodeKind family(NodeKind kind) {
  if (kind == NodeKind::HoldRule) return NodeKind::Skip;
  if (kind == NodeKind::Warn) return NodeKind::Require;
  return kind;
}

bool has_columns(NodeKind kind) {
  switch (family(kind)) {
    case NodeKind::Let:
    case NodeKind::Define:
    case NodeKind::Example:
    case NodeKind::Skip:
    case NodeKind::Require:
    case NodeKind::Add:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::vector<Stop> mark(const Ast& ast, std::vector<Piece>& pieces) {
  return Marker(ast, pieces).mark();
}

std::vector<Stop> Marker::mark() {
  signs();
  statements(ast_.root());
  finish();
  return std::move(stops_);
}

// ── pieces of the tree ──

PieceId Marker::piece_at(std::uint32_t offset) const {
  const auto found =
      std::lower_bound(pieces_.begin(), pieces_.end(), offset,
                       [](const Piece& piece, std::uint32_t at) { return piece.begin < at; });
  return static_cast<PieceId>(found - pieces_.begin());
}

PieceId Marker::before(PieceId piece) const {
  do --piece;
  while (pieces_[piece].is_comment);
  return piece;
}

PieceId Marker::after(PieceId piece) const {
  do ++piece;
  while (pieces_[piece].is_comment);
  return piece;
}

PieceId Marker::sign_before(NodeId node) const {
  PieceId piece = before(first(node));
  while (pieces_[piece].text == "(") piece = before(piece);
  return piece;
}

// As it will be written, on one line.
std::uint32_t Marker::width_of(NodeId node) const {
  std::uint32_t width = 0;
  for (PieceId p = first(node); p < behind(node); ++p)
    width += pieces_[p].width + (p > first(node) && !pieces_[p].is_glued ? 1 : 0);
  return width;
}

StopId Marker::add_stop(std::uint32_t order, std::uint32_t cap) {
  Stop stop;
  stop.order = order;
  stop.cap = cap;
  stops_.push_back(stop);
  return static_cast<StopId>(stops_.size() - 1);
}

void Marker::align(PieceId piece, StopId stop, std::uint32_t gap) {
  pieces_[piece].stop = stop;
  pieces_[piece].gap = gap;
}

void Marker::may(PieceId piece, Where where, std::uint32_t rank, NodeId owner) {
  Piece& p = pieces_[piece];
  if (p.can_break != Break::Never) return;
  p.can_break = Break::May;
  p.below = where.below;
  p.indent = where.indent;
  p.rank = rank;
  p.owner = owner;
}

// The items of a list between commas.
void Marker::may_fill(std::span<const NodeId> nodes, PieceId below, std::uint32_t rank,
                      NodeId owner) {
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    const PieceId piece = outer_first(nodes[i]);
    may(piece, {below, 0}, rank, owner);
    pieces_[piece].fills = true;
  }
}

void Marker::item(PieceId piece, std::uint32_t indent) {
  Piece& p = pieces_[piece];
  p.can_break = Break::Must;
  p.opens_item = true;
  p.indent = indent;
}

// ── statements ──

bool Marker::has_blank_line(PieceId from, PieceId to) const {
  for (PieceId p = from + 1; p <= to; ++p) {
    if (pieces_[p].lines_before > 1) return true;
  }
  return false;
}

// A comment between blank lines is a heading: what stands below it keeps its own columns.
bool Marker::has_heading(PieceId from, PieceId to) const {
  for (PieceId p = from + 1; p < to; ++p) {
    const Piece& comment = pieces_[p];
    if (comment.lines_before > 0 && !comment.text.starts_with("##") &&
        pieces_[p + 1].lines_before > 1)
      return true;
  }
  return false;
}

bool Marker::goes_on(NodeId node, NodeId previous, const Run& run) const {
  const NodeKind kind = family(ast_.kind(node));
  if (previous == Ast::kNone || run.kind != kind || run.first == kNoPiece) return false;
  if (has_heading(last(previous), first(node))) return false;
  if (kind != NodeKind::Define && kind != NodeKind::Example) return true;
  if (has_blank_line(last(previous), first(node))) return false;
  // Examples of one function share a column.
  return kind == NodeKind::Define ||
         pieces_[after(first(node))].text == pieces_[after(first(previous))].text;
}

Marker::Run Marker::run_of(NodeId node, NodeId previous, const Run& run) {
  if (goes_on(node, previous, run)) return run;
  Run next{family(ast_.kind(node)), kNoPiece, kNoPiece, kNoPiece};
  if (!has_columns(next.kind)) return next;
  next.first = add_stop(kFirst, next.kind == NodeKind::Example ? kLineCap : kNameCap);
  stops_[next.first].skips_ends = next.kind == NodeKind::Let || next.kind == NodeKind::Define;
  next.second = add_stop(kSecond, kNameCap);
  next.third = add_stop(kThird, kReasonCap);
  return next;
}

void Marker::statements(NodeId parent) {
  NodeId previous = Ast::kNone;
  Run run;
  for (NodeId node : ast_.children(parent)) {
    const NodeKind kind = ast_.kind(node);
    if (ast_.kind(parent) == NodeKind::Section && kind != NodeKind::RuleOf) continue;
    item(first(node), 0);
    run = run_of(node, previous, run);
    if (previous == Ast::kNone || has_blank_line(last(previous), first(node)))
      comments_ = add_stop(kComments, kCommentCap);
    switch (family(kind)) {
      case NodeKind::Let:
        let(node, run);
        break;
      case NodeKind::Define:
        define(node, run);
        break;
      case NodeKind::Example:
        example(node, run);
        break;
      case NodeKind::Skip:
      case NodeKind::Require:
        account_rule(node, run);
        break;
      case NodeKind::Add:
        account_rule(ast_.child(node, 0), run);
        break;
      default:
        statement(node);
    }
    if (kind != NodeKind::Section) trailing_comment(last(node), comments_);
    previous = node;
  }
}

void Marker::statement(NodeId node) {
  switch (ast_.kind(node)) {
    case NodeKind::ForAccounts:
      return condition(ast_.child(node, 0));
    case NodeKind::Params:
      return params(node);
    case NodeKind::Table:
      return table(node);
    case NodeKind::Lookup:
      return lookup(node);
    case NodeKind::Record:
    case NodeKind::Segment:
    case NodeKind::Fields:
      return fields(node);
    case NodeKind::Replace:
      return value(ast_.child(node, 1), outer_first(ast_.child(node, 1)), kHangIndent, kValue);
    case NodeKind::Section:
      return statements(node);
    case NodeKind::RuleOf:
      return rule_of(node);
    case NodeKind::ShapeRecord:
      return shape_record(node);
    case NodeKind::OneOf:
      return one_of(node);
    default:
      for (NodeId child : ast_.children(node)) expression(child, 0);
  }
}

void Marker::trailing_comment(PieceId last, StopId stop) {
  if (last + 1 >= pieces_.size()) return;
  const Piece& comment = pieces_[last + 1];
  if (comment.is_comment && comment.lines_before == 0) align(last + 1, stop, kCommentGap);
}

// A value that may begin on a line of its own.
void Marker::value(NodeId node, PieceId piece, std::uint32_t indent, std::uint32_t rank) {
  const PieceId name = before(piece);
  PieceId line = name;
  while (line > 0 && pieces_[line].can_break != Break::Must) --line;
  may(piece, {line, indent}, rank, node);
  expression(node, 0);
}

void Marker::let(NodeId node, const Run& run) {
  const NodeId bound = ast_.child(node, 1);
  const PieceId equals = sign_before(bound);
  align(equals, run.first);
  value(bound, after(equals), kHangIndent, kValue);
}

void Marker::define(NodeId node, const Run& run) {
  const NodeId bound = ast_.child(node, 2);
  const PieceId equals = sign_before(bound);
  arguments(ast_.child(node, 1));
  align(equals, run.first);
  stops_[run.first].cap = kLineCap;
  value(bound, after(equals), kHangIndent, kJoint);
}

void Marker::example(NodeId node, const Run& run) {
  const NodeId promised = ast_.child(node, 0);
  if (ast_.kind(promised) == NodeKind::Is && ast_.kind(ast_.child(promised, 0)) == NodeKind::Path)
    align(before(first(ast_.child(promised, 1))), run.first);
  condition(promised);
}

void Marker::account_rule(NodeId node, const Run& run) {
  const NodeId name = ast_.child(node, 0);
  const NodeId when = ast_.child(node, 1);
  const NodeId reason = ast_.child(node, 2);
  const PieceId when_word = sign_before(when);
  const PieceId because = before(first(reason));
  align(first(name), run.first);
  align(when_word, run.second);
  align(because, run.third);
  may(because, {when_word, 0}, kJoint, node);
  may(when_word, {first(node), kHangIndent}, kValue, node);
  pieces_[because].hangs_at_stop = true;
  pieces_[when_word].hangs_at_stop = true;
  condition(when);
  locked(node, because);
}

void Marker::locked(NodeId node, PieceId below) {
  const NodeId lock = ast_.find(node, NodeKind::Locked);
  if (lock != Ast::kNone) may(first(lock), {below, 0}, kJoint, lock);
}

void Marker::arguments(NodeId node) {
  const auto all = ast_.children(node);
  if (ast_.kind(node) == NodeKind::Arguments) pieces_[first(node)].is_glued = true;
  if (!all.empty()) may_fill(all, first(all[0]), kClause, node);
  for (NodeId argument : all) expression(argument, 0);
}

// ── what is left ──

void Marker::signs() {
  for (PieceId p = 0; p < pieces_.size(); ++p) {
    const std::string_view text = pieces_[p].text;
    const bool closes = text == "," || text == ":" || text == "." || text == "?" || text == ")";
    const bool opened = p > 0 && (pieces_[p - 1].text == "(" || pieces_[p - 1].text == ".");
    pieces_[p].is_glued = !pieces_[p].is_comment && (closes || opened);
    if (pieces_[p].is_comment) pieces_[p].gap = kCommentGap;
  }
}

// Comments on lines of their own stand where what follows them stands; what must begin a line only
// because a comment ends the one above stands below its statement.
void Marker::finish() {
  PieceId statement = kNoPiece;
  for (PieceId p = 0; p < pieces_.size(); ++p) {
    Piece& piece = pieces_[p];
    if (piece.can_break == Break::Must) {
      statement = p;
    } else if (!piece.is_comment && piece.can_break == Break::Never) {
      piece.below = statement;
      piece.indent = kForcedIndent;
    }
  }
  for (PieceId p = static_cast<PieceId>(pieces_.size()); p-- > 0;) {
    Piece& comment = pieces_[p];
    if (!comment.is_comment || (comment.lines_before == 0 && p > 0)) continue;
    comment.can_break = Break::Must;
    comment.opens_item = true;
    if (p + 1 == pieces_.size()) continue;
    const Piece& next = pieces_[p + 1];
    comment.opens_item = next.opens_item || next.closes_body;
    comment.below = next.below;
    comment.indent = next.closes_body ? kBodyIndent : next.indent;
  }
}

}  // namespace m2::dsl

// Marks for coverage. Whatever stands in several places of the code, as the body of a define, has
// its points once.

#include <fmt/format.h>

#include "engine/evaluate/lowering.h"

namespace m2 {

using dsl::ExprId;
using dsl::Op;

void Lowering::mark(CoverMark::By by, std::uint32_t point, bool is_negated) {
  program_->marks.push_back({here(), by, is_negated, point});
}

// Where the points of this begin, when they are to be made; else it only marks.
std::optional<std::uint32_t> Lowering::new_points(CoverKind kind, std::uint32_t id) {
  const auto first = static_cast<std::uint32_t>(program_->points.size());
  const auto [known, is_new] = point_of_.try_emplace({kind, id}, first);
  return is_new ? std::optional(first) : std::nullopt;
}

// Both sides of a condition; of `and`, `or` and `not` those of their operands, which decide.
void Lowering::cover_condition(ExprId id) {
  if (!is_covering_) return;
  bool is_negated = false;
  // `not x` is the other side of x; `x is not empty` is a condition as it stands.
  while (e(id).op == Op::Not && e(e(id).args[0]).span.begin > e(id).span.begin) {
    id = e(id).args[0];
    is_negated = !is_negated;
  }
  if (e(id).op == Op::And || e(id).op == Op::Or || e(id).op == Op::Constant) return;
  if (new_points(CoverKind::Condition, id)) {
    program_->points.push_back({CoverKind::Condition, e(id).span, "true"});
    program_->points.push_back({CoverKind::Condition, e(id).span, "false"});
  }
  mark(CoverMark::By::Flag, point_of_[{CoverKind::Condition, id}], is_negated);
}

void Lowering::cover_otherwise(ExprId id) {
  if (!is_covering_) return;
  if (new_points(CoverKind::Otherwise, id))
    program_->points.push_back({CoverKind::Otherwise, e(id).span, {}});
  mark(CoverMark::By::Missing, point_of_[{CoverKind::Otherwise, id}]);
}

// A rule decides when its condition is true; a `require` when it is false.
void Lowering::cover_rule(const dsl::Rule& rule) {
  const auto id = static_cast<std::uint32_t>(&rule - preset_.rules.data());
  const std::string name = fmt::format("{} {}", to_string(rule.kind), rule.name);
  if (new_points(CoverKind::Rule, id)) {
    program_->points.push_back({CoverKind::Rule, rule.span, name});
    program_->points.push_back({CoverKind::RuleIdle, rule.span, name});
  }
  mark(CoverMark::By::Flag, point_of_[{CoverKind::Rule, id}], rule.kind == dsl::RuleKind::Require);
}

void Lowering::cover_rows(std::uint32_t index) {
  if (!is_covering_) return;
  const dsl::Table& table = preset_.tables[index];
  if (new_points(CoverKind::Row, index)) {
    for (std::size_t r = 0; r < table.rows.size(); ++r)
      program_->points.push_back(
          {CoverKind::Row, table.rows[r].span, fmt::format("row {} of `{}`", r + 1, table.name)});
  }
  mark(CoverMark::By::Row, point_of_[{CoverKind::Row, index}]);
}

// In the order of the program's keys, then anything else.
void Lowering::cover_keys(std::uint32_t index, const LookupCode& code) {
  if (!is_covering_) return;
  const dsl::Lookup& lookup = preset_.lookups[index];
  if (new_points(CoverKind::Key, index)) {
    for (const auto& [key, row] : code.keys)
      program_->points.push_back({CoverKind::Key, lookup.entries[row].span,
                                  fmt::format("\"{}\" of `{}`", key, lookup.name)});
    if (code.otherwise != LookupCode::kNone)
      program_->points.push_back({CoverKind::Key, lookup.entries[code.otherwise].span,
                                  fmt::format("`anything else` of `{}`", lookup.name)});
  }
  mark(CoverMark::By::Key, point_of_[{CoverKind::Key, index}]);
}

void Lowering::cover_passing(CoverKind kind, std::uint32_t id, Span span, std::string what) {
  if (!is_covering_) return;
  if (new_points(kind, id)) program_->points.push_back({kind, span, std::move(what)});
  mark(CoverMark::By::Passing, point_of_[{kind, id}]);
}

}  // namespace m2

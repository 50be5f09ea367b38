// Rules files: their conditions as register code over the fields of a record.

#include <algorithm>

#include "engine/evaluate/internal/open_truth.h"
#include "engine/evaluate/lowering.h"
#include "engine/evaluate/record_rules.h"
#include "engine/evaluate/rule_guards.h"
#include "engine/evaluate/rule_program.h"

namespace m2 {

Result<std::shared_ptr<const RuleProgram>> lower_rules(
    std::shared_ptr<const dsl::CheckedRules> rules, Date as_of) {
  const std::shared_ptr<const dsl::CheckedPreset> terms(rules, &rules->terms);
  const ParamValues none;
  return Lowering(terms, none, as_of).lower_rules(std::move(rules));
}

Result<std::shared_ptr<const RuleProgram>> Lowering::lower_rules(
    std::shared_ptr<const dsl::CheckedRules> rules) {
  auto out = std::make_shared<RuleProgram>();
  out->rules = std::move(rules);
  constant_[program_->as_of_register] = false;  // each file has its own day
  plan_reads(*out);
  out->codes = internal::codes_asked(preset_);
  const std::vector<dsl::RecordRule>& all = out->rules->rules;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].scope != dsl::RuleScope::Consumer) {
      record_rule(*out, i, Segment::Base);
    } else {
      for (const Segment segment : all[i].consumers) record_rule(*out, i, segment);
    }
  }
  if (!finish()) {
    return Error{ErrorCode::TooLarge,
                 "rules `" + out->rules->name + "` are larger than a program can be; split them"};
  }
  out->program = program_;
  out->guards = std::make_shared<const RuleGuards>(*out);
  return std::shared_ptr<const RuleProgram>(std::move(out));
}

void Lowering::plan_reads(RuleProgram& out) {
  out.members = dsl::consumer_members();
  out.member_is_read.assign(out.members.size(), 0);
  for (const dsl::Expr& expr : preset_.exprs) {
    if (expr.op == dsl::Op::Member && expr.index < out.members.size())
      out.member_is_read[expr.index] = 1;
  }
  for (std::size_t i = 0; i < preset_.record_reads.size(); ++i)
    read_register_.push_back(new_register());
  out.register_of = read_register_;
}

// The parts of `a and b and c`.
void Lowering::conjuncts(dsl::ExprId id, std::vector<dsl::ExprId>& into) const {
  if (e(id).op != dsl::Op::And) return into.push_back(id);
  for (const dsl::ExprId part : e(id).args) conjuncts(part, into);
}

// Values whose bytes can mean nothing are read in any case: a rule that reads one is not asked.
void Lowering::plan_unit_reads(RuleProgram& out, RuleUnit& unit,
                               const std::vector<dsl::ExprId>& left) const {
  const std::vector<std::uint32_t>& all = out.rules->rules[unit.rule].reads;
  std::vector<std::uint32_t> needed;
  for (const dsl::ExprId part : left) dsl::add_reads(preset_, part, needed);
  const auto is_needed = [&](std::uint32_t read) {
    const Field* field = preset_.record_reads[read].field;
    const bool can_be_bad =
        field != nullptr && (field->kind == FieldKind::Money || field->kind == FieldKind::Date ||
                             field->kind == FieldKind::TimeStamp);
    return can_be_bad || std::find(needed.begin(), needed.end(), read) != needed.end();
  };
  unit.reads = static_cast<std::uint32_t>(out.reads.size());
  unit.all_read_count = static_cast<std::uint16_t>(all.size());
  unit.read_count = static_cast<std::uint16_t>(std::count_if(all.begin(), all.end(), is_needed));
  out.reads.insert(out.reads.end(), all.begin(), all.end());
  std::stable_partition(out.reads.begin() + unit.reads, out.reads.end(), is_needed);
}

void Lowering::record_rule(RuleProgram& out, std::uint32_t index, Segment consumer) {
  const dsl::RecordRule& rule = out.rules->rules[index];
  std::vector<dsl::ExprId> parts;
  conjuncts(rule.condition, parts);
  std::vector<dsl::ExprId> told;
  std::vector<dsl::ExprId> left;
  for (const dsl::ExprId part : parts)
    (internal::is_told_by_guards(out, rule.scope, part) ? told : left).push_back(part);

  RuleUnit of;
  of.rule = index;
  of.consumer = consumer;
  of.found = new_register();
  plan_unit_reads(out, of, left);
  const Branch branch(*this);
  program_->units.push_back({UnitKind::Finding, rule.id, rule.span, 0});
  const auto unit = static_cast<Register>(program_->units.size() - 1);
  Jumps no;
  of.all_entry = here();
  emit(Opcode::RuleBegin, 0, unit);
  {
    const Branch told_branch(*this);  // it may be passed over
    for (const dsl::ExprId part : told) jump_when(part, false, no);
  }
  of.entry = here();
  emit(Opcode::RuleBegin, 0, unit);
  for (const dsl::ExprId part : left) jump_when(part, false, no);
  move(of.found, number_constant(1));
  jump_here(no);
  emit(Opcode::End);
  of.texts = here();
  out.units.push_back(of);
  Registers texts;
  for (const dsl::ExprId text : {rule.because, rule.harm, rule.fix})
    texts.push_back(text == dsl::kNoExpr ? text_constant("") : message(text));
  emit(Opcode::RuleHit, 0, in_a_row(texts));
  program_->units[unit].resume = here();
  emit(Opcode::End);
}

}  // namespace m2

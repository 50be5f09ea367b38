// Rules files: their conditions as register code over the fields of a record.

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
  plan_reads(*out);
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

void Lowering::record_rule(RuleProgram& out, std::uint32_t index, Segment consumer) {
  const dsl::RecordRule& rule = out.rules->rules[index];
  const Branch branch(*this);
  program_->units.push_back({UnitKind::Finding, rule.id, rule.span, 0});
  RuleUnit of{index, consumer, here(), 0, 0};
  const auto unit = static_cast<Register>(program_->units.size() - 1);
  emit(Opcode::RuleBegin, 0, unit);
  of.found = new_register();
  move(of.found, value(rule.condition));
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

// Rules files: their conditions as register code over the fields of a record.

#include <algorithm>

#include "engine/evaluate/lowering.h"
#include "engine/evaluate/record_rules.h"
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
  out->record_entry = here();
  record_rules(*out, dsl::RuleScope::Record, Segment::Base);
  out->month_entry = here();
  record_rules(*out, dsl::RuleScope::Month, Segment::Base);
  for (const Segment segment : {Segment::Base, Segment::J1, Segment::J2}) {
    out->consumer_entry[static_cast<std::size_t>(segment)] = here();
    record_rules(*out, dsl::RuleScope::Consumer, segment);
  }
  if (!finish()) {
    return Error{ErrorCode::TooLarge,
                 "rules `" + out->rules->name + "` are larger than a program can be; split them"};
  }
  out->program = program_;
  return std::shared_ptr<const RuleProgram>(std::move(out));
}

void Lowering::plan_reads(RuleProgram& out) {
  out.members = dsl::consumer_members();
  out.member_is_read.assign(out.members.size(), 0);
  for (const dsl::Expr& expr : preset_.exprs) {
    if (expr.op == dsl::Op::Member && expr.index < out.members.size())
      out.member_is_read[expr.index] = 1;
  }
  const auto index = [](Segment segment) { return static_cast<std::size_t>(segment); };
  for (std::uint32_t i = 0; i < preset_.record_reads.size(); ++i) {
    const dsl::RecordRead& read = preset_.record_reads[i];
    const Register dst = new_register();
    read_register_.push_back(dst);
    RecordReads& of = read.previous ? out.previous : out.record;
    if (read.fact != nullptr) {
      out.facts.push_back({read.fact, i, dst});
    } else if (read.list != dsl::ConsumerList::None) {
      (read.list == dsl::ConsumerList::All ? of.all_consumers : of.associated)
          .push_back({nullptr, i, dst});
    } else if (!read.of_consumer) {
      of.segments[index(read.segment)].push_back({read.field, i, dst});
    } else {
      for (const Segment segment : {Segment::Base, Segment::J1, Segment::J2}) {
        if (const Field* field = dsl::consumer_field(segment, read.field->key))
          out.consumer[index(segment)].push_back({field, i, dst});
      }
    }
  }
}

void Lowering::record_rules(RuleProgram& out, dsl::RuleScope scope, Segment segment) {
  const std::vector<dsl::RecordRule>& rules = out.rules->rules;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const dsl::RecordRule& rule = rules[i];
    if (rule.scope != scope) continue;
    const bool fits =
        scope != dsl::RuleScope::Consumer ||
        std::find(rule.consumers.begin(), rule.consumers.end(), segment) != rule.consumers.end();
    if (fits) record_rule(out, i);
  }
  emit(Opcode::End);
}

void Lowering::record_rule(RuleProgram& out, std::uint32_t index) {
  const dsl::RecordRule& rule = out.rules->rules[index];
  const Branch branch(*this);
  program_->units.push_back({UnitKind::Finding, rule.id, rule.span, 0});
  out.rule_of_unit.push_back(index);
  const auto unit = static_cast<Register>(program_->units.size() - 1);
  const std::size_t begin = emit(Opcode::RuleBegin, 0, unit);
  const std::size_t over = emit(Opcode::JumpIfFalse, 0, value(rule.condition));
  Registers texts;
  for (const dsl::ExprId text : {rule.because, rule.harm, rule.fix})
    texts.push_back(text == dsl::kNoExpr ? text_constant("") : message(text));
  emit(Opcode::RuleHit, 0, in_a_row(texts));
  jump_here(over);
  jump_here(begin);
  program_->units[unit].resume = here();
}

}  // namespace m2

// Lineage from the trace of a run: for every field that was written, the steps its value depends
// on, back to the members of the document. Dependence is by value (the operands of a step) and by
// decision (the condition that made it run).

#include "engine/evaluate/lineage.h"

#include <algorithm>
#include <set>

#include "dsl/builtins.h"
#include "engine/evaluate/machine.h"

namespace m2 {
namespace {

enum class Uses : std::uint8_t { None, A, AandB };

// Which of a and b are registers that an instruction reads.
Uses uses_of(Opcode code) {
  switch (code) {
    case Opcode::SetNumber:
    case Opcode::SetMissing:
    case Opcode::NewBlock:
    case Opcode::LoadRoot:
    case Opcode::ListBegin:
    case Opcode::ConsentAll:
    case Opcode::Previous:
    case Opcode::RunRecord:
    case Opcode::FormatEnd:
    case Opcode::CallBuiltin:
      return Uses::None;
    case Opcode::EqualNumber:
    case Opcode::EqualText:
    case Opcode::Less:
    case Opcode::LessEqual:
    case Opcode::OneOfNumber:
    case Opcode::OneOfText:
    case Opcode::Add:
    case Opcode::Subtract:
    case Opcode::Multiply:
    case Opcode::MultiplyDecimal:
    case Opcode::Scale:
    case Opcode::DivideMoney:
    case Opcode::DivideDecimal:
    case Opcode::Smaller:
    case Opcode::Larger:
    case Opcode::AddDays:
    case Opcode::AddMonths:
    case Opcode::AddMonthsIntoNext:
    case Opcode::DaysBetween:
    case Opcode::MonthsBetween:
    case Opcode::Pick:
    case Opcode::ListPushBy:
      return Uses::AandB;
    default:
      return Uses::A;
  }
}

bool reads_its_result(Opcode code) {
  return code == Opcode::KeepSmaller || code == Opcode::KeepLarger || code == Opcode::StoreMember ||
         code == Opcode::LoopNext;
}

}  // namespace

bool writes_register(Opcode code) {
  switch (code) {
    case Opcode::Jump:
    case Opcode::JumpIfFalse:
    case Opcode::JumpIfTrue:
    case Opcode::JumpIfThere:
    case Opcode::JumpIfMissing:
    case Opcode::JumpTable:
    case Opcode::EnsureLet:
    case Opcode::Return:
    case Opcode::Unit:
    case Opcode::BindLedger:
    case Opcode::PutField:
    case Opcode::BeginSegment:
    case Opcode::ListPush:
    case Opcode::ListPushBy:
    case Opcode::FormatPart:
      return false;
    default:
      return true;
  }
}

void Mapper::Machine::trace_step(const Instruction& i) {
  // Only now is it known what the step before gave.
  if (program_->map != nullptr && !steps_.empty())
    results_.push_back(regs_[program_->code[steps_.back()].dst]);
  steps_.push_back(pc_);
  const auto add = [&](const Slot* slot) {
    if (const JsonValue* value = decoder_.source_of(slot))
      step_sources_[steps_.size() - 1].push_back(value);
  };
  if (i.code == Opcode::Member && regs_[i.a].has_value()) add(&regs_[i.a].block[i.b]);
  if (i.code == Opcode::LoopNext && regs_[i.a].size > 0) add(regs_[i.a].block);
  for (std::uint32_t n = 0;
       (i.code == Opcode::OneOfText || i.code == Opcode::OneOfNumber) && n < regs_[i.b].size; ++n)
    add(&regs_[i.b].block[n]);
  if (i.code != Opcode::BindLedger) return;
  // A ledger depends on every row of its lists.
  const LedgerSite& site = program_->ledgers[i.b];
  const Slot& payments = regs_[i.a];
  const Slot& charges = regs_[i.dst];
  for (std::uint32_t n = 0; n < charges.size; ++n) {
    add(&charges.block[n].block[site.due]);
    add(&charges.block[n].block[site.charge_amount]);
  }
  for (std::uint32_t n = 0; n < payments.size; ++n) {
    add(&payments.block[n].block[site.paid_on]);
    add(&payments.block[n].block[site.payment_amount]);
  }
}

std::optional<std::size_t> Mapper::Machine::last_writer(std::uint16_t reg,
                                                        std::size_t before) const {
  const std::vector<std::size_t>& steps = writers_[reg];
  const auto after = std::lower_bound(steps.begin(), steps.end(), before);
  if (after == steps.begin()) return std::nullopt;
  return *(after - 1);
}

// The registers that a step read.
std::vector<std::uint16_t> Mapper::Machine::operands(std::size_t step) const {
  const Instruction& i = program_->code[steps_[step]];
  std::vector<std::uint16_t> read;
  const Uses uses = uses_of(i.code);
  if (uses != Uses::None) read.push_back(i.a);
  if (uses == Uses::AandB) read.push_back(i.b);
  if (reads_its_result(i.code)) read.push_back(i.dst);
  const std::size_t several = i.code == Opcode::TableRow ? program_->tables[i.b].code_values.size()
                              : i.code == Opcode::MakeList    ? i.b
                              : i.code == Opcode::Instalments ? 5
                                                              : 0;
  for (std::size_t n = 1; n < several; ++n) read.push_back(static_cast<std::uint16_t>(i.a + n));
  if (i.code == Opcode::CallBuiltin) {
    const BuiltinCall& call = program_->calls[i.b];
    read.insert(read.end(), call.arguments.begin(), call.arguments.begin() + call.count);
  }
  const std::uint16_t decider = program_->decider[steps_[step]];
  if (decider != Program::kUndecided) read.push_back(decider);
  return read;
}

void Mapper::Machine::end_trace() {
  if (program_->map != nullptr && !steps_.empty())
    results_.push_back(regs_[program_->code[steps_.back()].dst]);
  writers_.assign(program_->registers, {});
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    const Instruction& i = program_->code[steps_[s]];
    if (writes_register(i.code)) writers_[i.dst].push_back(s);
  }
}

// The conditions that a loop asked of its items, of those it took and of those it did not. `step`
// wrote its result: before the loop, in it or behind it.
std::vector<std::pair<std::uint16_t, std::size_t>> Mapper::Machine::asked_by(
    const LoopCode& loop, std::size_t step) const {
  std::size_t end = step;
  if (steps_[step] < loop.end) {
    while (end < steps_.size() && steps_[end] != loop.end) ++end;
  } else {
    while (end > 0 && steps_[end] != loop.end) --end;
  }
  std::vector<std::pair<std::uint16_t, std::size_t>> asked;
  for (std::size_t s = end; s-- > 0;) {
    const std::uint16_t pc = steps_[s];
    const Instruction& i = program_->code[pc];
    if (pc == loop.start) break;
    if (pc < loop.start || pc >= loop.end) continue;
    if (i.code == Opcode::JumpIfFalse || i.code == Opcode::JumpIfTrue) asked.emplace_back(i.a, s);
    const bool by_key = i.code == Opcode::JumpUnlessFirst || i.code == Opcode::JumpUnlessLast ||
                        i.code == Opcode::JumpUnlessFirstText ||
                        i.code == Opcode::JumpUnlessLastText;
    if (by_key) asked.emplace_back(i.dst, s);
  }
  return asked;
}

void Mapper::Machine::trace_field(const Written& written, Lineage& lineage) const {
  const FieldTarget& target = program_->fields[written.target];
  FieldLineage made{target.field,
                    written.segment,
                    written.offset,
                    program_->preset->expr(target.expr).span,
                    {},
                    {}};
  std::set<std::size_t> seen;
  std::set<std::string> pointers;
  std::set<std::pair<std::uint32_t, std::uint32_t>> spans;
  std::vector<std::pair<std::uint16_t, std::size_t>> open = {{target.value, written.step}};
  const auto visit = [&](std::size_t step) {
    const dsl::ExprId origin = program_->origin[steps_[step]];
    const Span span = origin == dsl::kNoExpr ? Span{} : program_->preset->expr(origin).span;
    if (!span.empty() && spans.insert({span.begin, span.end}).second) made.steps.push_back(span);
    for (std::uint16_t reg : operands(step)) open.emplace_back(reg, step);
    const auto values = step_sources_.find(step);
    for (const JsonValue* value :
         values == step_sources_.end() ? std::vector<const JsonValue*>{} : values->second) {
      std::string pointer = decoder_.pointer(value);
      if (!pointers.insert(pointer).second) continue;
      made.sources.push_back(
          {std::move(pointer), std::string(text_or_kind(*value)), decoder_.member_of(value)});
    }
  };
  while (!open.empty()) {
    const auto [reg, before] = open.back();
    open.pop_back();
    const auto step = last_writer(reg, before);
    if (!step || !seen.insert(*step).second) continue;
    visit(*step);
    for (const LoopCode& loop : program_->loops) {
      if (loop.result != reg) continue;
      for (const auto& asked : asked_by(loop, *step)) open.push_back(asked);
    }
    const Instruction& i = program_->code[steps_[*step]];
    const bool list = i.code == Opcode::ListEnd || i.code == Opcode::ListEndBy ||
                      i.code == Opcode::JoinEnd || i.code == Opcode::GroupsEnd;
    const bool text = i.code == Opcode::FormatEnd;
    const auto begin = list ? last_writer(i.a, *step) : std::optional<std::size_t>();
    // What was put into the list since it was begun; of a text, the parts before it.
    for (std::size_t s = *step; (list || text) && s-- > begin.value_or(0);) {
      const Opcode code = program_->code[steps_[s]].code;
      if (text && code == Opcode::FormatEnd) break;
      const bool part = list ? code == Opcode::ListPush || code == Opcode::ListPushBy
                             : code == Opcode::FormatPart;
      if (part && seen.insert(s).second) visit(s);
    }
    if (i.code != Opcode::Allocate) continue;
    for (std::size_t s = *step; s-- > 0;) {
      const Instruction& bound = program_->code[steps_[s]];
      if (bound.code != Opcode::BindLedger || bound.b != i.b) continue;
      if (seen.insert(s).second) visit(s);
      break;
    }
  }
  std::sort(made.sources.begin(), made.sources.end(),
            [](const SourceValue& x, const SourceValue& y) { return x.pointer < y.pointer; });
  lineage.fields.push_back(std::move(made));
}

}  // namespace m2

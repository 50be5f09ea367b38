#include "engine/evaluate/machine.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/evaluate/answer.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {

Mapper::Mapper(std::shared_ptr<const Program> program, MapperOptions options)
    : machine_(std::make_unique<Machine>(std::move(program), std::move(options))) {}
Mapper::~Mapper() = default;
Mapper::Mapper(Mapper&&) noexcept = default;
Mapper& Mapper::operator=(Mapper&&) noexcept = default;
const Outcome& Mapper::map(char* document, std::size_t size) {
  return machine_->map(document, size);
}
const Outcome& Mapper::map_traced(std::string_view document, Lineage& lineage) {
  return machine_->map_traced(document, lineage);
}
const Outcome& Mapper::map_covered(std::string_view document, CoverCounts& counts) {
  return machine_->map_covered(document, counts);
}
AccountAnswer Mapper::answer(std::string_view document, Masking masking, Places places) {
  return machine_->answer(document, masking, places);
}
void Mapper::set_previous(std::string_view base_segment) {
  machine_->set_previous(base_segment);
}
void Mapper::survey(std::string_view document, SurveyReport& into) {
  machine_->survey(document, into);
}
AccountTrace Mapper::explain(std::string_view document, const TraceOptions& options) {
  return machine_->explain(document, options);
}
std::vector<std::optional<bool>> Mapper::run_examples() {
  return machine_->run_examples();
}

std::uint64_t Mapper::read_through_tree() const {
  return machine_->read_through_tree();
}

Mapper::Machine::Machine(std::shared_ptr<const Program> program, MapperOptions options)
    : program_(std::move(program)),
      options_(std::move(options)),
      regs_(program_->constants),
      decoder_(*program_, arena_,
               [this](const WireRead& read, const Slot& item) { return condition(read, item); }),
      direct_(*program_, arena_,
              [this](const WireRead& read, const Slot& item) { return condition(read, item); }),
      ledgers_(program_->ledgers.size()),
      base_template_(blank(Segment::Base)) {
  for (const BuiltinCall& call : program_->calls) {
    const dsl::Builtin& builtin = dsl::builtins()[call.builtin];
    calls_.push_back({builtin.run, call, builtin.result == dsl::BuiltinType::Text});
  }
  FoldCounts ignored;
  put_text(field(BaseField::IdentificationNumber), options_.identification_number,
           base_template_.data(), ignored);
  put_text(field(BaseField::CycleIdentifier), options_.cycle_identifier, base_template_.data(),
           ignored);
  put_date(field(BaseField::TimeStamp), options_.time_stamp, base_template_.data());
  memory_ = &prelude_arena_;
  run<false>(program_->prelude, 0);
  memory_ = &arena_;
}

Mapper::Machine::~Machine() = default;

void Mapper::Machine::start_account() {
  arena_.reset();
  for (std::uint16_t i = 0; i < program_->lets; ++i) regs_[i].state = State::NotYet;
  for (Ledger& ledger : ledgers_) ledger.bound = false;
  record_.clear();
  written_.clear();
  steps_.clear();
  step_sources_.clear();
  results_.clear();
  held_steps_.clear();
  outcome_.reasons.clear();
  outcome_.warnings.clear();
  outcome_.counts = {};
  outcome_.account = {};
  outcome_.record = {};
  account_is_held_ = false;
  skipped_ = false;
  is_direct_ = false;
  has_consents_ = false;
}

const Outcome& Mapper::Machine::map(char* document, std::size_t size) {
  start_account();
  is_direct_ = options_.reading == Reading::Ordinary && direct_.read(document, size);
  if (is_direct_) {
    outcome_.account = direct_.account();
    run<false>(program_->quick, 0);
    return finish();
  }
  ++trees_;
  arena_.reset();
  if (const auto problem = document_.parse_in_place(document, size)) {
    return unreadable(*problem);
  }
  decoder_.trace(false);
  decoder_.start(document_.root());
  outcome_.account = decoder_.account();
  run<false>(program_->quick, 0);
  return finish();
}

const Outcome& Mapper::Machine::map_traced(std::string_view document, Lineage& lineage) {
  lineage.fields.clear();
  const Outcome& outcome = run_traced(document);
  for (const Written& written : written_) trace_field(written, lineage);
  return outcome;
}

const Outcome& Mapper::Machine::run_traced(std::string_view document) {
  start_account();
  decoder_.trace(true);
  if (const auto problem = document_.parse(document)) {
    end_trace();
    return unreadable(*problem);
  }
  decoder_.start(document_.root());
  outcome_.account = decoder_.account();
  run<true>(program_->code, 0);
  end_trace();
  return finish();
}

const Outcome& Mapper::Machine::unreadable(const JsonProblem& problem) {
  account_is_held_ = true;
  add_reason(
      outcome_.reasons, std::string(to_string(EngineReason::UnreadableDocument)),
      fmt::format("The document is not JSON: {} (byte {}).", problem.message, problem.offset),
      Span{});
  return finish();
}

const Outcome& Mapper::Machine::finish() {
  outcome_.kind = skipped_           ? OutcomeKind::Skipped
                  : account_is_held_ ? OutcomeKind::Held
                                     : OutcomeKind::Reported;
  if (outcome_.kind == OutcomeKind::Reported) outcome_.record = record_;
  return outcome_;
}

std::vector<std::optional<bool>> Mapper::Machine::run_examples() {
  start_account();
  document_.parse("{}");
  decoder_.start(document_.root());
  run<false>(program_->quick, program_->example_entry);
  std::vector<std::optional<bool>> results;
  for (std::uint16_t r : program_->examples) {
    results.push_back(regs_[r].has_value() ? std::optional(regs_[r].number != 0) : std::nullopt);
  }
  return results;
}

void Mapper::Machine::start_record() {
  arena_.reset();
  hits_.clear();
  outcome_.reasons.clear();
}

// The `where` of a shape. It runs while a root is being read, within a run of its own.
int Mapper::Machine::condition(const WireRead& read, const Slot& item) {
  const std::uint16_t pc = pc_;
  const bool outer = std::exchange(in_condition_, true);
  regs_[read.where_item] = item;
  held_ = false;
  const auto entry = static_cast<std::uint16_t>(read.where);
  if (counts_ != nullptr) {
    run<false, true>(program_->code, entry);
  } else {
    run<false>(program_->quick, entry);
  }
  in_condition_ = outer;
  pc_ = pc;
  if (std::exchange(held_, false)) return -1;
  return regs_[read.where_result].number != 0 ? 1 : 0;
}

void Mapper::Machine::add_reason(std::vector<Reason>& to, std::string name, std::string_view text,
                                 Span span) {
  const bool known = std::any_of(to.begin(), to.end(),
                                 [&](const Reason& r) { return r.name == name && r.text == text; });
  if (!known) to.push_back({std::move(name), std::string(text), span});
}

void Mapper::Machine::hold(std::string name, std::string text) {
  held_ = true;
  if (in_condition_) return;
  if (!steps_.empty()) held_steps_.push_back(steps_.size() - 1);
  account_is_held_ = true;
  const dsl::ExprId origin = program_->origin[pc_];
  add_reason(outcome_.reasons, std::move(name), text,
             origin == dsl::kNoExpr ? unit().span : program_->preset->expr(origin).span);
}

void Mapper::Machine::hold_for(const Slot& bad) {
  const Problem& problem = decoder_.problem(bad);
  hold(reason_of(problem.kind), in_condition_ ? std::string() : decoder_.describe(problem));
}

bool Mapper::Machine::readable(const Slot& slot) {
  if (slot.state != State::Bad) return true;
  hold_for(slot);
  return false;
}

// Everything else.
void Mapper::Machine::execute(const Instruction& i) {
  Slot* const r = regs_.data();
  const Slot& a = r[i.a];
  Slot& dst = r[i.dst];
  const auto flag = [&](bool value) { dst = Slot::of_number(value ? 1 : 0); };
  switch (i.code) {
    case Opcode::HoldNow:
      return hold(unit().name, std::string(a.view()));
    case Opcode::HoldRule:
    case Opcode::RequireFailed:
      account_is_held_ = true;
      return add_reason(outcome_.reasons, unit().name, a.view(), unit().span);
    case Opcode::WarnNow:
      return add_reason(outcome_.warnings, unit().name, a.view(), unit().span);

    case Opcode::Member:
    case Opcode::MemberMove:
      return hold_for(dst);  // what run() found is a bad value
    case Opcode::CallBuiltin:
      return hold(EngineReason::Overflow, kTooLarge);
    case Opcode::BlankAsMissing:
      dst = a.state == State::Blank ? Slot::of_state(State::Missing) : a;
      return;
    case Opcode::BlankAsZero:
      dst = a.state == State::Blank ? Slot::of_number(0) : a;
      return;
    case Opcode::SetNumber:
      dst = Slot::of_number(i.b);
      return;
    case Opcode::SetMissing:
      dst = Slot::of_state(State::Missing);
      return;
    case Opcode::NewBlock:
      dst = Slot::of_block(memory_->slots(i.b));
      return;
    case Opcode::StoreMember:
      const_cast<Slot*>(dst.block)[i.b] = a;
      return;  // made by NewBlock just before
    case Opcode::LoadRoot:
      // Conditions of the shape write registers meanwhile.
      regs_[i.dst] = is_direct_ ? direct_.root(i.b) : decoder_.root(i.b);
      readable(regs_[i.dst]);
      return;

    case Opcode::IsBlank:
      return flag(a.state == State::Blank);
    case Opcode::IsEmpty:
      return flag(a.size == 0);
    case Opcode::TableRow:
      dst = Slot::of_number(table_row(program_->tables[i.b], &a));
      return;
    case Opcode::LookupRow:
      dst = Slot::of_number(lookup_row(program_->lookups[i.b], a));
      return;

    case Opcode::BindLedger:
      return bind(ledgers_[i.b], program_->ledgers[i.b], a, dst);
    case Opcode::Allocate:
      dst = standing(i.b, a.number);
      return;
    case Opcode::LedgerCharges:
      dst = ledger_charges(a);
      return;
    case Opcode::Instalments:
      dst = instalments(&a, program_->moves[i.b]);
      return;

    case Opcode::ConsentOf:
      dst = consent_of(&a.block[i.b]);
      return;
    case Opcode::ConsentAll:
      dst = consent_of(nullptr);
      return;
    case Opcode::Previous:
      dst = previous_record();
      return;
    case Opcode::RunRecord: {
      Slot* block = memory_->slots(2);
      block[0] = Slot::of_text(options_.tenant);
      block[1] = Slot::of_number(program_->as_of.start_of_month().days());
      dst = Slot::of_block(block);
      return;
    }

    case Opcode::BeginSegment:
      return begin_segment(static_cast<Segment>(i.b));
    case Opcode::PutField:
      put_field(program_->fields[i.b], a);
      if (!steps_.empty())
        written_.push_back({i.b, segment_, segment_offset_ + program_->fields[i.b].field->offset(),
                            steps_.size() - 1});
      return;
    default:
      if (i.code >= Opcode::LoopStart) return list_operation(i);
      if (i.code >= Opcode::Add && i.code <= Opcode::MonthsBefore) return number_operation(i);
      return text_operation(i);
  }
}

}  // namespace m2

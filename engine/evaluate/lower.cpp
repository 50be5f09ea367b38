// The program as a whole: rules, record, segments, lets, examples, in the order that
// docs/language.md fixes.

#include "engine/evaluate/lower.h"

#include <algorithm>

#include "dsl/outcome.h"
#include "engine/base/text.h"
#include "engine/evaluate/lowering.h"
#include "engine/evaluate/quicken.h"
#include "engine/metro2/codes.h"

namespace m2 {

using dsl::ExprId;
using dsl::kNoExpr;

Result<std::shared_ptr<const Program>> lower(std::shared_ptr<const dsl::CheckedPreset> preset,
                                             const ParamValues& values, Date as_of,
                                             Purpose purpose) {
  return Lowering(std::move(preset), values, as_of, purpose).lower();
}

Lowering::Lowering(std::shared_ptr<const dsl::CheckedPreset> preset, const ParamValues& values,
                   Date as_of, Purpose purpose)
    : preset_(*preset), values_(values), program_(std::make_shared<Program>()) {
  if (purpose == Purpose::Explaining) {
    program_->map = std::make_unique<CodeMap>();
    program_->map->lets.resize(preset_.lets.size());
  }
  is_locating_ = purpose == Purpose::Locating;
  program_->preset = std::move(preset);
  program_->as_of = as_of;
  program_->lets = static_cast<std::uint16_t>(preset_.lets.size());
  for (std::size_t i = 0; i < preset_.lets.size(); ++i) new_register();
  let_is_wanted_.resize(preset_.lets.size());
  let_uses_.resize(preset_.lets.size());
  let_entry_.resize(preset_.lets.size());
  binder_register_.resize(preset_.binders.size());
  param_register_.resize(preset_.params.size());
  if (preset_.shape != nullptr) root_register_.resize(preset_.shape->roots.size());
  table_index_.resize(preset_.tables.size());
  lookup_index_.resize(preset_.lookups.size());
  ledger_index_.resize(preset_.allocations.size());
  if (preset_.shape != nullptr) {
    for (const dsl::WireRecord& record : preset_.shape->records)
      used_.emplace_back(record.members.size(), false);
    asked_ = used_;
  }
  program_->as_of_register = slot_constant(Slot::of_number(as_of.days()));
}

Result<std::shared_ptr<const Program>> Lowering::lower() {
  const std::size_t preamble = emit(Opcode::Jump);
  const std::uint16_t main = here();
  if (preset_.question == kNoExpr) {
    record();
  } else {
    question();
  }
  const std::uint16_t end = here();
  emit(Opcode::End);
  for (std::size_t unit : resume_at_end_) program_->units[unit].resume = end;
  if (preset_.question == kNoExpr) examples();
  shape_conditions();
  pending_lets();
  load_roots(preamble, main, end);
  plan_decoder();
  if (!finish()) {
    return Error{ErrorCode::TooLarge,
                 "preset `" + preset_.name + "` is larger than a program can be; split it"};
  }
  return std::shared_ptr<const Program>(program_);
}

// What every program ends with. False: places and registers are counted with 16 bits, and these are
// more.
bool Lowering::finish() {
  program_->prelude.push_back({});  // End
  program_->registers = static_cast<std::uint16_t>(program_->constants.size());
  std::stable_sort(program_->marks.begin(), program_->marks.end(),
                   [](const CoverMark& a, const CoverMark& b) { return a.pc < b.pc; });
  program_->quick = quicken(program_->code);
  return !too_large_;
}

// Everything that decides about an account and makes its record.
void Lowering::record() {
  if (preset_.for_accounts != kNoExpr) {
    begin_unit(UnitKind::ForAccounts, std::string(to_string(EngineReason::NoPreset)),
               e(preset_.for_accounts).span);
    const Register takes = value(preset_.for_accounts);
    if (program_->map) program_->map->for_accounts = last_node_;
    cover_condition(preset_.for_accounts);
    const std::size_t taken = emit(Opcode::JumpIfTrue, 0, takes);
    emit(Opcode::SkipNow, 0, text_constant("The preset does not take this account."));
    jump_here(taken);
    resume_at_end();
  }
  rules(dsl::RuleKind::Skip);
  rules(dsl::RuleKind::Hold);
  emit(Opcode::StopIfHeld);
  emit(Opcode::BeginSegment, 0, 0, static_cast<Register>(Segment::Base));
  for (const dsl::FieldRule& rule : preset_.base.fields) field(rule, Segment::Base);
  for (const dsl::SegmentRule& rule : preset_.segments) segment(rule);
  emit(Opcode::StopIfHeld);
  rules(dsl::RuleKind::Require);
  rules(dsl::RuleKind::Warn);
}

// One value, and all that can be seen in it.
void Lowering::question() {
  begin_unit(UnitKind::Question, "question", e(preset_.question).span);
  program_->answer = new_register();
  use_all(e(preset_.question).type);
  move(program_->answer, value(preset_.question));
  end_unit();
}

void Lowering::use_all(dsl::Type type) {
  if (type.is(dsl::Kind::List)) return use_all(preset_.types.element(type));
  if (!type.is(dsl::Kind::Record) || !shown_.insert(type.of).second) return;
  const dsl::RecordType& record = preset_.types.record(type);
  for (std::uint32_t m = 0; m < record.members.size(); ++m) {
    use_member(type, m);
    use_all(record.members[m].type);
  }
}

void Lowering::begin_unit(UnitKind kind, std::string name, Span span) {
  program_->units.push_back({kind, std::move(name), span, 0});
  emit(Opcode::Unit, 0, 0, static_cast<Register>(program_->units.size() - 1));
}

// A hold in the unit that was begun last continues here.
void Lowering::end_unit() {
  program_->units.back().resume = here();
}

void Lowering::resume_at_end() {
  resume_at_end_.push_back(program_->units.size() - 1);
}

void Lowering::rules(dsl::RuleKind kind) {
  for (const dsl::Rule& rule : preset_.rules) {
    if (rule.kind != kind) continue;
    const Branch branch(*this);
    const UnitKind units[] = {UnitKind::Skip, UnitKind::Hold, UnitKind::Require, UnitKind::Warn};
    const Opcode codes[] = {Opcode::SkipNow, Opcode::HoldRule, Opcode::RequireFailed,
                            Opcode::WarnNow};
    begin_unit(units[static_cast<int>(kind)], rule.name, rule.span);
    const Register when = value(rule.condition);
    const std::uint32_t condition = last_node_;
    cover_condition(rule.condition);
    cover_rule(rule);
    const std::size_t over =
        emit(kind == dsl::RuleKind::Require ? Opcode::JumpIfTrue : Opcode::JumpIfFalse, 0, when);
    emit(codes[static_cast<int>(kind)], 0, message(rule.because));
    if (program_->map) {
      const auto index = static_cast<std::uint32_t>(&rule - preset_.rules.data());
      program_->map->rules.push_back({index, condition, last_node_});
    }
    jump_here(over);
    if (kind == dsl::RuleKind::Skip) {
      resume_at_end();
    } else {
      end_unit();
    }
  }
}

void Lowering::segment(const dsl::SegmentRule& rule) {
  const Branch branch(*this);
  const std::string name(to_string(rule.segment));
  begin_unit(UnitKind::Segment, name, rule.span);
  const std::size_t unit = program_->units.size() - 1;
  std::optional<std::size_t> over;
  if (rule.when != kNoExpr) {
    const Register when = value(rule.when);
    cover_condition(rule.when);
    over = emit(Opcode::JumpIfFalse, 0, when);
  }
  std::optional<Loop> loop;
  if (rule.list != kNoExpr) {
    const Register list = value(rule.list);
    loop = begin_loop(list, rule.binder, rule.where);
  }
  emit(Opcode::BeginSegment, 0, 0, static_cast<Register>(rule.segment));
  for (const dsl::FieldRule& f : rule.fields) field(f, rule.segment);
  if (loop) {
    emit(Opcode::Unit, 0, 0, static_cast<Register>(unit));
    end_loop(*loop);
  }
  if (over) jump_here(*over);
  program_->units[unit].resume = here();
}

void Lowering::field(const dsl::FieldRule& rule, Segment segment) {
  if (rule.value == kNoExpr) return;
  const Branch branch(*this);
  const Field& f = *rule.field;
  begin_unit(UnitKind::Field,
             segment == Segment::Base ? std::string(f.key)
                                      : std::string(to_string(segment)) + "." + std::string(f.key),
             rule.span);
  FieldTarget target;
  target.field = &f;
  target.expr = rule.value;
  const dsl::Type type = e(rule.value).type;
  if (!f.codes.empty()) target.codes = find_code_table(f.codes);
  target.check_codes = target.codes != nullptr && !rule.is_proved;
  if (target.check_codes && target.codes->scope == CodeScope::EachCharacter) {
    for (std::size_t c = 0; c < target.characters.size(); ++c) {
      const auto character = static_cast<char>(c);
      target.characters[c] = accepts(*target.codes, {&character, 1});
    }
  }
  target.put = f.kind == FieldKind::Money  ? PutKind::Money
               : f.kind == FieldKind::Date ? PutKind::Date
               : type.is(dsl::Kind::Int)   ? PutKind::Number
               : f.kind == FieldKind::Code ? PutKind::Code
                                           : PutKind::Text;
  target.value = value(rule.value);
  program_->fields.push_back(target);
  if (program_->map) program_->map->fields.push_back(last_node_);
  cover_passing(CoverKind::Field, rule.value, rule.span, program_->units.back().name);
  emit(Opcode::PutField, 0, target.value, static_cast<Register>(program_->fields.size() - 1));
  end_unit();
}

// Bodies of the lets that something reads, each once, behind the main program.
void Lowering::pending_lets() {
  for (std::size_t i = 0; i < wanted_lets_.size(); ++i) {
    const std::uint32_t index = wanted_lets_[i];
    const Fresh fresh(*this);
    const std::uint16_t entry = here();
    move(static_cast<Register>(index), value(preset_.lets[index].value));
    if (program_->map) program_->map->lets[index] = {last_node_, entry, here()};
    emit(Opcode::Return);
    let_entry_[index] = entry;
  }
  for (std::size_t index = 0; index < let_uses_.size(); ++index) {
    for (std::size_t use : let_uses_[index]) program_->code[use].b = let_entry_[index];
  }
}

// Which roots the preset reads is known only now: the program starts here, and goes on to its main
// part.
void Lowering::load_roots(std::size_t preamble, std::uint16_t main, std::uint16_t end) {
  jump_here(preamble);
  begin_unit(UnitKind::ForAccounts, "document", Span{});
  program_->units.back().resume = end;
  for (std::size_t i = 0; i < root_register_.size(); ++i) {
    if (!root_register_[i]) continue;
    program_->roots.resize(root_register_.size());
    program_->roots[i].used = true;
    emit(Opcode::LoadRoot, *root_register_[i], 0, static_cast<Register>(i));
  }
  emit(Opcode::Jump, 0, 0, main);
}

void Lowering::examples() {
  const Fresh fresh(*this);
  program_->example_entry = here();
  is_covering_ = false;  // cases are counted, not examples
  for (ExprId id : preset_.examples) {
    const Branch branch(*this);
    begin_unit(UnitKind::Example, "example", e(id).span);
    const Register result = new_register();
    emit(Opcode::SetMissing, result);
    move(result, value(id));
    end_unit();
    program_->examples.push_back(result);
  }
  is_covering_ = true;
  emit(Opcode::End);
}

void Lowering::shape_conditions() {
  for (const dsl::ShapeCondition& condition : preset_.shape_conditions) {
    const Fresh fresh(*this);
    const Register item = new_register();
    binder_register_[condition.binder] = item;
    const std::uint16_t entry = here();
    in_list_condition_ = condition.member->type.is(dsl::Kind::List);
    const Register result = value(condition.where);
    in_list_condition_ = false;
    cover_condition(condition.where);
    emit(Opcode::End, 0, result);
    std::vector<std::uint32_t> members;
    members_read(condition.where, condition.binder, members);
    shape_conditions_.push_back({condition.member, entry, item, result, std::move(members),
                                 condition.where, condition.binder});
  }
}

void Lowering::members_read(ExprId id, std::uint32_t binder,
                            std::vector<std::uint32_t>& members) const {
  if (id == kNoExpr) return;
  const dsl::Expr& x = e(id);
  const bool of_item =
      x.op == dsl::Op::Member && e(x.args[0]).op == dsl::Op::Local && e(x.args[0]).index == binder;
  if (of_item && std::find(members.begin(), members.end(), x.index) == members.end())
    members.push_back(x.index);
  for (ExprId arg : x.args) members_read(arg, binder, members);
}

// ── small tools ──

Register Lowering::new_register(bool constant) {
  if (program_->constants.size() >= UINT16_MAX) {
    too_large_ = true;
    return 0;
  }
  program_->constants.push_back(Slot::of_state(State::Missing));
  constant_.push_back(constant);
  return static_cast<Register>(program_->constants.size() - 1);
}

Register Lowering::slot_constant(Slot slot) {
  const Register r = new_register(true);
  program_->constants[r] = slot;
  return r;
}

Register Lowering::number_constant(std::int64_t value) {
  return slot_constant(Slot::of_number(value));
}

Register Lowering::text_constant(std::string_view text) {
  program_->texts.push_back(std::make_unique<std::string>(text));
  return slot_constant(Slot::of_text(*program_->texts.back()));
}

Slot Lowering::literal_slot(const dsl::Literal& literal, dsl::Type type) {
  if (type.is(dsl::Kind::Text) || type.is(dsl::Kind::Code)) {
    program_->texts.push_back(std::make_unique<std::string>(literal.text));
    return Slot::of_text(*program_->texts.back());
  }
  return Slot::of_number(literal.number);
}

std::optional<Slot> Lowering::constant_slot(ExprId id) {
  const dsl::Expr& expr = e(id);
  if (expr.op != dsl::Op::Constant) return std::nullopt;
  if (expr.type.is(dsl::Kind::Nothing)) return Slot::of_state(State::Missing);
  if (expr.type.is(dsl::Kind::Blank)) return Slot::of_state(State::Blank);
  return literal_slot({expr.number, expr.text}, expr.type);
}

std::size_t Lowering::emit(Opcode code, Register dst, Register a, Register b) {
  if (program_->code.size() >= UINT16_MAX) too_large_ = true;
  program_->code.push_back({code, dst, a, b});
  program_->origin.push_back(current_);
  program_->decider.push_back(decider_);
  return program_->code.size() - 1;
}

std::optional<Register> Lowering::known(dsl::Op op, std::uint32_t index,
                                        const Registers& args) const {
  for (auto it = available_.rbegin(); it != available_.rend(); ++it) {
    if (it->op != op || it->index != index || it->args != args) continue;
    known_node_ = it->node;
    return it->result;
  }
  return std::nullopt;
}

void Lowering::begin_node(ExprId id) {
  std::vector<CodeNode>& nodes = program_->map->nodes;
  const auto node = static_cast<std::uint32_t>(nodes.size());
  if (!open_nodes_.empty()) nodes[open_nodes_.back()].parts.push_back(node);
  nodes.push_back({});
  nodes.back().expr = id;
  nodes.back().begin = here();
  open_nodes_.push_back(node);
}

void Lowering::end_node(Register value) {
  last_node_ = open_nodes_.back();
  CodeNode& node = program_->map->nodes[last_node_];
  node.value = value;
  node.end = here();
  open_nodes_.pop_back();
}

void Lowering::is_known_call() {
  if (!open_nodes_.empty()) program_->map->nodes[open_nodes_.back()].same = known_node_;
}

// Values for an instruction that takes its operands from one register on.
Register Lowering::in_a_row(const Registers& values) {
  if (values.size() == 1) return static_cast<Register>(values.front());
  const Register first = new_register();
  for (std::size_t i = 1; i < values.size(); ++i) new_register();
  for (std::size_t i = 0; i < values.size(); ++i)
    move(static_cast<Register>(first + i), static_cast<Register>(values[i]));
  return first;
}

std::uint16_t Lowering::print_type(PrintType wanted) {
  for (std::size_t i = 0; i < program_->prints.size(); ++i) {
    if (program_->prints[i] == wanted) return static_cast<std::uint16_t>(i);
  }
  program_->prints.push_back(wanted);
  return static_cast<std::uint16_t>(program_->prints.size() - 1);
}

}  // namespace m2

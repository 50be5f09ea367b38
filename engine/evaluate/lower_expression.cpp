// Expressions without lists.

#include <algorithm>

#include "engine/evaluate/lowering.h"

namespace m2 {

using dsl::ExprId;
using dsl::Kind;
using dsl::kNoExpr;
using dsl::Op;

namespace {

// Instructions that never hold and read nothing but their operands: on constants they belong to the
// prelude.
bool belongs_to_prelude(Opcode code) {
  switch (code) {
    case Opcode::DaysBetween:
    case Opcode::MonthsBetween:
    case Opcode::StartOfMonth:
    case Opcode::EndOfMonth:
    case Opcode::MonthsBefore:
    case Opcode::EqualNumber:
    case Opcode::EqualText:
    case Opcode::Less:
    case Opcode::LessEqual:
    case Opcode::Not:
    case Opcode::IsEmpty:
      return true;
    default:
      return false;
  }
}

}  // namespace

Register Lowering::value(ExprId id) {
  if (too_large_)
    return 0;  // no program will come of it; what stands for very much is not gone through
  const ExprId outer = std::exchange(current_, id);
  if (program_->map) begin_node(id);
  if (is_locating_) cover_passing(CoverKind::Expression, id, e(id).span);
  const Register r = compute(id);
  if (program_->map) end_node(r);
  current_ = outer;
  return r;
}

// An operation on registers without effect: done once where it is known already, in the prelude
// where all is constant.
// Register 0 is as good as any other, so that there is no second operand is said apart.
Register Lowering::pure(ExprId id, Opcode code, Register a, std::optional<Register> second) {
  const Register b = second.value_or(0);
  const auto key = static_cast<std::uint32_t>(code) << 16;
  const bool b_is_register = code != Opcode::Member && code != Opcode::MonthsBefore &&
                             code != Opcode::AsDigits && code != Opcode::LoadRoot;
  if (const auto same = known(Op::CallBuiltin, key, {a, b})) return *same;
  const bool constant =
      belongs_to_prelude(code) && constant_[a] && (!second || !b_is_register || constant_[b]);
  const Register dst = new_register(constant);
  if (constant) {
    program_->prelude.push_back({code, dst, a, b});
  } else {
    const ExprId outer = std::exchange(current_, id);
    emit(code, dst, a, b);
    current_ = outer;
  }
  remember(Op::CallBuiltin, key, {a, b}, dst);
  return dst;
}

Register Lowering::compute(ExprId id) {
  const dsl::Expr& x = e(id);
  switch (x.op) {
    case Op::Constant: {
      if (const auto same = known(Op::Constant, id, {})) return *same;
      const Register r = slot_constant(*constant_slot(id));
      remember(Op::Constant, id, {}, r);
      return r;
    }
    case Op::Local:
      return binder_register_[x.index];
    case Op::LetValue:
      return let_value(x.index);
    case Op::Parameter:
      return parameter(x.index);
    case Op::Root:
      return root(x.index);
    case Op::AsOf:
      return program_->as_of_register;
    case Op::Engine:
      return pure(id,
                  x.index == static_cast<std::uint32_t>(dsl::EngineRecord::Previous)
                      ? Opcode::Previous
                      : Opcode::RunRecord,
                  0);
    case Op::Consent: {
      program_->uses_consent = true;
      if (x.args.empty()) return pure(id, Opcode::ConsentAll, 0);
      use_member(e(x.args[0]).type, x.index);
      const Register person = value(x.args[0]);
      if (const auto same = known(Op::Consent, x.index, {person})) return *same;
      const Register dst = new_register();
      emit(Opcode::ConsentOf, dst, person, static_cast<Register>(x.index));
      remember(Op::Consent, x.index, {person}, dst);
      return dst;
    }
    case Op::Member:
      return member(id);
    case Op::FieldValue:
      return field_value(x.index);
    case Op::RecordField:
      return read_register_[x.index];
    case Op::Call:
      return call(id);
    case Op::CallTable:
      return table(id);
    case Op::CallLookup:
      return lookup(id);
    case Op::CallBuiltin:
      return builtin(id);
    case Op::If:
      return branches(id);
    case Op::Otherwise:
      return otherwise(id);
    case Op::And:
    case Op::Or:
      return logic(id);
    case Op::Not:
      return pure(id, Opcode::Not, value(x.args[0]));
    case Op::Hold: {
      const Register why = message(x.args[0]);
      cover_passing(CoverKind::Hold, id, x.span);
      emit(Opcode::HoldNow, 0, why);
      return slot_constant(Slot());  // never read: the run continues elsewhere
    }
    case Op::IsMissing:
      return pure(id, Opcode::IsMissing, value(x.args[0]));
    case Op::IsPresent:
      return pure(id, Opcode::Not, pure(id, Opcode::IsMissing, value(x.args[0])));
    case Op::IsEmpty:
      return pure(id, Opcode::IsEmpty, value(x.args[0]));
    case Op::IsBlank:
      return pure(id, Opcode::IsBlank, value(x.args[0]));
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Between:
    case Op::OneOf:
      return comparison(id);
    case Op::Capitals:
      return pure(id, Opcode::Capitals, value(x.args[0]));
    case Op::AsDigits:
      return pure(id, Opcode::AsDigits, value(x.args[0]), static_cast<Register>(x.index));
    case Op::Template:
      return text_template(id);
    case Op::DaysBetween:
    case Op::MonthsBetween: {
      const Register from = value(x.args[0]);
      return pure(id, x.op == Op::DaysBetween ? Opcode::DaysBetween : Opcode::MonthsBetween, from,
                  value(x.args[1]));
    }
    case Op::StartOfMonth:
      return pure(id, Opcode::StartOfMonth, value(x.args[0]));
    case Op::EndOfMonth:
      return pure(id, Opcode::EndOfMonth, value(x.args[0]));
    case Op::MonthsBefore:
      return pure(id, Opcode::MonthsBefore, value(x.args[0]), static_cast<Register>(x.index));
    case Op::Allocate:
      return allocate(id);
    case Op::Instalments:
      return instalments(id);
    case Op::Failed:
      M2_CHECK(false, "a failed expression is never lowered");
      return 0;
    default:
      return x.op >= Op::MakeList && x.op <= Op::GroupsOf ? list(id) : arithmetic(id);
  }
}

// Roots are loaded before anything else: an account whose root is missing is held, whatever the
// preset asks.
Register Lowering::root(std::uint32_t index) {
  if (!root_register_[index]) root_register_[index] = new_register();
  return *root_register_[index];
}

Register Lowering::let_value(std::uint32_t index) {
  const auto r = static_cast<Register>(index);
  if (known(Op::LetValue, index, {})) return r;
  if (!let_is_wanted_[index]) {
    let_is_wanted_[index] = true;
    wanted_lets_.push_back(index);
  }
  let_uses_[index].push_back(emit(Opcode::EnsureLet, r));
  remember(Op::LetValue, index, {}, r);
  return r;
}

Register Lowering::parameter(std::uint32_t index) {
  if (param_register_[index]) return *param_register_[index];
  const dsl::Param& param = preset_.params[index];
  const auto given = values_.find(param.name);
  Register r = 0;
  if (given == values_.end()) {
    const Fresh fresh(*this);
    const dsl::Expr& x = e(param.value);
    r = x.op == Op::MakeList ? make_list(param.value) : value(param.value);
  } else if (param.type.is(Kind::List)) {
    auto block = std::make_unique<Slot[]>(given->second.size() + 1);
    for (std::size_t i = 0; i < given->second.size(); ++i)
      block[i] = literal_slot(given->second[i], preset_.types.element(param.type));
    r = slot_constant(
        Slot::of_block(block.get(), static_cast<std::uint32_t>(given->second.size())));
    program_->blocks.push_back(std::move(block));
  } else {
    r = slot_constant(literal_slot(given->second.front(), param.type));
  }
  param_register_[index] = r;
  return r;
}

Register Lowering::member(ExprId id) {
  const dsl::Expr& x = e(id);
  const dsl::Type record = e(x.args[0]).type;
  const Register from = value(x.args[0]);
  for (const dsl::AllocationSite& site : preset_.allocations) {
    if (site.ledger.of != record.of) continue;
    if (preset_.types.record(record).members[x.index].name != "charges") break;
    return pure(id, Opcode::LedgerCharges, from);
  }
  use_member(record, x.index);
  return pure(id, Opcode::Member, from, static_cast<Register>(x.index));
}

// Arguments are computed once; the body stands in place of the call.
Register Lowering::call(ExprId id) {
  const dsl::Expr& x = e(id);
  const dsl::Define& define = preset_.defines[x.index];
  Registers args;
  for (ExprId arg : x.args) args.push_back(value(arg));
  if (const auto same = known(Op::Call, x.index, args)) {
    is_known_call();
    return *same;
  }
  std::vector<Register> outer;
  for (std::size_t i = 0; i < args.size(); ++i) {
    outer.push_back(
        std::exchange(binder_register_[define.binders[i]], static_cast<Register>(args[i])));
  }
  const bool in_message = std::exchange(in_message_, false);
  const Register r = value(define.body);
  in_message_ = in_message;
  for (std::size_t i = 0; i < args.size(); ++i) binder_register_[define.binders[i]] = outer[i];
  remember(Op::Call, x.index, args, r);
  return r;
}

Register Lowering::branches(ExprId id) {
  const dsl::Expr& x = e(id);
  const Register when = value(x.args[0]);
  const Register dst = new_register();
  cover_condition(x.args[0]);
  const std::size_t to_else = emit(Opcode::JumpIfFalse, 0, when);
  {
    const Branch branch(*this, when);
    move(dst, value(x.args[1]));
  }
  const std::size_t to_end = emit(Opcode::Jump);
  jump_here(to_else);
  {
    const Branch branch(*this, when);
    move(dst, value(x.args[2]));
  }
  jump_here(to_end);
  return dst;
}

Register Lowering::otherwise(ExprId id) {
  const dsl::Expr& x = e(id);
  const Register dst = new_register();
  const Register first = value(x.args[0]);
  move(dst, first);
  cover_otherwise(id);
  const std::size_t there = emit(Opcode::JumpIfThere, 0, dst);
  {
    const Branch branch(*this, first);
    move(dst, value(x.args[1]));
  }
  jump_here(there);
  return dst;
}

Register Lowering::logic(ExprId id) {
  const dsl::Expr& x = e(id);
  const Register dst = new_register();
  const Register first = value(x.args[0]);
  move(dst, first);
  cover_condition(x.args[0]);
  const std::size_t decided =
      emit(x.op == Op::And ? Opcode::JumpIfFalse : Opcode::JumpIfTrue, 0, dst);
  {
    const Branch branch(*this, first);
    const Register second = value(x.args[1]);
    cover_condition(x.args[1]);
    move(dst, second);
  }
  jump_here(decided);
  return dst;
}

Register Lowering::comparison(ExprId id) {
  const dsl::Expr& x = e(id);
  const bool textual = is_textual(e(x.args[0]).type.kind);
  const Register a = value(x.args[0]);
  const Register b = value(x.args[1]);
  switch (x.op) {
    case Op::Equal:
      return pure(id, textual ? Opcode::EqualText : Opcode::EqualNumber, a, b);
    case Op::NotEqual:
      return pure(id, Opcode::Not,
                  pure(id, textual ? Opcode::EqualText : Opcode::EqualNumber, a, b));
    case Op::Less:
      return pure(id, Opcode::Less, a, b);
    case Op::LessEqual:
      return pure(id, Opcode::LessEqual, a, b);
    case Op::OneOf:
      return pure(id, textual ? Opcode::OneOfText : Opcode::OneOfNumber, a, b);
    default: {  // between: not below the low end, and not above the high one
      const Register dst = new_register();
      move(dst, pure(id, Opcode::LessEqual, b, a));
      const std::size_t below = emit(Opcode::JumpIfFalse, 0, dst);
      const Branch branch(*this);
      move(dst, pure(id, Opcode::LessEqual, a, value(x.args[2])));
      jump_here(below);
      return dst;
    }
  }
}

Register Lowering::arithmetic(ExprId id) {
  const dsl::Expr& x = e(id);
  const Register a = value(x.args[0]);
  const auto b = [&] { return value(x.args[1]); };
  const bool unsettled = e(x.args[0]).type.unsettled;
  switch (x.op) {
    case Op::Add:
      return pure(id, Opcode::Add, a, b());
    case Op::Subtract:
      return pure(id, Opcode::Subtract, a, b());
    case Op::Multiply:
      return pure(id, x.type.is(Kind::Number) ? Opcode::MultiplyDecimal : Opcode::Multiply, a, b());
    case Op::Scale:
      return pure(id, Opcode::Scale, a, b());
    case Op::Divide:
      return pure(id, x.type.is(Kind::Money) ? Opcode::DivideMoney : Opcode::DivideDecimal, a, b());
    case Op::Negate:
      return pure(id, Opcode::Negate, a);
    case Op::AddDays:
      return pure(id, Opcode::AddDays, a, b());
    case Op::AddMonths:
      return pure(id, Opcode::AddMonths, a, b());
    case Op::AddMonthsIntoNext:
      return pure(id, Opcode::AddMonthsIntoNext, a, b());
    case Op::ToNumber:
      return e(x.args[0]).type.is(Kind::Percent) ? a : pure(id, Opcode::TimesTenThousand, a);
    case Op::Unsettle:
      return pure(id, Opcode::TimesTenThousand, a);
    case Op::CutToDollars:
      return pure(id, unsettled ? Opcode::CutSettled : Opcode::CutToDollars, a);
    case Op::RoundToCents:
      return pure(id, Opcode::RoundToCents, a);
    case Op::CutToCents:
      return pure(id, Opcode::CutToCents, a);
    case Op::NoLess:
      return pure(id, Opcode::Larger, a, b());
    case Op::NoMore:
      return pure(id, Opcode::Smaller, a, b());
    default:
      M2_CHECK(false, "an operation without code");
      return 0;
  }
}

Register Lowering::builtin(ExprId id) {
  const dsl::Expr& x = e(id);
  Registers arguments;
  for (ExprId arg : x.args) arguments.push_back(value(arg));
  if (const auto same = known(Op::CallBuiltin, x.index, arguments)) return *same;
  BuiltinCall call{
      static_cast<std::uint16_t>(x.index), static_cast<std::uint16_t>(x.args.size()), {}};
  std::copy(arguments.begin(), arguments.end(), call.arguments.begin());
  const Register dst = new_register();
  emit(Opcode::CallBuiltin, dst, 0, static_cast<Register>(program_->calls.size()));
  program_->calls.push_back(call);
  remember(Op::CallBuiltin, x.index, arguments, dst);
  return dst;
}

Register Lowering::text_template(ExprId id) {
  const dsl::Expr& x = e(id);
  std::vector<Register> parts;
  for (ExprId part : x.args) parts.push_back(value(part));
  for (std::size_t i = 0; i < parts.size(); ++i)
    emit(Opcode::FormatPart, 0, parts[i],
         print_type({e(x.args[i]).type.bare(), is_personal(x.args[i]), in_message_}));
  const Register dst = new_register();
  emit(Opcode::FormatEnd, dst);
  return dst;
}

// What is named elsewhere is a value there, whoever asks for it first.
Register Lowering::message(ExprId id) {
  const bool in_message = std::exchange(in_message_, true);
  const Register text = value(id);
  in_message_ = in_message;
  return text;
}

bool Lowering::is_personal(ExprId id) const {
  if (e(id).op == Op::Member && !preset_.record_reads.empty()) {
    const std::vector<const Field*> members = dsl::consumer_members();
    return e(id).index < members.size() && members[e(id).index]->privacy == Privacy::Personal;
  }
  if (e(id).op != Op::RecordField) return false;
  const Field* field = preset_.record_reads[e(id).index].field;
  return field != nullptr && field->privacy == Privacy::Personal;
}

// A field that was left blank reads as missing, an amount as zero.
Register Lowering::field_value(std::uint32_t index) {
  const Field* field = preset_.field_values[index];
  const bool amount = field->kind == FieldKind::Money;
  for (const FieldTarget& target : program_->fields) {
    if (target.field == field)
      return pure(kNoExpr, amount ? Opcode::BlankAsZero : Opcode::BlankAsMissing, target.value);
  }
  return slot_constant(amount ? Slot::of_number(0) : Slot::of_state(State::Missing));
}

}  // namespace m2

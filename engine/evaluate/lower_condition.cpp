// Conditions as jumps: what is only asked whether it is true needs no register for the answer.

#include "engine/evaluate/lowering.h"

namespace m2 {

using dsl::Expr;
using dsl::ExprId;
using dsl::Op;

void Lowering::jump_when(ExprId id, bool when, Jumps& jumps) {
  const Expr& x = e(id);
  switch (x.op) {
    case Op::Not:
      return jump_when(x.args[0], !when, jumps);
    case Op::And:
    case Op::Or:
      return jump_when_both(x, when, jumps);
    case Op::IsPresent:
    case Op::IsMissing: {
      const bool when_there = (x.op == Op::IsPresent) == when;
      const Register asked = value(x.args[0]);
      jumps.push_back(emit(when_there ? Opcode::JumpIfThere : Opcode::JumpIfMissing, 0, asked));
      return;
    }
    case Op::NotEqual: {
      const Register a = value(x.args[0]);
      const Register b = value(x.args[1]);
      const bool textual = is_textual(e(x.args[0]).type.kind);
      const Register is_equal = pure(id, textual ? Opcode::EqualText : Opcode::EqualNumber, a, b);
      jumps.push_back(emit(when ? Opcode::JumpIfFalse : Opcode::JumpIfTrue, 0, is_equal));
      return;
    }
    default: {
      const Register answer = value(id);
      jumps.push_back(emit(when ? Opcode::JumpIfTrue : Opcode::JumpIfFalse, 0, answer));
    }
  }
}

// `a and b` is false when one of them is: both jump. It is true when neither jumps away as false.
void Lowering::jump_when_both(const Expr& x, bool when, Jumps& jumps) {
  const bool either_decides = (x.op == Op::Or) == when;
  if (either_decides) {
    // Whoever goes on behind it has come by all of it, so what it computed stays known.
    for (const ExprId operand : x.args) jump_when(operand, when, jumps);
    return;
  }
  Jumps behind;
  {
    const Branch branch(*this);
    jump_when(x.args[0], !when, behind);
    jump_when(x.args[1], when, jumps);
  }
  jump_here(behind);
}

}  // namespace m2

#include "engine/evaluate/quicken.h"

namespace m2 {
namespace {

// Two instructions of which the second reads what the first wrote.
struct Pair {
  Opcode first;
  Opcode second;
  Opcode both;
};
constexpr Pair kPairs[] = {
    {Opcode::Less, Opcode::JumpIfFalse, Opcode::JumpUnlessLess},
    {Opcode::LessEqual, Opcode::JumpIfFalse, Opcode::JumpUnlessLessEqual},
    {Opcode::EqualNumber, Opcode::JumpIfFalse, Opcode::JumpUnlessEqualNumber},
    {Opcode::EqualText, Opcode::JumpIfFalse, Opcode::JumpUnlessEqualText},
    {Opcode::EqualText, Opcode::JumpIfTrue, Opcode::JumpIfEqualText},
    {Opcode::OneOfText, Opcode::JumpIfFalse, Opcode::JumpUnlessOneOfText},
    {Opcode::OneOfText, Opcode::JumpIfTrue, Opcode::JumpIfOneOfText},
    {Opcode::Move, Opcode::JumpIfThere, Opcode::MoveJumpIfThere},
    {Opcode::Member, Opcode::Move, Opcode::MemberMove},
};

Instruction quickened(const std::vector<Instruction>& code, std::size_t at) {
  Instruction i = code[at];
  if (i.code == Opcode::Jump && code[i.b].code == Opcode::LoopNext)
    return {Opcode::LoopAgain, code[i.b].dst, code[i.b].a, i.b};
  if (at + 1 == code.size()) return i;
  const Instruction& next = code[at + 1];
  if (i.code == Opcode::Move && next.code == Opcode::Jump)
    return {Opcode::MoveJump, i.dst, i.a, next.b};
  for (const Pair& pair : kPairs) {
    if (i.code == pair.first && next.code == pair.second && next.a == i.dst) i.code = pair.both;
  }
  return i;
}

}  // namespace

std::vector<Instruction> quicken(const std::vector<Instruction>& code) {
  std::vector<Instruction> quick;
  quick.reserve(code.size());
  for (std::size_t at = 0; at < code.size(); ++at) quick.push_back(quickened(code, at));
  return quick;
}

}  // namespace m2

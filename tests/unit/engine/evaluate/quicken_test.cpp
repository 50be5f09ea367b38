// Pairs of instructions that are done at once.

#include "engine/evaluate/quicken.h"

using namespace m2;

namespace {

std::vector<Instruction> quick(std::vector<Instruction> code) {
  code.push_back({});  // End
  return quicken(code);
}

}  // namespace

SCENARIO("two instructions are one where the second reads what the first wrote") {
  const auto code = quick({{Opcode::Less, 5, 1, 2}, {Opcode::JumpIfFalse, 0, 5, 0}});
  CHECK(code[0].code == Opcode::JumpUnlessLess);
  CHECK(code[0].dst == 5);
  CHECK(code[0].a == 1);
  CHECK(code[0].b == 2);
  CHECK(code[1].code == Opcode::JumpIfFalse);  // for who jumps to it
}

SCENARIO("two instructions stay two where the second reads something else") {
  CHECK(quick({{Opcode::Less, 5, 1, 2}, {Opcode::JumpIfFalse, 0, 6, 0}})[0].code == Opcode::Less);
  CHECK(quick({{Opcode::Member, 5, 1, 2}, {Opcode::Move, 7, 6, 0}})[0].code == Opcode::Member);
  CHECK(quick({{Opcode::Less, 5, 1, 2}, {Opcode::JumpIfTrue, 0, 5, 0}})[0].code == Opcode::Less);
}

SCENARIO("the jump at the end of a loop takes the next item itself") {
  const auto code =
      quick({{Opcode::LoopNext, 3, 2, 3}, {Opcode::Not, 4, 3, 0}, {Opcode::Jump, 0, 0, 0}});
  CHECK(code[0].code == Opcode::LoopNext);
  CHECK(code[2].code == Opcode::LoopAgain);
  CHECK(code[2].dst == 3);
  CHECK(code[2].a == 2);
  CHECK(code[2].b == 0);
}

SCENARIO("the last instruction has none behind it") {
  CHECK(quicken({{Opcode::Move, 1, 2, 0}})[0].code == Opcode::Move);
  CHECK(quicken({}).empty());
}

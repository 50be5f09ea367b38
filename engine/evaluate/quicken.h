#pragma once
// quicken: the same code for the machine's fast loop. Internal to evaluate.
//
//   program->quick = quicken(program->code);
//
// Choosing what to do costs more than doing it, so instructions that often stand together are done
// at once: the first of the two becomes one that does the work of both, and goes on behind the
// second. Every instruction keeps its place, and the second stays as it is: jumps to it, the origin
// of a hold and the decisions of `code` hold for `quick`, too. A traced run takes `code`.

#include <vector>

#include "engine/evaluate/program.h"

namespace m2 {

std::vector<Instruction> quicken(const std::vector<Instruction>& code);

}  // namespace m2

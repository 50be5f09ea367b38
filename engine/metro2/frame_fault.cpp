#include <fmt/format.h>

#include "engine/metro2/reader.h"

namespace m2 {
namespace {

struct FaultTexts {
  std::string_view name;
  std::string_view message;
  std::string_view fix;
};

constexpr FaultTexts kFaults[] = {
#define M2_FRAME_FAULT(name, message, fix) {#name, message, fix},
#include "engine/metro2/frame_fault.def"
#undef M2_FRAME_FAULT
};

const FaultTexts& texts_of(FrameFault fault) {
  return kFaults[static_cast<std::size_t>(fault)];
}

}  // namespace

std::string_view to_string(FrameFault fault) {
  return texts_of(fault).name;
}
std::string_view fix_for(FrameFault fault) {
  return texts_of(fault).fix;
}
std::string describe(const FrameProblem& problem) {
  return fmt::format(fmt::runtime(texts_of(problem.fault).message), problem.found,
                     problem.expected);
}

}  // namespace m2

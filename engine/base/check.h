#pragma once
// A promise of our own that must hold: a failed M2_CHECK is a bug of metro2, never bad input.
//
//   M2_CHECK(slot < slots.size(), "slot of a register instruction");
//
// The process says what broke and where, and stops with exit code 70.

namespace m2 {

[[noreturn]] void bug(const char* file, int line, const char* condition, const char* what);

}  // namespace m2

#define M2_CHECK(condition, what) \
  ((condition) ? static_cast<void>(0) : ::m2::bug(__FILE__, __LINE__, #condition, what))

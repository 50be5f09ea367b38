#include "tests/support/allocations.h"

#include <cstdlib>
#include <new>

namespace {
std::size_t counted = 0;
}  // namespace

std::size_t m2::test::allocations() {
  return counted;
}

// The nothrow form too: Catch2 uses it, and both must match the operator delete below.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++counted;
  return std::malloc(size);
}
void* operator new(std::size_t size) {
  if (void* memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

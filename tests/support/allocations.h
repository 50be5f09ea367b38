#pragma once
// allocations(): how often this executable asked for memory so far. What links allocations.cpp
// counts every operator new; it is an executable of its own, or one where nobody minds.

#include <cstddef>

namespace m2::test {

std::size_t allocations();

}  // namespace m2::test

#pragma once
// Numbers that nobody has: for invented people.
//
//   unissued_ssn(0)        // "900010001"

#include <cstdint>
#include <string>

namespace m2 {

/// So many there are.
inline constexpr std::uint64_t kUnissuedSsns = std::uint64_t{100} * 49 * 9'999;

/// A Social Security number that was never issued, another one for every number below
/// kUnissuedSsns: areas from 900 on are never a Social Security number's (SSA), and groups from 50
/// on are taxpayers' numbers (IRS).
std::string unissued_ssn(std::uint64_t number);

}  // namespace m2

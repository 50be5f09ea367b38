#pragma once
// Correct files: the accounts of one furnisher, month after month.
//
//   const Furnisher furnisher = a_furnisher(7, 30, 8);
//   for (const MonthFile& month : furnisher.months) validate(bytes_of(month));
//
// The same seed gives the same bytes on every machine.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/metro2/framing.h"
#include "tests/oracle/validation/life.h"

namespace m2::oracle {

/// A record of a month, and the last report of its account.
struct Reported {
  std::string record;
  std::string previous;  // as it stood there; empty: there was none
  std::size_t life = 0;  // of the furnisher's
  int months_since = 0;  // since the last report
};

struct MonthFile {
  Date end;
  std::string header;
  std::vector<Reported> accounts;
};

struct Furnisher {
  std::uint64_t seed = 0;
  std::vector<Life> lives;
  std::vector<MonthFile> months;
};

Furnisher a_furnisher(std::uint64_t seed, std::size_t accounts, std::size_t months);
/// The seed of one of its accounts.
std::uint64_t seed_of_account(std::uint64_t furnisher, std::size_t account);
/// Header, records and a trailer that is counted from them, with right descriptor words.
std::string bytes_of(const std::string& header, const std::vector<std::string>& records,
                     Framing framing = {});
std::string bytes_of(const MonthFile& month, Framing framing = {});

}  // namespace m2::oracle

#pragma once
// What kinds of account there are, and what each looks like in a file.
//
//   const ProductFacts& facts = facts_of(Product::Mortgage);
//   facts.portfolio                     // "M"

#include <initializer_list>
#include <span>
#include <string_view>

#include "tests/oracle/validation/life.h"

namespace m2::oracle {

struct ProductFacts {
  std::string_view name;
  std::string_view portfolio;
  std::span<const std::string_view> types;  // account types, one of them by chance
  bool is_line = false;                     // cards and credit lines: drawn again and again
  bool is_loan = false;                     // an original amount that is paid down
  std::int64_t least = 0, most = 0;         // of rent, bill, loan, limit or debt
  int least_months = 1, most_months = 1;    // how long a loan runs
  std::span<const Destiny> destinies;       // what may become of it
};

const ProductFacts& facts_of(Product product);
/// The destiny says that it was late for months first.
bool follows_lateness(Destiny destiny);

}  // namespace m2::oracle

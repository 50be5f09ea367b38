#pragma once
// LoanProResponses: pages of expanded loans as LoanPro lists them, as of a day: names, envelopes,
// spelling and odd forms as in presets/loanpro/fixtures.
//
//   LoanProPage page(as_of);
//   page.add(loan);
//   ResponseFile file = page.take(3, 200, 10'000);     // loans_page3.json
//
// Members that no account document is read for are left out, and what was not expanded with them.

#include <cstdint>
#include <string>

#include "engine/base/date.h"
#include "engine/simulate/loan.h"
#include "engine/simulate/wire.h"

namespace m2::simulate {

class LoanProPage {
 public:
  explicit LoanProPage(Date as_of);
  void add(const Loan& loan);
  /// Page `number`, from 1, of pages of `size` loans each; the object is then spent.
  ResponseFile take(std::uint64_t number, std::uint64_t size, std::uint64_t total);

 private:
  Date as_of_;
  JsonWriter json_{JsonWriter::Style::Compact};
};

/// The loan's id at LoanPro.
std::string loan_id(const Loan& loan);

}  // namespace m2::simulate

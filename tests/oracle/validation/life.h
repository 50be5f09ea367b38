#pragma once
// Life: an account as its books have it, day by day, and what a careful furnisher reports of it at
// each month end. Written from the standard, not from the rules that are held against it.
//
//   const Life life = live(seed, months, number);
//   life.reports[3]                     // the record of the fourth month; empty: none was sent
//
// The same seed gives the same life on every machine.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/chance.h"
#include "engine/base/date.h"

namespace m2::oracle {

/// What kind of account it is.
enum class Product : std::uint8_t {
  Rent,
  PersonalLoan,
  AutoLoan,
  AutoLease,
  StudentLoan,
  BalloonLoan,
  Mortgage,
  CreditLine,
  HomeEquityLine,
  Card,
  Utility,
  Collection,
  MedicalCollection,
  DebtBuyer,
  ReturnedCheck,
};
inline constexpr std::size_t kProducts = 15;
std::string_view to_string(Product product);  // "rent", "personal loan", …
constexpr bool is_collection(Product product) {
  return product >= Product::Collection;
}

/// What becomes of it.
enum class Destiny : std::uint8_t {
  GoesOn,
  PaidOff,
  Settled,
  ChargedOff,
  Collected,
  Sold,
  Transferred,
  Refinanced,
  ClosedByConsumer,
  ClosedByGrantor,
  Repossessed,
  Surrendered,
  Foreclosed,
  DeedInLieu,
  Claimed,
  Deleted,
  Fraud,
  Bankrupt,
};
inline constexpr std::size_t kDestinies = 18;
std::string_view to_string(Destiny destiny);

struct Life {
  Product product = Product::Rent;
  Destiny destiny = Destiny::GoesOn;
  std::vector<std::string> reports;  // by month, in character form
};

/// `months` are consecutive month ends. `number` tells its people and its account number from those
/// of all other accounts of the file. `cycle` is the cycle identifier, or empty.
Life live(std::uint64_t seed, const std::vector<Date>& months, std::uint64_t number,
          std::string_view cycle = "");

}  // namespace m2::oracle

#pragma once
// RentLedger: one lease as people would write it on a sheet of paper. It becomes an Entrata account
// document, a table for people, and the account that rent_naive.h reads.
//
//   const RentLedger ledger = random_rent_ledger(Chance(seed), as_of);
//   const std::string document = document_of(ledger);

#include <optional>
#include <string>
#include <vector>

#include "engine/base/chance.h"
#include "tests/oracle/delinquency/books.h"

namespace m2::oracle {

enum class RentKind {
  Rent,
  Parking,  // a fee of every month
  Fee,      // once
  Deposit,
  Payment,
  Bounce,       // of the payment `of`
  Credit,       // on the rent
  DepositUsed,  // the tenant's own money
  Elsewhere,    // on another ledger of the resident
  Planned,      // not posted yet
};

struct RentRow {
  RentKind kind = RentKind::Rent;
  Date on;
  Cents cents = 0;  // never negative: the kind says which way it goes
  int id = 0;
  int of = 0;
  int posted_later = 0;  // days until somebody entered it; -1: only the day of entry is known
};

struct RentLedger {
  Date as_of;
  Date opened;
  std::optional<Date> moved_out;
  std::optional<Date> in_collections_since;
  Cents rent = 0;
  Cents parking = 0;  // what is charged every month beside the rent
  std::vector<RentRow> rows;
};

/// The same for the same chance on every machine.
RentLedger random_rent_ledger(Chance chance, Date as_of);
/// One account document (docs/account-documents.md).
std::string document_of(const RentLedger& ledger);
/// For people.
std::string table_of(const RentLedger& ledger);
/// Ledgers that are a little simpler: without a row, with a smaller amount, on a rounder day.
std::vector<RentLedger> simpler_than(const RentLedger& ledger);
/// The vendor lists everything the other way round.
void reverse_rows(RentLedger& ledger);

}  // namespace m2::oracle

#pragma once
// Told: what a report tells of an account's lateness. The oracles write it from the account; the
// real one is read from the bytes of a record.
//
//   const Told said = told_by(outcome);               // what the preset made of the account
//   CHECK(differences(expected, said) == "");

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/evaluate/mapper.h"
#include "tests/oracle/delinquency/books.h"

namespace m2::oracle {

struct Told {
  std::string outcome = "reported";  // "skipped RULE", "held RULE RULE"; nothing else counts then
  std::string status;
  char rating = ' ';
  std::string history;
  std::string comment = "  ";
  // Whole dollars.
  std::int64_t scheduled = 0;
  std::int64_t paid = 0;
  std::int64_t balance = 0;
  std::int64_t past_due = 0;
  std::int64_t charged_off = 0;
  std::optional<Date> told_on;
  std::optional<Date> first_late;
  std::optional<Date> closed;
  std::optional<Date> last_paid;

  [[nodiscard]] bool is_reported() const { return outcome == "reported"; }
};

/// Cut, as every amount of a record is.
inline std::int64_t whole_dollars(Cents cents) {
  return cents / 100;
}

Told told_by(const Outcome& outcome);
/// The base segment that a later report finds: blank but for what `told` says.
std::string record_of(const Told& told);

/// "" when they agree; else a table of the fields that do not, with both answers.
std::string differences(const Told& oracle, const Told& preset);
/// All of it, on one line.
std::string text_of(const Told& told);

/// The letter of the month after a report.
char letter_after(const Told& told);
/// The history of a report on `day` that follows another: one letter a month, D where there was no
/// report.
std::string rolled_history(const Told& previous, Date day);

}  // namespace m2::oracle

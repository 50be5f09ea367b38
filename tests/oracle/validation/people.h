#pragma once
// Invented people and addresses for correct Metro 2 files.
//
//   Person somebody = a_person(chance, opened);
//   write_consumer(record, Segment::J1, 0, somebody, '2', "");

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/chance.h"
#include "engine/base/date.h"
#include "engine/metro2/field.h"

namespace m2::oracle {

struct Place {
  std::string_view city, state, zip;
  std::string_view country = "US";
  std::string_view indicator = "Y";
};

struct Person {
  std::string_view surname, first_name, middle_name, generation;
  std::string ssn;           // empty: not known
  std::optional<Date> born;  // empty: not known; never both
  std::string telephone;     // empty: not known
  std::string street, unit;
  Place place;
};

/// Of age on the day when the account was opened. `number` is told apart from every other person of
/// a file: no two have one Social Security number, or one address.
Person a_person(Chance& chance, Date opened, std::uint64_t number);
/// As a_person, and as young as an authorized user may be.
Person a_young_person(Chance& chance, Date opened, std::uint64_t number);
/// A company that is liable; it has neither birth nor number.
Person a_company(Chance& chance, std::uint64_t number);

/// Writes a consumer into the segment that begins at `offset` of the record; of a J1 no address.
void write_consumer(std::string& record, Segment segment, std::size_t offset, const Person& person,
                    std::string_view ecoa, std::string_view indicator);

/// Writes one field as its kind asks: an amount in dollars, a day as 2026-05-31, a text.
void put(std::string& record, Segment segment, std::size_t offset, std::string_view key,
         std::string_view value);

}  // namespace m2::oracle

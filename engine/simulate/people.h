#pragma once
// People and homes of a virtual portfolio. Everybody is invented: numbers come from areas that are
// never issued, telephones end in 555-01xx, mail goes to example.com.
//
//   Chance chance(7);
//   Person tenant = invent_person(chance, 12, home);   // person 12 of the portfolio

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/chance.h"
#include "engine/base/date.h"
#include "engine/metro2/unissued.h"

namespace m2::simulate {

struct Home {
  std::string street;  // "4100 Juniper Row"
  std::string unit;    // "Apt 101"; empty: a house
  std::string_view town;
  std::string_view state;  // "TX"
  std::string zip;         // "78799", "78799-0101"
  std::string_view area;   // telephone area code
};

/// What stands behind a name.
enum class Generation : std::uint8_t { None, Junior, Senior, Second, Third, Fourth };

struct Person {
  std::string_view first;
  std::string_view middle;  // empty: none
  std::string_view last;    // without the generation
  Generation generation = Generation::None;
  std::string ssn;  // nine digits, or empty
  std::optional<Date> born;
  std::string phone;  // ten digits, or empty
  std::string mail;   // at example.com
};

inline constexpr std::uint64_t kMostPeople = 4'000'000 * std::uint64_t{10};

Home invent_home(Chance& chance);
/// `number` makes the person's SSN and mail address. Either the SSN or the birth date is missing
/// now and then, never both.
Person invent_person(Chance& chance, std::uint64_t number, const Home& home);

}  // namespace m2::simulate

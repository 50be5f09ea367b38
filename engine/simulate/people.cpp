#include "engine/simulate/people.h"

#include <fmt/format.h>

#include <array>

namespace m2::simulate {
namespace {

struct Town {
  std::string_view name;
  std::string_view state;
  std::string_view zip;
  std::string_view area;
};

#define M2_FIRST_NAME(name) std::string_view(name),
constexpr auto kFirstNames = std::to_array<std::string_view>({
#include "engine/simulate/first_names.def"
});
#undef M2_FIRST_NAME

#define M2_LAST_NAME(name) std::string_view(name),
constexpr auto kLastNames = std::to_array<std::string_view>({
#include "engine/simulate/last_names.def"
});
#undef M2_LAST_NAME

#define M2_STREET(name) std::string_view(name),
constexpr auto kStreets = std::to_array<std::string_view>({
#include "engine/simulate/streets.def"
});
#undef M2_STREET

#define M2_TOWN(name, state, zip, area) Town{name, state, zip, area},
constexpr auto kTowns = std::to_array<Town>({
#include "engine/simulate/towns.def"
});
#undef M2_TOWN

constexpr Date kFirstBirthday = Date::from_days(-9497);  // 1944-01-01
constexpr Date kLastBirthday = Date::from_days(10591);   // 1998-12-31, see kFirstMonth

static_assert(kMostPeople <= kUnissuedSsns);

template <class Pool>
auto pick(Chance& chance, const Pool& pool) {
  return pool[chance.below(pool.size())];
}

}  // namespace

Home invent_home(Chance& chance) {
  const Town& town = kTowns[chance.below(kTowns.size())];
  Home home;
  home.town = town.name;
  home.state = town.state;
  home.area = town.area;
  home.zip = town.zip;
  if (chance.one_in(8)) home.zip += fmt::format("-{:04}", chance.between(1, 9999));
  const auto number = chance.between(1, 9900);
  const std::string_view street = pick(chance, kStreets);
  home.street = chance.one_in(20)   ? fmt::format("{} 1/2 {}", number, street)
                : chance.one_in(30) ? fmt::format("PO Box {}", number)
                                    : fmt::format("{} {}", number, street);
  const auto unit = chance.between(1, 940);
  if (chance.in_hundred(60)) home.unit = fmt::format("Apt {}", unit);
  if (chance.one_in(15)) home.unit = fmt::format("#{}-{}", unit, "ABC"[chance.below(3)]);
  return home;
}

Person invent_person(Chance& chance, std::uint64_t number, const Home& home) {
  Person person;
  person.first = pick(chance, kFirstNames);
  if (chance.in_hundred(35)) person.middle = pick(chance, kFirstNames);
  person.last = pick(chance, kLastNames);
  if (chance.one_in(12)) person.generation = static_cast<Generation>(chance.between(1, 5));
  person.born = Date::from_days(
      static_cast<std::int32_t>(chance.between(kFirstBirthday.days(), kLastBirthday.days())));
  person.ssn = unissued_ssn(number);
  const std::size_t missing = chance.below(20);  // one of the two, now and then
  if (missing == 0) person.ssn.clear();
  if (missing == 1) person.born.reset();
  const auto line = chance.between(100, 199);
  if (!chance.one_in(10)) person.phone = fmt::format("{}5550{}", home.area, line);
  person.mail = fmt::format("person{}@example.com", number);
  return person;
}

}  // namespace m2::simulate

#include "tests/oracle/validation/people.h"

#include <fmt/format.h>

#include <array>

#include "engine/base/check.h"
#include "engine/metro2/value.h"

namespace m2::oracle {
namespace {

constexpr std::array<std::string_view, 12> kSurnames = {
    "STONE",     "RIVERA",   "NGUYEN",   "OKAFOR", "LINDQVIST", "SAMPLE-STONE",
    "ABERNATHY", "DELACRUZ", "VAN DYKE", "QUILL",  "FERN",      "TREVINO"};
constexpr std::array<std::string_view, 10> kFirstNames = {
    "ANN", "LUIS", "THU", "CHIKE", "INGRID", "MARISOL", "BEATRICE", "OMAR", "PETRA", "JO ANNE"};
constexpr std::array<std::string_view, 4> kMiddleNames = {"L", "MARIE"};
constexpr std::array<std::string_view, 12> kStreets = {"MAPLE",   "OAK",    "LANTERN", "HARBOR",
                                                       "QUARRY",  "MEADOW", "SECOND",  "PROSPECT",
                                                       "JUNIPER", "CANYON", "ORCHARD", "WILLOW"};

// City, state and a ZIP code that belongs to it, with five and with nine digits.
constexpr std::array<Place, 8> kPlaces = {{
    {"PROVO", "UT", "84601"},
    {"LOS ANGELES", "CA", "900120001"},
    {"AUSTIN", "TX", "73301"},
    {"NEW YORK", "NY", "10001"},
    {"SAN JUAN", "PR", "00901"},
    {"BOSTON", "MA", "02108"},
    {"APO", "AE", "09012", "US", "M"},
    {"ANCHORAGE", "AK", "995010001", "US", " "},
}};

// An address of its own for every person: the house number is the person's.
Place a_place(Chance& chance, std::uint64_t number, std::string& street, std::string& unit) {
  Place place = kPlaces[chance.below(kPlaces.size())];
  street = fmt::format("{} {} ST", 100 + number, kStreets[chance.below(kStreets.size())]);
  unit = chance.one_in(3) ? fmt::format("APT {}", chance.between(1, 40)) : "";
  return place;
}

// Area, group and serial of a number that may exist; unlike every other by its person.
std::string a_number(std::uint64_t number) {
  static constexpr std::array kAreas = {101, 232, 318, 455, 529, 602, 729, 771};
  return fmt::format("{:03}{:02}{:04}", kAreas[number % kAreas.size()], 10 + (number / 8) % 89,
                     1 + number / 712 % 9998);
}

Person somebody(Chance& chance, std::uint64_t number) {
  Person person;
  person.surname = kSurnames[chance.below(kSurnames.size())];
  person.first_name = kFirstNames[chance.below(kFirstNames.size())];
  person.middle_name = kMiddleNames[chance.below(kMiddleNames.size())];
  person.generation = chance.one_in(12) ? "J" : "";
  person.ssn = a_number(number);
  person.telephone = chance.one_in(3) ? "" : fmt::format("80155501{:02}", chance.below(100));
  person.place = a_place(chance, number, person.street, person.unit);
  return person;
}

}  // namespace

Person a_person(Chance& chance, Date opened, std::uint64_t number) {
  Person person = somebody(chance, number);
  person.born =
      opened.plus_months(-chance.between(22 * 12, 70 * 12)).plus_days(-chance.between(0, 27));
  if (chance.one_in(8)) person.born.reset();
  if (person.born && chance.one_in(8)) person.ssn.clear();
  return person;
}

Person a_young_person(Chance& chance, Date opened, std::uint64_t number) {
  Person person = somebody(chance, number);
  person.born = opened.plus_months(-chance.between(16 * 12, 40 * 12));
  return person;
}

Person a_company(Chance& chance, std::uint64_t number) {
  Person company = somebody(chance, number);
  company.surname = "QUARRY AND SONS LLC";
  company.first_name = company.middle_name = company.generation = "";
  company.ssn.clear();
  return company;
}

void put(std::string& record, Segment segment, std::size_t offset, std::string_view key,
         std::string_view value) {
  const Field* field = find_field(segment, key);
  M2_CHECK(field != nullptr, "a field of the segment");
  FoldCounts counts;
  if (value.empty()) return put_blank(*field, record.data() + offset);
  M2_CHECK(is_written(put_value(*field, value, record.data() + offset, counts)) &&
               counts.dropped == 0 && counts.cut == 0,
           "a value that fits its field");
}

void write_consumer(std::string& record, Segment segment, std::size_t offset, const Person& person,
                    std::string_view ecoa, std::string_view indicator) {
  const auto write = [&](std::string_view key, std::string_view value) {
    put(record, segment, offset, key, value);
  };
  write("surname", person.surname);
  write("first_name", person.first_name);
  write("middle_name", person.middle_name);
  write("generation_code", person.generation);
  write("ssn", person.ssn);
  write("date_of_birth", person.born ? person.born->to_string() : "");
  write("telephone_number", person.telephone);
  write("ecoa_code", ecoa);
  write("consumer_information_indicator", indicator);
  if (segment == Segment::J1) return;
  write("country_code", person.place.country);
  write("address_line_1", person.street);
  write("address_line_2", person.unit);
  write("city", person.place.city);
  write("state", person.place.state);
  write("zip_code", person.place.zip);
  write("address_indicator", person.place.indicator == " " ? "" : person.place.indicator);
}

}  // namespace m2::oracle

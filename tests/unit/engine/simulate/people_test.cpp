#include "engine/simulate/people.h"

#include <catch2/catch.hpp>
#include <set>

#include "engine/base/text.h"

using namespace m2;
using namespace m2::simulate;

SCENARIO("everybody is invented: numbers never issued, telephones and mail that reach nobody") {
  std::set<std::string> numbers;
  std::size_t without_ssn = 0;
  std::size_t without_birthday = 0;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    Chance chance = Chance(7).branch(i);
    const Home home = invent_home(chance);
    const Person person = invent_person(chance, i, home);
    CAPTURE(i, person.ssn, person.phone);
    CHECK((person.ssn.empty() || (person.ssn.size() == 9 && person.ssn[0] == '9')));
    if (!person.ssn.empty())
      CHECK(person.ssn.substr(3, 2) < "50");  // from 50 on: taxpayers' numbers
    CHECK((person.phone.empty() || person.phone.substr(3, 5) == "55501"));
    CHECK(person.phone.size() % 10 == 0);
    CHECK(person.mail.ends_with("@example.com"));
    CHECK((!person.ssn.empty() || person.born));
    if (!person.ssn.empty()) CHECK(numbers.insert(person.ssn).second);
    without_ssn += person.ssn.empty() ? 1 : 0;
    without_birthday += person.born ? 0 : 1;
  }
  CHECK(without_ssn > 20);
  CHECK(without_birthday > 20);
}

SCENARIO("numbers differ up to the last person, and stay in their area") {
  std::set<std::string> seen;
  for (const std::uint64_t step :
       {std::uint64_t{0}, std::uint64_t{9'998}, std::uint64_t{9'999}, std::uint64_t{489'950},
        std::uint64_t{489'951}, std::uint64_t{39'999'999}}) {
    const std::string ssn = unissued_ssn(step);
    CAPTURE(step, ssn);
    CHECK(seen.insert(ssn).second);
    CHECK(ssn.size() == 9);
    CHECK(ssn[0] == '9');
    CHECK(ssn.substr(5) != "0000");
    CHECK(ssn.substr(3, 2) != "00");
  }
}

SCENARIO("names and homes have what programs stumble over") {
  bool accent = false, apostrophe = false, hyphen = false, one_letter = false, long_name = false,
       suffix = false, long_street = false, zero_zip = false, plus_four = false;
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    Chance chance = Chance(11).branch(i);
    const Home home = invent_home(chance);
    const Person person = invent_person(chance, i, home);
    const std::string name = std::string(person.first) + " " + std::string(person.last);
    CHECK_FALSE(find_unreadable(name + home.street + std::string(home.town)));
    accent = accent || count_code_points(name) != name.size();
    apostrophe = apostrophe || name.find('\'') != std::string::npos;
    hyphen = hyphen || name.find('-') != std::string::npos;
    one_letter = one_letter || person.last.size() == 1;
    long_name = long_name || person.last.size() > 25;
    suffix = suffix || person.generation != Generation::None;
    long_street = long_street || home.street.size() > 32;
    zero_zip = zero_zip || home.zip[0] == '0';
    plus_four = plus_four || home.zip.size() > 5;
  }
  CHECK(accent);
  CHECK(apostrophe);
  CHECK(hyphen);
  CHECK(one_letter);
  CHECK(long_name);
  CHECK(suffix);
  CHECK(long_street);
  CHECK(zero_zip);
  CHECK(plus_four);
}

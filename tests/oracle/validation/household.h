#pragma once
// Household: who stands on an account, month after month: joint owners, makers and guarantors,
// authorized users, companies, people who die, leave or never belonged to it, and bankruptcies.
//
//   Household household(chance, product, opened, months, number);
//   household.write(record, month);

#include <optional>
#include <string>
#include <vector>

#include "tests/oracle/validation/life.h"
#include "tests/oracle/validation/people.h"

namespace m2::oracle {

class Household {
 public:
  Household(Chance chance, Product product, Date opened, std::size_t months, std::uint64_t number);

  /// From this month on (of all liable consumers) an indicator, in this month alone where `once`.
  void indicate(std::size_t month, std::string_view indicator, bool once = false);
  /// Writes the base segment's consumer and appends J1 and J2 segments.
  void write(std::string& record, std::size_t month) const;

 private:
  struct Member {
    Person person;
    Segment segment = Segment::J1;
    std::string_view ecoa;
    std::string_view leaves_as = "";  // ECOA code of the month in which it changes; or empty
    std::size_t leaves = SIZE_MAX;    // the month
    bool stays = false;               // whether it stays with that code
  };
  struct Indicated {
    std::size_t month = 0;
    std::string_view indicator;
    bool once = false;
  };

  void add_member(Chance& chance, std::string_view ecoa, Segment segment, Date opened,
                  std::uint64_t number);
  [[nodiscard]] std::string_view base_ecoa(std::size_t month) const;
  [[nodiscard]] std::string_view indicator_at(std::size_t month) const;
  [[nodiscard]] bool is_on(const Member& member, std::size_t month) const {
    return month <= member.leaves || member.stays;
  }

  Person first_;
  std::string_view ecoa_ = "1";
  std::size_t dies_ = SIZE_MAX;  // the consumer of the base segment
  std::vector<Member> others_;
  std::vector<Indicated> indicated_;
};

}  // namespace m2::oracle

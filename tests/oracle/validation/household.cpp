#include "tests/oracle/validation/household.h"

#include <algorithm>

#include "engine/metro2/record.h"
#include "tests/oracle/validation/product.h"

namespace m2::oracle {

Household::Household(Chance chance, Product product, Date opened, std::size_t months,
                     std::uint64_t number)
    : first_(a_person(chance, opened, number * 4)) {
  const bool is_line = facts_of(product).is_line;
  if (chance.one_in(30)) dies_ = chance.below(months);
  if (is_collection(product) || dies_ != SIZE_MAX || !chance.one_in(3)) return;
  const Segment where = chance.one_in(2) ? Segment::J1 : Segment::J2;
  switch (chance.below(is_line ? 5 : 4)) {
    case 0:
    case 1:
      ecoa_ = "2";
      add_member(chance, "2", where, opened, number * 4 + 1);
      if (chance.one_in(4)) add_member(chance, "2", Segment::J2, opened, number * 4 + 2);
      break;
    case 2:
      ecoa_ = "7";
      add_member(chance, "5", where, opened, number * 4 + 1);
      break;
    case 3:
      if (product == Product::Rent) break;
      others_.push_back({a_company(chance, number * 4 + 1), Segment::J2, "W"});
      break;
    default:
      others_.push_back({a_young_person(chance, opened, number * 4 + 1), where, "3"});
  }
  if (others_.empty() || !chance.one_in(3) || others_.front().ecoa == "W") return;
  Member& other = others_.front();
  other.leaves = chance.below(months);
  switch (chance.below(3)) {
    case 0:
      other.leaves_as = "X";
      other.stays = true;
      break;
    case 1:
      other.leaves_as = "Z";
      break;
    default:
      other.leaves_as = "T";
  }
}

void Household::add_member(Chance& chance, std::string_view ecoa, Segment segment, Date opened,
                           std::uint64_t number) {
  others_.push_back({a_person(chance, opened, number), segment, ecoa});
}

void Household::indicate(std::size_t month, std::string_view indicator, bool once) {
  indicated_.push_back({month, indicator, once});
  // Nobody uses a card of an owner who is bankrupt.
  for (Member& other : others_) {
    if (other.ecoa != "3" || other.leaves < month) continue;
    other.leaves = month;
    other.leaves_as = "T";
    other.stays = false;
  }
}

std::string_view Household::base_ecoa(std::size_t month) const {
  if (month >= dies_) return "X";
  const bool has_other = std::any_of(others_.begin(), others_.end(), [&](const Member& other) {
    return other.ecoa != "3" && other.ecoa != "W" && is_on(other, month);
  });
  return has_other ? ecoa_ : "1";
}

std::string_view Household::indicator_at(std::size_t month) const {
  std::string_view indicator;
  for (const Indicated& one : indicated_) {
    if (one.month > month) continue;
    indicator = one.once && month > one.month ? "" : one.indicator;
  }
  return indicator;
}

void Household::write(std::string& record, std::size_t month) const {
  const std::string_view indicator = indicator_at(month);
  write_consumer(record, Segment::Base, 0, first_, base_ecoa(month), indicator);
  const bool is_deleted = is_deletion(record);
  for (const Segment segment : {Segment::J1, Segment::J2}) {
    for (const Member& other : others_) {
      if (other.segment != segment || !is_on(other, month)) continue;
      const std::size_t at = record.size();
      append_segment(record, segment);
      // Whoever is deleted with the account is not deleted from it as well.
      const bool has_left = month >= other.leaves && !(is_deleted && other.leaves_as == "Z");
      const bool is_liable = !has_left && other.ecoa != "3" && other.ecoa != "W";
      write_consumer(record, segment, at, other.person, has_left ? other.leaves_as : other.ecoa,
                     is_liable ? indicator : "");
    }
  }
}

}  // namespace m2::oracle

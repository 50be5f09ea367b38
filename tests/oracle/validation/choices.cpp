// What kind of account it is, and what will become of it.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tests/oracle/validation/living.h"

namespace m2::oracle {
namespace {

constexpr int kMonthsBefore = 26;  // that are lived before the first report, for the history

// How many months it was late before.
int lead_of(Destiny destiny, Chance& chance) {
  switch (destiny) {
    case Destiny::Foreclosed:
    case Destiny::Claimed:
    case Destiny::DeedInLieu:
      return static_cast<int>(chance.between(6, 9));
    case Destiny::ChargedOff:
      return static_cast<int>(chance.between(5, 7));
    default:
      return static_cast<int>(chance.between(3, 5));
  }
}

Date a_day_of(Chance& chance, Date month_end) {
  return month_end.plus_days(-chance.between(0, 26));
}

}  // namespace

Living::Living(std::uint64_t seed, const std::vector<Date>& months, std::uint64_t number,
               std::string_view cycle)
    : chance_(seed), months_(months), number_(number), cycle_(cycle) {
  choose_account();
  choose_terms();
  choose_destiny();
  choose_extras();
  household_.emplace(chance_.branch(1), life_.product, opened_, months_.size(), number_);
  life_.reports.resize(months_.size());
}

void Living::choose_account() {
  life_.product = static_cast<Product>(chance_.below(kProducts));
  facts_ = &facts_of(life_.product);
  life_.destiny = facts_->destinies[chance_.below(facts_->destinies.size())];
  type_ = facts_->types[chance_.below(facts_->types.size())];
  account_number_ = fmt::format("{}{:07}", type_, number_);
  identification_number_ = is_collection(life_.product) ? "AGENCY0001" : "LENDER0001";
}

void Living::choose_terms() {
  const std::int64_t size = chance_.between(facts_->least, facts_->most);
  due_day_ = static_cast<int>(chance_.between(1, 28));
  is_slow_ = chance_.one_in(4);
  rate_ = chance_.between(300, 1100);
  const auto years = chance_.between(facts_->least_months / 12, facts_->most_months / 12);
  terms_ = facts_->is_loan ? static_cast<int>(years) * 12 : 1;
  // Old enough to have been late before; a loan not so old that it would end by itself.
  std::int64_t age = chance_.between(-static_cast<std::int64_t>(months_.size()) / 2, 40);
  if (follows_lateness(life_.destiny)) age = chance_.between(14, 40);
  if (facts_->is_loan) age = std::min<std::int64_t>(age, terms_ - 45);
  if (is_collection(life_.product)) age = chance_.between(-3, 10);
  opened_ = a_day_of(chance_, months_.front().start_of_month().plus_months(-age).end_of_month());
  const Date earliest = months_.front().start_of_month().plus_months(-kMonthsBefore);
  first_day_ = std::max(opened_, earliest);
  if (facts_->is_loan) {
    const std::int64_t lived = (first_day_.days() - opened_.days()) / 30;
    original_ = highest_ = size;
    payment_ = size / terms_ + size * rate_ / 120'000 + 1;
    balance_ = size - size * lived / (terms_ + 1);
  } else if (facts_->is_line) {
    limit_ = size;
    balance_ = first_day_ > opened_ ? chance_.between(0, size / 3) : 0;
    highest_ = balance_;
  } else if (is_collection(life_.product)) {
    original_ = highest_ = balance_ = size;
  } else {
    payment_ = size;
    if (life_.product == Product::Rent) highest_ = size;
  }
}

void Living::choose_destiny() {
  const int count = static_cast<int>(months_.size());
  destiny_month_ = life_.destiny == Destiny::GoesOn
                       ? count + 99
                       : static_cast<int>(chance_.between(1, count - 1));
  const int late = static_cast<int>(chance_.between(-8, count));
  late_from_ = late_until_ = INT_MAX;
  if (follows_lateness(life_.destiny)) {
    late_from_ = destiny_month_ - lead_of(life_.destiny, chance_);
  } else if (chance_.one_in(2)) {
    late_from_ = late;
    late_until_ = late + static_cast<int>(chance_.between(1, 7));
  }
  again_month_ = destiny_month_ + static_cast<int>(chance_.between(1, 4));
  // The account is open, and not before its first bill, when something becomes of it.
  if (destiny_month_ < count) {
    const Date end = months_[static_cast<std::size_t>(destiny_month_)];
    if (end.plus_days(-60) < opened_) destiny_month_ = again_month_ = count + 99;
    if (destiny_month_ < count) destiny_day_ = a_day_of(chance_, end);
    if (destiny_month_ >= count) life_.destiny = Destiny::GoesOn;
  }
  if (again_month_ < count)
    again_day_ = a_day_of(chance_, months_[static_cast<std::size_t>(again_month_)]);
}

void Living::choose_extras() {
  const int count = static_cast<int>(months_.size());
  const auto some_month = [&](std::size_t one_in) {
    return chance_.one_in(one_in) ? static_cast<int>(chance_.between(1, count - 1)) : -1;
  };
  disputed_ = some_month(10);
  changed_ = some_month(20);
  skipped_ = some_month(40);
  relief_ = some_month(12);
  relief_comment_ = life_.product == Product::Rent || chance_.one_in(2) ? "AW" : "CP";
  pays_by_plan_ = chance_.one_in(8);
  has_employer_ = chance_.one_in(8);
  has_agency_ = life_.product == Product::Mortgage && chance_.one_in(2);
  is_prepaid_ =
      life_.product == Product::AutoLease && life_.destiny == Destiny::GoesOn && chance_.one_in(3);
  if (life_.product == Product::StudentLoan && life_.destiny == Destiny::GoesOn &&
      chance_.one_in(2)) {
    deferred_until_ = static_cast<int>(chance_.between(1, count + 4));
    late_from_ = late_until_ = INT_MAX;
    relief_ = skipped_ = -1;
  }
  if (is_prepaid_) {
    balance_ = payment_ = 0;
    relief_ = -1;
  }
  if (life_.destiny == Destiny::Bankrupt) disputed_ = relief_ = skipped_ = -1;
  const int which = static_cast<int>(chance_.below(3));
  changes_number_ = which != 1;
  changes_identification_ = which != 0;
}

}  // namespace m2::oracle

// The days of an account.

#include "tests/oracle/validation/living.h"

#include <algorithm>

namespace m2::oracle {

Life live(std::uint64_t seed, const std::vector<Date>& months, std::uint64_t number,
          std::string_view cycle) {
  return Living(seed, months, number, cycle).live();
}

Life Living::live() {
  if (is_collection(life_.product)) {
    stage_ = Stage::Lost;
    last_.status = "93";
    lost_since_ = opened_.plus_days(-chance_.between(400, 1200));
    if (life_.product == Product::ReturnedCheck) {
      lost_since_ = opened_;  // the day of the check, of which nothing was paid before
    } else if (chance_.one_in(2)) {
      last_paid_ = lost_since_->plus_days(-chance_.between(20, 60));
    }
  }
  Date day = first_day_;
  int month = -static_cast<int>((months_.front().start_of_month().days() - day.days() + 45) / 30);
  const auto end_of = [&](int index) {
    return months_.front().start_of_month().plus_months(index).end_of_month();
  };
  while (end_of(month) < day) ++month;
  while (month > -99 && end_of(month - 1) >= day) --month;
  for (; month < static_cast<int>(months_.size()); ++month) {
    const Date end = end_of(month);
    paid_ = 0;
    for (; day <= end; day = day.plus_days(1)) live_day(day, month);
    end_month(end, month);
  }
  return std::move(life_);
}

void Living::live_day(Date day, int month) {
  const bool runs = stage_ == Stage::Open || stage_ == Stage::PayingDown;
  if (runs && day.civil().day == due_day_ && day > opened_.plus_days(14)) bill(day, month);
  for (std::size_t i = 0; i < planned_.size() && runs; ++i) {
    if (planned_[i].day != day) continue;
    const std::int64_t amount = planned_[i].is_all ? books_.open() : books_.oldest_amount();
    if (amount > 0) pay(day, amount);
  }
  if (runs && facts_->is_line && stage_ == Stage::Open && books_.days_past_due(day) == 0) buy(day);
  if (stage_ == Stage::Lost && day > opened_.plus_days(5) && chance_.one_in(80)) pay_part(day);
  books_.end_day(day);
  if (stage_ != Stage::Over && month == destiny_month_ && day == destiny_day_) happen(day);
  if (stage_ != Stage::Over && month == again_month_ && day == again_day_) happen_again(day);
}

std::int64_t Living::least_payment() const {
  return std::min(balance_, std::max<std::int64_t>(25, balance_ / 40));
}

void Living::bill(Date day, int month) {
  if (is_prepaid_ || is_deferred(month)) return;
  std::int64_t amount = payment_;
  if (facts_->is_loan) {
    balance_ += balance_ * rate_ / 120'000;
  } else if (facts_->is_line) {
    balance_ += books_.open() > 0 ? balance_ / 100 : 0;
    amount = std::min(least_payment(), balance_ - books_.open());
  } else {
    balance_ += amount;
  }
  highest_ =
      facts_->is_loan || life_.product == Product::Rent ? highest_ : std::max(highest_, balance_);
  if (amount <= 0) return;
  books_.falls_due(day, amount);
  const bool is_late = month >= late_from_ && month < late_until_;
  if (!is_late) {
    const std::int64_t delay = is_slow_ ? chance_.between(5, 28) : chance_.between(0, 4);
    planned_.push_back({day.plus_days(delay), month == late_until_});
  } else if (chance_.one_in(6)) {
    // A payment that leaves it late: the run goes on.
    const Date paid = day.plus_days(chance_.between(1, 9));
    if (books_.days_past_due_without_oldest(paid) >= 35) planned_.push_back({paid, false});
  }
}

void Living::pay(Date day, std::int64_t amount) {
  books_.end_day(day);  // it was late this day, if it is paid this day
  const int days = books_.days_past_due(day);
  const auto first = books_.first_delinquency();
  books_.pay(amount);
  // Who has a card may pay more than the least.
  if (facts_->is_line && books_.open() == 0) {
    amount += chance_.between(0, std::max<std::int64_t>(0, balance_ - amount));
  }
  balance_ -= std::min(amount, balance_);
  paid_ += amount;
  last_paid_ = day;
  if (stage_ != Stage::PayingDown || balance_ > 0) return;
  last_ = {};
  last_.status = "13";
  last_.rating = rating_of(days);
  last_.as_of = day;
  lost_since_ = first;
  books_.forgive();
  stage_ = Stage::Over;
}

// Of a debt that is lost already; the rest stays owed.
void Living::pay_part(Date day) {
  const std::int64_t amount = balance_ / 5;
  if (amount == 0) return;
  balance_ -= amount;
  paid_ += amount;
  last_paid_ = day;
  last_.past_due = std::min(last_.past_due, balance_);
}

void Living::buy(Date /*day*/) {
  if (!chance_.one_in(12)) return;
  balance_ += chance_.between(0, std::max<std::int64_t>(0, (limit_ - balance_) / 4));
  highest_ = std::max(highest_, balance_);
}

void Living::end_month(Date end, int month) {
  if (end < opened_ || (stage_ == Stage::Over && last_.status.empty())) return;
  Standing now = standing(end, month);
  if (month < 0) return remember(now);
  const bool is_final = stage_ == Stage::Over || now.status == "DA" || now.status == "DF";
  if (month == skipped_ && stage_ == Stage::Open && !is_final && month != changed_) {
    history_ = "D" + history_.substr(0, 23);
    return;
  }
  add_extras(now, month);
  life_.reports[static_cast<std::size_t>(month)] = report(now, month);
  if (!is_final) return remember(now);
  stage_ = Stage::Over;
  last_.status.clear();
}

void Living::remember(const Standing& now) {
  const bool is_unknown = is_collection(life_.product) || now.is_deferred;
  char letter = 'B';
  if (!is_unknown) letter = letter_of(now.status, now.rating, facts_->is_line && now.balance == 0);
  if (stage_ == Stage::Stayed) letter = 'D';
  history_ = letter + history_.substr(0, 23);
}

}  // namespace m2::oracle

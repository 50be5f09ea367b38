#include "tests/oracle/allocation_naive.h"

#include <algorithm>
#include <tuple>

namespace m2::oracle {
namespace {

// The ledger at the end of one day. Each cent paid remembers the charge it went to.
struct Books {
  std::vector<bool> due;
  std::vector<std::int64_t> paid;
  std::vector<std::size_t> cents;  // charges, in the sequence their cents arrived
  std::int64_t left = 0;
};

class Naive {
 public:
  Naive(Order order, const std::vector<Charge>& charges, const std::vector<Payment>& payments)
      : order_(order), charges_(charges), payments_(payments) {}

  [[nodiscard]] Date first_day() const {
    Date first = Date::from_days(Date::kLastDay);
    for (const Charge& charge : charges_) first = std::min(first, charge.due);
    for (const Payment& payment : payments_) first = std::min(first, payment.paid_on);
    return first;
  }

  [[nodiscard]] bool something_happens(Date day) const {
    return std::any_of(charges_.begin(), charges_.end(),
                       [&](const Charge& charge) { return charge.due == day; }) ||
           std::any_of(payments_.begin(), payments_.end(), [&](const Payment& payment) {
             return payment.paid_on == day || payment.reversed_on == day;
           });
  }

  [[nodiscard]] Books replay(Date last) const {
    Books books;
    books.due.assign(charges_.size(), false);
    books.paid.assign(charges_.size(), 0);
    for (Date day = first_day(); day <= last; day = day.plus_days(1)) {
      if (something_happens(day)) play(books, day, last);
    }
    return books;
  }

 private:
  void play(Books& books, Date day, Date last) const {
    for (std::size_t i = 0; i < charges_.size(); ++i) {
      if (charges_[i].due == day && charges_[i].cents > 0) books.due[i] = true;
    }
    spend(books, day);  // credit first

    std::vector<std::int64_t> amounts;
    for (const Charge& charge : charges_) {
      if (charge.due == day && charge.cents < 0) amounts.push_back(-charge.cents);
    }
    for (const Payment& payment : payments_) {
      const bool counts = !payment.reversed_on || *payment.reversed_on > last;
      if (payment.paid_on == day && counts) amounts.push_back(payment.cents);
    }
    // Oldest first, it cannot matter whether the payments of a day come one by one or as their sum.
    // In the other orders they are one sum by definition, which only shows when they differ in
    // sign.
    const bool has_reversal =
        std::any_of(amounts.begin(), amounts.end(), [](std::int64_t cents) { return cents < 0; });
    if (order_ != Order::OldestFirst && has_reversal) {
      std::int64_t sum = 0;
      for (const std::int64_t cents : amounts) sum += cents;
      amounts = {sum};
    }
    for (const std::int64_t cents : amounts) {
      books.left += std::max<std::int64_t>(cents, 0);
      spend(books, day);
      for (std::int64_t taken = 0; taken < -cents; ++taken) take_back_one(books);
    }
  }

  // While there is money and an open charge, one cent goes to the charge that comes first.
  void spend(Books& books, Date day) const {
    while (books.left > 0) {
      std::size_t best = charges_.size();
      for (std::size_t i = 0; i < charges_.size(); ++i) {
        if (!books.due[i] || books.paid[i] == charges_[i].cents) continue;
        if (best == charges_.size() || place(i, day) < place(best, day)) best = i;
      }
      if (best == charges_.size()) return;
      --books.left;
      ++books.paid[best];
      books.cents.push_back(best);
    }
  }

  static void take_back_one(Books& books) {
    if (books.left > 0 || books.cents.empty()) {
      --books.left;
      return;
    }
    --books.paid[books.cents.back()];
    books.cents.pop_back();
  }

  // Where a charge stands in line for a payment of `day`.
  [[nodiscard]] std::tuple<std::uint32_t, Date, std::uint64_t> place(std::size_t i,
                                                                     Date day) const {
    const Charge& charge = charges_[i];
    std::uint32_t first = 0;
    if (order_ == Order::ByPriority) first = charge.rank;
    if (order_ == Order::SameMonthFirst) first = Period::of(charge.due) == Period::of(day) ? 0 : 1;
    return {first, charge.due, charge.tie};
  }

  Order order_;
  const std::vector<Charge>& charges_;
  const std::vector<Payment>& payments_;
};

bool is_open(const NaiveDay& day) {
  return day.standing.oldest_unpaid_due.has_value();
}

bool is_late(const NaiveDay& day) {
  return is_open(day) && day.day >= day.standing.oldest_unpaid_due->plus_days(30);
}

NaiveDay facts_of(const Books& books, const std::vector<Charge>& charges, Date day) {
  NaiveDay facts{.day = day, .standing = {}, .charges = {}};
  for (std::size_t i = 0; i < charges.size(); ++i) {
    const Charge& charge = charges[i];
    ChargeState state{
        .is_due = charge.due <= day, .paid = books.paid[i], .unpaid = 0, .settled_on = {}};
    if (books.due[i]) state.unpaid = charge.cents - books.paid[i];
    if (charge.reportable && state.unpaid > 0) {
      facts.standing.unpaid += state.unpaid;
      auto& oldest = facts.standing.oldest_unpaid_due;
      oldest = oldest ? std::min(*oldest, charge.due) : charge.due;
    }
    facts.charges.push_back(state);
  }
  facts.standing.balance = facts.standing.unpaid - books.left;
  facts.standing.credit = std::max<std::int64_t>(books.left, 0);
  return facts;
}

// The facts that look back; `days` are all days up to the one asked about, which is the last.
void look_back(std::vector<NaiveDay>& days, const std::vector<Charge>& charges) {
  NaiveDay& today = days.back();
  if (is_late(today)) {
    std::size_t first = days.size() - 1;
    while (first > 0 && is_late(days[first - 1])) --first;
    today.standing.late_since = days[first].standing.oldest_unpaid_due;
  }
  for (std::size_t i = days.size() - 1; i > 0 && !is_open(today); --i) {
    const NaiveDay& evening_before = days[i - 1];
    const bool covered_at_once =
        std::any_of(charges.begin(), charges.end(), [&](const Charge& charge) {
          return charge.reportable && charge.cents > 0 && charge.due == days[i].day;
        });
    if (is_open(evening_before)) {
      today.standing.days_late_when_settled =
          days[i].day.days() - evening_before.standing.oldest_unpaid_due->days();
      today.standing.late_since_when_settled = evening_before.standing.late_since;
    }
    if (is_open(evening_before) || covered_at_once) break;
  }
  for (std::size_t c = 0; c < charges.size(); ++c) {
    for (std::size_t i = days.size(); i-- > 0;) {
      const ChargeState& then = days[i].charges[c];
      if (!then.is_due || then.unpaid > 0) break;
      today.charges[c].settled_on = days[i].day;
    }
  }
}

}  // namespace

std::vector<NaiveDay> naive_days(Order order, const std::vector<Charge>& charges,
                                 const std::vector<Payment>& payments, Date last) {
  const Naive naive(order, charges, payments);
  std::vector<NaiveDay> days;
  Books books;
  for (Date day = naive.first_day().plus_days(-1); day <= last; day = day.plus_days(1)) {
    if (days.empty() || naive.something_happens(day)) books = naive.replay(day);
    days.push_back(facts_of(books, charges, day));
    look_back(days, charges);
  }
  return days;
}

}  // namespace m2::oracle

#include "engine/delinquency/allocation.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/delinquency/buckets.h"

namespace m2 {

using internal::DayEvents;
using internal::Debt;
using internal::Move;

namespace {

// Adds the size of `cents` to `total`; false beyond 64 bits. When the sizes fit, every partial sum
// does.
bool add_size(std::int64_t& total, std::int64_t cents) {
  std::int64_t size = cents;
  if (cents < 0 && __builtin_sub_overflow(std::int64_t{0}, cents, &size)) return false;
  return !__builtin_add_overflow(total, size, &total);
}

// 30 or more days past due at the end of `day`.
bool is_late(std::int64_t unpaid, std::int32_t oldest, std::int32_t day) {
  return unpaid > 0 && day - oldest >= kLateAfterDays;
}

}  // namespace

void Allocation::start(Order order) {
  order_ = order;
  prepared_ = false;
  charges_.clear();
  payments_.clear();
}

bool Allocation::prepare() {
  debts_.clear();
  moves_.clear();
  stretches_.clear();
  if (!collect()) return false;
  number_charges();
  if (order_ == Order::OldestFirst) {
    sweep_oldest_first();
  } else {
    sweep_replay();
  }
  prepared_ = true;
  return true;
}

// Charges above zero become debts, all else becomes moves of money; both in order.
bool Allocation::collect() {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < charges_.size(); ++i) {
    const Charge& charge = charges_[i];
    if (!add_size(total, charge.cents)) return false;
    if (charge.cents < 0) moves_.push_back({.day = charge.due.days(), .cents = -charge.cents});
    if (charge.cents <= 0) continue;
    debts_.push_back({.due = charge.due.days(),
                      .given = static_cast<std::uint32_t>(i),
                      .cents = charge.cents,
                      .rank = charge.rank,
                      .reportable = charge.reportable});
  }
  for (const Payment& payment : payments_) {
    if (!add_size(total, payment.cents)) return false;
    const std::int32_t day = payment.paid_on.days();
    if (!payment.reversed_on) {
      moves_.push_back({.day = day, .cents = payment.cents});
    } else if (payment.reversed_on > payment.paid_on) {
      const std::int32_t until = payment.reversed_on->days();
      moves_.push_back({.day = day, .until = until, .cents = payment.cents});
      moves_.push_back({.day = until, .undoes = true, .cents = -payment.cents});
    }
  }

  const auto due_before = [this](const Debt& a, const Debt& b) {
    if (a.due != b.due) return a.due < b.due;
    const std::uint64_t tie_a = charges_[a.given].tie;
    const std::uint64_t tie_b = charges_[b.given].tie;
    return tie_a != tie_b ? tie_a < tie_b : a.given < b.given;
  };
  if (!std::is_sorted(debts_.begin(), debts_.end(), due_before)) {
    std::sort(debts_.begin(), debts_.end(), due_before);
  }
  const auto day_before = [](const Move& a, const Move& b) { return a.day < b.day; };
  if (!std::is_sorted(moves_.begin(), moves_.end(), day_before)) {
    std::sort(moves_.begin(), moves_.end(), day_before);
  }
  return true;
}

// Running sums over the sorted debts, and from each one the next that is reportable.
void Allocation::number_charges() {
  std::int64_t all = 0;
  std::int64_t reportable = 0;
  for (Debt& debt : debts_) {
    debt.through = all += debt.cents;
    debt.reportable_through = reportable += debt.reportable ? debt.cents : 0;
  }
  auto next = static_cast<std::uint32_t>(debts_.size());
  for (std::size_t i = debts_.size(); i-- > 0;) {
    if (debts_[i].reportable) next = static_cast<std::uint32_t>(i);
    debts_[i].next_reportable = next;
  }
}

// Oldest first, the money received so far covers a prefix of the charges due so far, whenever it
// came.
void Allocation::sweep_oldest_first() {
  std::int64_t money = 0;
  internal::for_each_day(debts_, moves_, [&](const DayEvents& today) {
    for (std::size_t i = today.first_move; i < today.end_move; ++i) money += moves_[i].cents;
    const auto due_end = debts_.begin() + static_cast<std::ptrdiff_t>(today.end_debt);
    const auto first_open =
        std::upper_bound(debts_.begin(), due_end, money,
                         [](std::int64_t paid, const Debt& debt) { return paid < debt.through; });
    Open open{.money = money};
    if (first_open == due_end) {
      open.left = money - (today.end_debt > 0 ? debts_[today.end_debt - 1].through : 0);
    } else {
      open.left = std::min<std::int64_t>(money, 0);
      // All of the first open debt when money is below zero.
      const std::int64_t part = std::min(first_open->cents, first_open->through - money);
      open.unpaid = debts_[today.end_debt - 1].reportable_through - first_open->reportable_through +
                    (first_open->reportable ? part : 0);
      if (open.unpaid > 0) open.oldest = debts_[first_open->next_reportable].due;
    }
    add_stretch(today, open);
  });
}

void Allocation::sweep_replay() {
  replay_.start(order_, debts_, moves_);
  internal::for_each_day(debts_, moves_, [this](const DayEvents& today) {
    replay_.advance(today);
    Open open{.unpaid = replay_.unpaid(), .left = replay_.left()};
    if (open.unpaid > 0) open.oldest = debts_[replay_.oldest()].due;
    add_stretch(today, open);
  });
}

// `open` says how today ends; what it means depends on how yesterday did.
void Allocation::add_stretch(const DayEvents& today, const Open& open) {
  static const Stretch kNothing;
  Stretch& next = stretches_.emplace_back();
  const Stretch& before = stretches_.size() > 1 ? *(&next - 1) : kNothing;
  const bool was_late = is_late(before.open.unpaid, before.open.oldest, today.day - 1);
  next.from = today.day;
  next.open = open;
  if (open.unpaid > 0) {
    const bool run_goes_on = was_late && is_late(open.unpaid, open.oldest, today.day);
    next.late_since = run_goes_on ? before.late_since : open.oldest;
  } else if (before.open.unpaid > 0) {
    next.settled_days = today.day - before.open.oldest;
    if (was_late) next.settled_late_since = Date::from_days(before.late_since);
  } else if (today.first_debt == today.end_debt ||
             debts_[today.first_debt].next_reportable >= today.end_debt) {
    next.settled_days = before.settled_days;  // nothing was covered today
    next.settled_late_since = before.settled_late_since;
  }
}

// The last stretch that begins on or before `day`. Halving without a branch: which way to go is a
// coin toss that no processor predicts, and a history asks 25 times.
const Allocation::Stretch* Allocation::stretch_at(std::int32_t day) const {
  if (stretches_.empty() || stretches_.front().from > day) return nullptr;
  const Stretch* at = stretches_.data();
  for (std::size_t size = stretches_.size(); size > 1;) {
    const std::size_t half = size / 2;
    at += at[half].from <= day ? half : 0;
    size -= half;
  }
  return at;
}

Standing Allocation::standing(Date day) const {
  M2_CHECK(prepared_, "prepare() before standing()");
  Standing standing;
  const Stretch* stretch = stretch_at(day.days());
  if (stretch == nullptr) return standing;
  const Open& open = stretch->open;
  standing.balance = open.unpaid - open.left;
  standing.unpaid = open.unpaid;
  standing.credit = std::max<std::int64_t>(open.left, 0);
  if (open.unpaid > 0) {
    standing.oldest_unpaid_due = Date::from_days(open.oldest);
    if (is_late(open.unpaid, open.oldest, day.days())) {
      standing.late_since = Date::from_days(stretch->late_since);
    }
  } else {
    standing.days_late_when_settled = stretch->settled_days;
    standing.late_since_when_settled = stretch->settled_late_since;
  }
  return standing;
}

void Allocation::charge_states(Date day, std::vector<ChargeState>& out) const {
  M2_CHECK(prepared_, "prepare() before charge_states()");
  out.assign(charges_.size(), {});
  for (std::size_t i = 0; i < charges_.size(); ++i) {
    const Charge& charge = charges_[i];
    if (charge.due > day) continue;
    out[i].is_due = true;
    if (charge.cents <= 0) {
      out[i].settled_on = charge.due;
    } else {
      out[i].unpaid = charge.cents;
    }
  }
  if (order_ == Order::OldestFirst) return states_oldest_first(day.days(), out);
  for (const internal::Posting& posting : replay_.postings()) {
    if (posting.day > day.days()) break;
    const Debt& debt = debts_[posting.debt];
    ChargeState& state = out[debt.given];
    state.paid = posting.paid;
    state.unpaid = debt.cents - posting.paid;
    state.settled_on.reset();
    if (state.unpaid == 0) state.settled_on = Date::from_days(posting.day);
  }
}

// From the last covered charge back to the first: each was covered for at least as long as the one
// after it.
void Allocation::states_oldest_first(std::int32_t day, std::vector<ChargeState>& out) const {
  const Stretch* now = stretch_at(day);
  if (now == nullptr) return;
  const std::int64_t money = std::max<std::int64_t>(now->open.money, 0);
  const auto due_end =
      std::upper_bound(debts_.begin(), debts_.end(), day,
                       [](std::int32_t wanted, const Debt& debt) { return wanted < debt.due; });
  const Stretch* since = now;
  for (auto debt = due_end; debt != debts_.begin();) {
    --debt;
    ChargeState& state = out[debt->given];
    state.paid = std::clamp<std::int64_t>(money - (debt->through - debt->cents), 0, debt->cents);
    state.unpaid = debt->cents - state.paid;
    if (state.unpaid > 0) continue;
    while (since != stretches_.data() && (since - 1)->open.money >= debt->through) --since;
    state.settled_on = Date::from_days(std::max(since->from, debt->due));
  }
}

}  // namespace m2

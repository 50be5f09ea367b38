#include "engine/delinquency/internal/replay.h"

#include <algorithm>
#include <limits>

namespace m2::internal {

void Replay::start(Order order, std::span<const Debt> debts, std::span<const Move> moves) {
  order_ = order;
  debts_ = debts;
  moves_ = moves;
  posted_.assign(debts.size(), 0);
  postings_.clear();
  forget();
}

void Replay::forget() {
  left_ = 0;
  paid_.assign(debts_.size(), 0);
  open_.clear();
  applied_.clear();
  touched_.clear();
}

void Replay::advance(const DayEvents& today) {
  const auto moves = moves_.subspan(today.first_move, today.end_move - today.first_move);
  if (std::any_of(moves.begin(), moves.end(), [](const Move& move) { return move.undoes; })) {
    forget();
    for_each_day(debts_.first(today.end_debt), moves_.first(today.end_move),
                 [&](const DayEvents& day) { apply(day, today.day); });
    for (std::size_t i = 0; i < today.end_debt; ++i) {
      touched_.push_back(static_cast<std::uint32_t>(i));
    }
  } else {
    apply(today, today.day);
  }
  publish(today);
}

// One day as it looks on the later day `as_of`: a move reversed by then is not there.
void Replay::apply(const DayEvents& today, std::int32_t as_of) {
  for (std::size_t i = today.first_debt; i < today.end_debt; ++i) {
    open(static_cast<std::uint32_t>(i));
  }
  constexpr std::int32_t kAnyDay = std::numeric_limits<std::int32_t>::min();
  pay_from(kAnyDay);  // credit from before

  std::int64_t received = 0;
  for (std::size_t i = today.first_move; i < today.end_move; ++i) {
    if (!moves_[i].undoes && moves_[i].until > as_of) received += moves_[i].cents;
  }
  if (received < 0) return take_back(-received);
  left_ += received;
  if (order_ == Order::SameMonthFirst) {
    pay_from(Date::from_days(today.day).start_of_month().days());
  }
  pay_from(kAnyDay);
}

// Adds a debt to the open ones, at its place in the order they are paid.
void Replay::open(std::uint32_t debt) {
  const auto sooner = [this](std::uint32_t a, std::uint32_t b) {
    if (order_ == Order::ByPriority && debts_[a].rank != debts_[b].rank) {
      return debts_[a].rank < debts_[b].rank;
    }
    return a < b;
  };
  open_.insert(std::upper_bound(open_.begin(), open_.end(), debt, sooner), debt);
}

// Spends what is left on open debts due on or after `first_due`.
void Replay::pay_from(std::int32_t first_due) {
  for (const std::uint32_t debt : open_) {
    if (left_ <= 0) break;
    if (debts_[debt].due < first_due) continue;
    const std::int64_t part = std::min(left_, debts_[debt].cents - paid_[debt]);
    left_ -= part;
    paid_[debt] += part;
    applied_.push_back({debt, part});
    touched_.push_back(debt);
  }
  std::erase_if(open_, [this](std::uint32_t debt) { return paid_[debt] == debts_[debt].cents; });
}

// Credit first, then what was applied last; the rest was never there and stays owed.
void Replay::take_back(std::int64_t cents) {
  const std::int64_t credit = std::min(cents, std::max<std::int64_t>(left_, 0));
  left_ -= credit;
  cents -= credit;
  while (cents > 0 && !applied_.empty()) {
    Applied& last = applied_.back();
    const std::int64_t part = std::min(cents, last.cents);
    if (paid_[last.debt] == debts_[last.debt].cents) open(last.debt);
    paid_[last.debt] -= part;
    touched_.push_back(last.debt);
    cents -= part;
    last.cents -= part;
    if (last.cents == 0) applied_.pop_back();
  }
  left_ -= cents;
}

void Replay::publish(const DayEvents& today) {
  unpaid_ = 0;
  oldest_ = std::numeric_limits<std::uint32_t>::max();
  for (const std::uint32_t debt : open_) {
    if (!debts_[debt].reportable) continue;
    unpaid_ += debts_[debt].cents - paid_[debt];
    oldest_ = std::min(oldest_, debt);
  }
  for (const std::uint32_t debt : touched_) {
    if (paid_[debt] == posted_[debt]) continue;
    posted_[debt] = paid_[debt];
    postings_.push_back({today.day, debt, paid_[debt]});
  }
  touched_.clear();
}

}  // namespace m2::internal

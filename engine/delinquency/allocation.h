#pragma once
// Allocation: payments matched to charges, and from it how much was open at the end of any day, how
// old it was and since when: the `allocate` of the language.
//
//   allocation.start(Order::OldestFirst);              // then fill charges() and payments()
//   if (allocation.prepare()) allocation.standing(month_end).late_since;
//
// One object serves account after account and keeps its memory. What counts when:
//
// * A day is seen at its end: a charge exists from its due date on, a payment counts from `paid_on`
//   on. What is paid on day 30 was never 30 days late. Within one day charges come
//   before payments, charges in the order of `tie`; the payments of one day act as one sum, so
//   their order among each other cannot matter.
// * Every charge absorbs payments, reportable or not; `balance`, `unpaid`, `oldest_unpaid_due`, the
//   `late_…` and `…_when_settled` facts look at reportable charges only.
// * Money left over once every charge due is covered is `credit`; it covers the next charge, on
// that
//   charge's due date. With an open charge that is not reportable there is no
//   credit, even where nothing reportable is unpaid.
// * A payment with `reversed_on` counts through the day before: from that day on the books
//   are as if it had never come, days before stay as they were. Not later than `paid_on`: it never
//   counts.
// * A negative payment takes money back on its own date: first credit, then what was applied
//   last. What exceeds all money ever received is owed without a due date: it adds to `balance`,
//   never ages, and later payments make it good first.
// * A negative charge (a credit on the ledger) is money that arrives on its due date.
//
// The orders differ in where a payment goes among the charges already due:
//
//   OldestFirst      due date, then tie
//   ByPriority       rank, then due date, then tie
//   SameMonthFirst   charges due in the month of the payment, then the rest, both oldest first
//
// Cost: OldestFirst O(n log n) to prepare (O(n) comparisons for the sort when rows come in order).
// The other orders replay the ledger on each day a `reversed_on` falls on.

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/date.h"
#include "engine/delinquency/internal/events.h"
#include "engine/delinquency/internal/replay.h"

namespace m2 {

/// How an account stands at the end of one day. Amounts in cents.
struct Standing {
  std::int64_t balance = 0;  // unpaid less money left over; negative for a credit
  std::int64_t unpaid = 0;
  std::int64_t credit = 0;  // never negative
  std::optional<Date> oldest_unpaid_due;
  /// Due date of the oldest unpaid charge on the first day of the current unbroken run of days with
  /// 30 or more days past due. Missing below 30 days. A partial payment does not move it.
  std::optional<Date> late_since;
  /// 0 while something is unpaid. Else, for the last day on which the account became or stayed
  /// clear by covering a charge: the days from that day back to the due date of the oldest charge
  /// that was unpaid the evening before; 0 when only charges due that very day were covered.
  /// So paying late in March says nothing about an account that paid April on time.
  std::int32_t days_late_when_settled = 0;
  /// `late_since` of the evening before that day. Missing when it was never 30 days late at
  /// the end of a day, also when paid on day 30 exactly, where days_late_when_settled is 30.
  std::optional<Date> late_since_when_settled;
};

/// One charge at the end of one day.
struct ChargeState {
  bool is_due = false;  // false: due after the day, it does not exist yet
  std::int64_t paid = 0;
  std::int64_t unpaid = 0;
  std::optional<Date> settled_on;  // first day of the current unbroken time without an open cent
};

class Allocation {
 public:
  /// Forgets the account before; capacity stays.
  void start(Order order);
  std::vector<Charge>& charges() { return charges_; }
  std::vector<Payment>& payments() { return payments_; }

  /// Call once after filling, before asking. False when the amounts together pass 64 bits: hold the
  /// account.
  [[nodiscard]] bool prepare();

  /// Any day, in any sequence; only after a prepare() that went well. O(log n).
  [[nodiscard]] Standing standing(Date day) const;

  /// One state for each of charges(), in their order. A charge of zero or less has nothing to pay
  /// and is settled on its due date. O(n).
  void charge_states(Date day, std::vector<ChargeState>& out) const;

 private:
  // What is open at the end of a day.
  struct Open {
    std::int64_t unpaid = 0;
    std::int64_t left = 0;    // money left over; negative: taken back beyond what ever came
    std::int64_t money = 0;   // all money received (OldestFirst)
    std::int32_t oldest = 0;  // due date of the oldest unpaid charge, while unpaid > 0
  };

  // The account between two events, from the end of day `from` on.
  struct Stretch {
    std::int32_t from = 0;
    std::int32_t late_since = 0;  // from the day on which the oldest charge is 30 days old
    std::int32_t settled_days = 0;
    std::optional<Date> settled_late_since = {};
    Open open;
  };

  bool collect();
  void number_charges();
  void sweep_oldest_first();
  void sweep_replay();
  void add_stretch(const internal::DayEvents& today, const Open& open);
  [[nodiscard]] const Stretch* stretch_at(std::int32_t day) const;
  void states_oldest_first(std::int32_t day, std::vector<ChargeState>& out) const;

  Order order_ = Order::OldestFirst;
  bool prepared_ = false;
  std::vector<Charge> charges_;
  std::vector<Payment> payments_;
  std::vector<internal::Debt> debts_;
  std::vector<internal::Move> moves_;
  std::vector<Stretch> stretches_;
  internal::Replay replay_;
};

}  // namespace m2

#pragma once
// What an allocation works on: charges and payments as given, and both as one run of days.
//
//   for_each_day(debts, moves, [&](const DayEvents& today) { … today.day … });

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "engine/base/date.h"

namespace m2 {

enum class Order : std::uint8_t { OldestFirst, ByPriority, SameMonthFirst };

/// Something owed from `due` on. `tie` orders charges of one due date: the caller's rank of source
/// ids.
struct Charge {
  Date due = {};
  std::int64_t cents = 0;
  std::uint64_t tie = 0;
  std::uint32_t rank = 0;  // ByPriority: lower is paid first
  bool reportable = true;
};

struct Payment {
  Date paid_on = {};
  std::int64_t cents = 0;
  std::optional<Date> reversed_on = {};
};

namespace internal {

/// A charge above zero; they stand in order of due date, then tie.
struct Debt {
  std::int32_t due = 0;
  std::uint32_t given = 0;  // index among the charges as given
  std::int64_t cents = 0;
  std::uint32_t rank = 0;
  bool reportable = true;
  std::uint32_t next_reportable = 0;  // the first reportable debt from this one on
  std::int64_t through = 0;           // this and all earlier debts
  std::int64_t reportable_through = 0;
};

/// Money in or out; they stand in order of day.
struct Move {
  std::int32_t day = 0;
  bool undoes = false;  // the reversal of a move that has `until` = day
  std::int32_t until = std::numeric_limits<std::int32_t>::max();
  std::int64_t cents = 0;
};

/// The events of one day, as ranges of indices: [first, end).
struct DayEvents {
  std::int32_t day = 0;
  std::size_t first_debt = 0;
  std::size_t end_debt = 0;
  std::size_t first_move = 0;
  std::size_t end_move = 0;
};

/// Visits each day on which something happens, in order.
template <class Visit>
void for_each_day(std::span<const Debt> debts, std::span<const Move> moves, Visit visit) {
  DayEvents today;
  while (today.end_debt < debts.size() || today.end_move < moves.size()) {
    today.first_debt = today.end_debt;
    today.first_move = today.end_move;
    constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();
    today.day = std::min(today.end_debt < debts.size() ? debts[today.end_debt].due : kNever,
                         today.end_move < moves.size() ? moves[today.end_move].day : kNever);
    while (today.end_debt < debts.size() && debts[today.end_debt].due == today.day)
      ++today.end_debt;
    while (today.end_move < moves.size() && moves[today.end_move].day == today.day)
      ++today.end_move;
    visit(static_cast<const DayEvents&>(today));
  }
}

}  // namespace internal
}  // namespace m2
